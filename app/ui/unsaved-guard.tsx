import { useBeforeUnload, useBlocker } from "@remix-run/react";
import { createContext, type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";

interface UnsavedForms {
  mark(form: string): void;
  forget(form: string): void;
}

/** The forms of the page that hold what was typed and not yet saved; see GuardedForm. */
export const UnsavedFormsContext = createContext<UnsavedForms>({ mark() {}, forget() {} });

/** The state of a link to an address where the forms of its page stay as they are, and what is typed in them. */
export const keepsForms = { keepsForms: true };

export function doesKeepForms({ state }: { state: unknown }): boolean {
  return typeof state === "object" && state !== null && "keepsForms" in state;
}

/**
 * Asks before what was typed is left behind. One for the whole area, since the router knows one blocker at a time; it needs
 * script, as every such question does.
 */
export function UnsavedGuard({ children }: { children: ReactNode }) {
  const unsaved = useRef(new Set<string>());
  const forms = useMemo(
    () => ({
      mark: (form: string) => void unsaved.current.add(form),
      forget: (form: string) => void unsaved.current.delete(form),
    }),
    [],
  );
  const blocker = useBlocker(({ currentLocation, nextLocation }) => {
    // Going back from another page may lead to such an address too.
    const isSamePage = currentLocation.pathname === nextLocation.pathname;
    return unsaved.current.size > 0 && !(isSamePage && doesKeepForms(nextLocation));
  });
  useBeforeUnload(
    useCallback((event) => {
      if (unsaved.current.size > 0) event.preventDefault();
    }, []),
  );
  const leave = () => {
    // Where it leads may be another document, and the browser would ask once more.
    unsaved.current.clear();
    blocker.proceed?.();
  };
  return (
    <UnsavedFormsContext.Provider value={forms}>
      {children}
      {blocker.state === "blocked" ? <Question leave={leave} stay={() => blocker.reset()} /> : null}
    </UnsavedFormsContext.Provider>
  );
}

function Question({ leave, stay }: { leave: () => void; stay: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // Closed, not only gone: then the browser takes the focus back to where it was.
  const close = () => dialog.current?.close();
  return (
    <dialog ref={dialog} onClose={stay} aria-labelledby="unsaved" className="dialog">
      <h2 id="unsaved">Leave without saving?</h2>
      <p className="mt-2">What you changed on this page is not saved yet.</p>
      <p className="mt-5 flex flex-wrap gap-3">
        <button type="button" className="button" onClick={close}>
          Stay on this page
        </button>
        <button type="button" className="button button-bad" onClick={leave}>
          Leave without saving
        </button>
      </p>
    </dialog>
  );
}
