import { useLocation, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * Takes eyes and ears to what is new. A page that came without a new document is announced by nobody, and the focus stays on
 * what is gone: so it goes to the message about what was done or refused, else to the first field that was refused, else, on
 * another page, to its heading (WCAG 2.2, 4.1.3 and 2.4.3). Where a page has put it somewhere itself, it stays.
 */
export function useFocusAfterNavigation() {
  const { key, pathname, search } = useLocation();
  const { formMethod, state } = useNavigation();
  const wasSent = useRef(false);
  const shown = useRef<string | null>(null);
  const focusedBefore = useRef<Element | null>(null);
  if (formMethod === "POST") wasSent.current = true;
  const isUnderWay = state !== "idle";
  useEffect(() => {
    if (isUnderWay) focusedBefore.current = document.activeElement;
  }, [isUnderWay]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each navigation has its own location key
  useEffect(() => {
    const isAnswer = wasSent.current || search.includes("notice=");
    const isOtherPage = shown.current !== null && shown.current !== pathname;
    wasSent.current = false;
    shown.current = pathname;
    const main = document.querySelector("main");
    const focused = document.activeElement;
    if (main?.contains(focused) && focused !== focusedBefore.current) return;
    const refused = main?.querySelector<HTMLElement>("[aria-invalid=true]");
    // One that says nothing yet waits for a button of its own.
    const message = main?.querySelector<HTMLElement>(
      ":is([role=alert], [role=status]):not(:empty)",
    );
    if (message && (isAnswer || refused)) return focusOnText(message);
    if (refused) return refused.focus();
    if (isOtherPage) focusOnText(main?.querySelector("h1"));
  }, [key, pathname, search]);
}

function focusOnText(element: HTMLElement | null | undefined) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus();
}
