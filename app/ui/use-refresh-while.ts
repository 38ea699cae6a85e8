import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

const EVERY_MS = 2_000;
const MOST_TIMES = 15;

/** Loads the page's data again, every two seconds for half a minute, while something is under way. Needs JavaScript. */
export function useRefreshWhile(isUnderWay: boolean): void {
  const { revalidate, state } = useRevalidator();
  const times = useRef(0);
  useEffect(() => {
    if (!isUnderWay) times.current = 0;
    if (!isUnderWay || state !== "idle" || times.current >= MOST_TIMES) return;
    const timer = setTimeout(() => {
      times.current += 1;
      revalidate();
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [isUnderWay, state, revalidate]);
}
