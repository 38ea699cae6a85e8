import { requireAccount } from "./accounts.ts";
import { grantedScopes, narrowGrant, revokeGrant } from "./oauth/grants.ts";
import { normalizeScope } from "./oauth/scopes.ts";
import type { Store } from "./state.ts";

/** What a person, or Google for them, does to what was allowed: the application is not told. */
export type PeopleControl = {
  /** "Remove access" on the account's own pages: every token dies, and nothing stays allowed. */
  revoke: (email: string) => void;
  /** Takes some scopes back, from live access tokens as from all later ones. */
  takeBack: (email: string, scopes: string[]) => void;
  disable: (email: string) => void;
  enable: (email: string) => void;
  /** What is allowed at the moment. */
  granted: (email: string) => string[];
};

/** The people of a store, as they act at Google. */
export function peopleControl(store: Store): PeopleControl {
  const setDisabled = (email: string, isDisabled: boolean) => {
    requireAccount(store.state, email).isDisabled = isDisabled;
    store.changed();
  };
  return {
    revoke: (email) => revokeGrant(store, requireAccount(store.state, email).sub),
    takeBack: (email, scopes) =>
      narrowGrant(store, requireAccount(store.state, email).sub, scopes.map(normalizeScope)),
    disable: (email) => setDisabled(email, true),
    enable: (email) => setDisabled(email, false),
    granted: (email) => [...grantedScopes(store, requireAccount(store.state, email))],
  };
}
