import { createContext, useContext } from "react";

/** The nonce of this page's scripts. By React context, not loader data, so that it is never serialised into the page. */
export const NonceContext = createContext<string | undefined>(undefined);

/** The nonce for a script of this page; undefined on pages without scripts. */
export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
