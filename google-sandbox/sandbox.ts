import { addAccount, type NewAccount, requireAccount, SEEDED_ACCOUNTS } from "./accounts.ts";
import { findListed } from "./calendar/access.ts";
import {
  addByHand,
  changeByHand,
  deleteByHand,
  leaveCalendar,
  rejoinCalendar,
} from "./calendar/by-hand.ts";
import { type CalendarsByHand, calendarsByHand } from "./calendar/calendars-by-hand.ts";
import type { JsonObject } from "./calendar/event-body.ts";
import { emptyTrash, eventsOf } from "./calendar/event-store.ts";
import { readCall } from "./call.ts";
import { googleEndpoints } from "./endpoints.ts";
import { type FaultControl, faultControl } from "./faults.ts";
import { type ApiCall, createGateway } from "./gateway.ts";
import type { RegisteredClient } from "./oauth/client.ts";
import {
  expireAccessTokens,
  issueAccessToken,
  issueRefreshToken,
  killTokens,
  recordConsent,
} from "./oauth/grants.ts";
import { normalizeScope } from "./oauth/scopes.ts";
import { rotateKey, withdrawOldKeys } from "./oauth/signing-keys.ts";
import { servePeople } from "./pages/people.ts";
import { type PeopleControl, peopleControl } from "./people-control.ts";
import {
  type Account,
  type Calendar,
  type EventResource,
  emptyState,
  type Mail,
  type SandboxState,
  type Store,
  type Subscription,
} from "./state.ts";

export type SandboxOptions = {
  /** Epoch milliseconds; the clock of this machine by default. */
  now?: () => number;
  /** A fresh string of at least 5 characters of [a-v0-9] at each call. */
  randomId?: () => string;
  /** What an earlier `snapshot()` returned. */
  state?: SandboxState;
  /** Who is there at first; three people by default. */
  accounts?: NewAccount[];
  clientId?: string;
  clientSecret?: string;
  /** The origin of the client's redirect URIs; any port of this machine by default. */
  redirectOrigin?: string;
  /** Called after each change of the state. */
  onChange?: () => void;
  sleep?: (ms: number) => Promise<void>;
};

export type GoogleSandbox = {
  /** Answers like all of Google's origins at once. Rejects where a reply gets lost. */
  fetch: (input: Request | URL | string, init?: RequestInit) => Promise<Response>;
  /** Everything it remembers, as JSON. Effects that are still to land late are not part of it. */
  snapshot: () => SandboxState;
  /** The same without a copy: it changes with every call, and nobody may write to it. */
  state: () => Readonly<SandboxState>;
  faults: FaultControl;
  /** Resolves when every effect that was to land late has landed. */
  settled: () => Promise<void>;
  accounts: () => Account[];
  addAccount: (account: NewAccount) => Account;
  calendars: (email: string) => Calendar[];
  /** The events of a calendar in order of creation, deleted ones included. */
  events: (email: string, calendarId?: string) => EventResource[];
  mails: () => Mail[];
  requests: () => ApiCall[];
  /** What a person does in the calendar by hand; the fields are those of the API. */
  byHand: {
    add: (email: string, calendarId: string, event: JsonObject) => EventResource;
    change: (
      email: string,
      calendarId: string,
      eventId: string,
      patch: JsonObject,
    ) => EventResource;
    delete: (email: string, calendarId: string, eventId: string) => void;
    emptyTrash: (email: string, calendarId?: string) => void;
    /** Takes a calendar off this account's list; what it returns brings it back. */
    leaveCalendar: (email: string, calendarId: string) => Subscription;
    rejoinCalendar: (left: Subscription) => void;
  } & CalendarsByHand;
  people: PeopleControl;
  project: {
    /** In testing, a refresh token that is issued from now on dies a week after its consent. */
    setTesting: (isInTesting: boolean) => void;
  };
  /** What signs id tokens. */
  keys: {
    /** From now on a new key signs; the old one stays published. */
    rotate: () => void;
    /** Publishes only the key that signs now. */
    withdrawOld: () => void;
  };
  /** Tokens for these scopes, as if the person had gone through the consent page. */
  tokensFor: (email: string, scopes: string[]) => { accessToken: string; refreshToken: string };
  killTokens: (email: string) => void;
  expireAccessTokens: (email: string) => void;
};

const DEFAULT_CLIENT_ID = "sandbox-client.apps.invalid";
const DEFAULT_CLIENT_SECRET = "sandbox-client-secret";

/** A stand-in for Google's OAuth 2.0 and Calendar v3 that keeps its whole state in memory. */
export function createGoogleSandbox(options: SandboxOptions = {}): GoogleSandbox {
  const store = openStore(options);
  const client: RegisteredClient = {
    id: options.clientId ?? DEFAULT_CLIENT_ID,
    secret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
    redirectOrigin:
      options.redirectOrigin === undefined ? null : new URL(options.redirectOrigin).origin,
  };
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  const gateway = createGateway(store, googleEndpoints(client), sleep);

  const answer = async (request: Request): Promise<Response> => {
    const call = await readCall(request);
    if (call instanceof Response) return call;
    return gateway.serve(call) ?? servePeople(store, call, client, gateway);
  };

  return {
    fetch: (input, init) => {
      const request = new Request(input, init);
      return unlessAborted(answer(request), init?.signal ?? request.signal);
    },
    snapshot: () => structuredClone(store.state),
    state: () => store.state,
    faults: faultControl(store),
    settled: gateway.settled,
    requests: gateway.requests,
    ...inspection(store),
    ...intervention(store),
  };
}

function openStore({ state, accounts, now, randomId, onChange }: SandboxOptions): Store {
  if (state !== undefined && state.version !== 1) {
    throw new Error("This Google sandbox state was written by another version.");
  }
  // An older state of this version may lack what was added to it since.
  const opened = { ...emptyState(), ...structuredClone(state) };
  for (const account of accounts ?? SEEDED_ACCOUNTS) addAccount(opened, account);
  return {
    state: opened,
    now: now ?? Date.now,
    randomId: randomId ?? randomBase32,
    changed: onChange ?? (() => undefined),
  };
}

function inspection(store: Store) {
  const { state } = store;
  return {
    accounts: () => structuredClone(state.accounts),
    calendars: (email: string) => {
      const account = requireAccount(store.state, email);
      const listed = state.subscriptions
        .filter((entry) => entry.email === account.email)
        .flatMap((entry) => state.calendars.filter(({ id }) => id === entry.calendarId));
      return structuredClone(listed);
    },
    events: (email: string, calendarId = "primary") => {
      const calendar = requireCalendar(store, email, calendarId);
      return structuredClone(eventsOf(store, calendar.id).map(({ resource }) => resource));
    },
    mails: () => structuredClone(state.mails),
  };
}

function intervention(store: Store) {
  return {
    addAccount: (account: NewAccount) => {
      const added = addAccount(store.state, account);
      store.changed();
      return structuredClone(added);
    },
    byHand: {
      add: (email: string, calendarId: string, event: JsonObject) =>
        addByHand(store, requireAccount(store.state, email), calendarId, event, "http://localhost"),
      change: (email: string, calendarId: string, eventId: string, patch: JsonObject) =>
        changeByHand(store, requireAccount(store.state, email), calendarId, eventId, patch),
      delete: (email: string, calendarId: string, eventId: string) =>
        deleteByHand(store, requireAccount(store.state, email), calendarId, eventId),
      emptyTrash: (email: string, calendarId = "primary") =>
        emptyTrash(store, requireCalendar(store, email, calendarId).id),
      leaveCalendar: (email: string, calendarId: string) =>
        leaveCalendar(store, requireAccount(store.state, email), calendarId),
      rejoinCalendar: (left: Subscription) => rejoinCalendar(store, left),
      ...calendarsByHand(store),
    },
    people: peopleControl(store),
    project: {
      setTesting: (isInTesting: boolean) => {
        store.state.isInTesting = isInTesting;
        store.changed();
      },
    },
    keys: { rotate: () => rotateKey(store), withdrawOld: () => withdrawOldKeys(store) },
    tokensFor: (email: string, scopes: string[]) => {
      const account = requireAccount(store.state, email);
      const granted = scopes.map(normalizeScope);
      recordConsent(store, account, granted, granted);
      return {
        accessToken: issueAccessToken(store, account.sub, granted),
        refreshToken: issueRefreshToken(store, account.sub, granted),
      };
    },
    killTokens: (email: string) => killTokens(store, requireAccount(store.state, email).sub),
    expireAccessTokens: (email: string) =>
      expireAccessTokens(store, requireAccount(store.state, email).sub),
  };
}

function requireCalendar(store: Store, email: string, calendarId: string): Calendar {
  const listed = findListed(store, requireAccount(store.state, email), calendarId);
  if (listed === null) throw new Error(`${email} has no calendar ${calendarId}.`);
  return listed.calendar;
}

// What was asked is done even when the one who asked has stopped waiting.
function unlessAborted(answer: Promise<Response>, signal: AbortSignal | null): Promise<Response> {
  if (signal === null || signal === undefined) return answer;
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    answer.then(resolve, reject);
  });
}

function randomBase32(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(26));
  return Array.from(bytes, (byte) => "0123456789abcdefghijklmnopqrstuv".charAt(byte % 32)).join("");
}
