/** One person who can sign in. `sub` is the identity; the e-mail is only an address. */
export type Account = {
  sub: string;
  email: string;
  name: string;
  emailVerified: boolean;
  timeZone: string;
  /** Disabled at Google: none of its tokens works, and nobody can sign in with it. */
  isDisabled?: boolean;
};

export type AccessRole = "freeBusyReader" | "reader" | "writer" | "owner";

export type Calendar = {
  id: string;
  summary: string;
  timeZone: string;
  /** Anyone may read it, as a holiday calendar. */
  isPublic: boolean;
  dataOwner: string | null;
  conferenceTypes: string[];
};

/** A calendar in one account's list. */
export type Subscription = {
  email: string;
  calendarId: string;
  accessRole: AccessRole;
  isPrimary: boolean;
  colour: string;
  /** Left out of the list unless hidden ones are asked for; it can still be used. */
  isHidden?: boolean;
};

export type EventTime = { dateTime?: string; date?: string; timeZone?: string };

export type Attendee = {
  email: string;
  displayName?: string;
  responseStatus: string;
  organizer?: boolean;
  self?: boolean;
  optional?: boolean;
  resource?: boolean;
  comment?: string;
  additionalGuests?: number;
};

export type ConferenceData = {
  createRequest?: {
    requestId: string;
    conferenceSolutionKey: { type: string };
    status: { statusCode: "pending" | "success" | "failure" };
  };
  entryPoints?: { entryPointType: string; uri: string; label: string }[];
  conferenceSolution?: { key: { type: string }; name: string };
  conferenceId?: string;
};

/** An event in the shape in which the API shows it to the calendar's owner. */
export type EventResource = {
  kind: "calendar#event";
  etag: string;
  id: string;
  status: "confirmed" | "tentative" | "cancelled";
  htmlLink: string;
  created: string;
  updated: string;
  summary?: string;
  description?: string;
  location?: string;
  colorId?: string;
  creator: { email: string; displayName?: string; self?: boolean };
  organizer: { email: string; displayName?: string; self?: boolean };
  start: EventTime;
  end: EventTime;
  transparency?: string;
  visibility?: string;
  iCalUID: string;
  sequence: number;
  attendees?: Attendee[];
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> };
  hangoutLink?: string;
  conferenceData?: ConferenceData;
  guestsCanInviteOthers?: boolean;
  guestsCanModify?: boolean;
  guestsCanSeeOtherGuests?: boolean;
  reminders: { useDefault: boolean; overrides?: { method: string; minutes: number }[] };
  source?: { title: string; url: string };
  eventType: string;
};

export type StoredEvent = {
  resource: EventResource;
  /** The trash was emptied: the id stays taken, the event can no longer be read or restored. */
  isPurged: boolean;
  /** A Meet link that is still being made, and how that will end. */
  conferenceDue: { at: number; outcome: "success" | "failure" } | null;
};

export type AuthorizationCode = {
  sub: string;
  redirectUri: string;
  scopes: string[];
  codeChallenge: string | null;
  nonce: string | null;
  issuer: string;
  givesRefreshToken: boolean;
  expiresAt: number;
  isUsed: boolean;
};

export type AccessToken = { sub: string; scopes: string[]; expiresAt: number };
export type RefreshToken = { sub: string; scopes: string[]; expiresAt?: number };

/** What a person has allowed this project so far. */
export type Grant = { scopes: string[]; hasGivenRefreshToken: boolean };

export type SigningKey = { kid: string; privateJwk: JsonWebKey; publicJwk: JsonWebKey };

export type Mail = {
  at: number;
  kind: "invitation" | "update" | "cancellation";
  to: string;
  from: string;
  calendarId: string;
  eventId: string;
  summary: string;
  start: EventTime;
  end: EventTime;
  location?: string;
  /** The event's, when this was mailed: whoever made the event can tell what it is about. */
  extendedProperties?: EventResource["extendedProperties"];
  /** Of an update: what guests read of it that is now other than before. */
  changed?: ("time" | "place" | "title")[];
};

export type FaultEffect =
  | "refuse"
  | "slow"
  | "drop-reply"
  | "unreachable"
  | "late"
  | "cut-off"
  | "html-instead"
  | "wrong-types"
  | "leave-out"
  | "callback-error"
  | "id-token"
  | "meet-pending"
  | "meet-failure"
  | "meet-not-allowed";

export type IdTokenFlaw =
  | "wrong-audience"
  | "wrong-issuer"
  | "expired"
  | "issued-in-future"
  | "wrong-nonce"
  | "no-nonce"
  | "other-subject"
  | "email-not-verified"
  | "alg-none"
  | "hs256"
  | "unknown-key"
  | "bad-signature";

export type Fault = {
  id: string;
  match: { method?: string; path?: string; grantType?: string };
  effect: FaultEffect;
  status: number;
  reason: string | null;
  retryAfter: string | null;
  body: "json" | "html";
  /** What is left out of an answer. */
  field?: string;
  /** What is wrong with an id token. */
  flaw?: IdTokenFlaw;
  delayMs: number;
  /** How many more calls it meets; null means until it is cleared. */
  times: number | null;
};

/** Everything the sandbox remembers, as plain JSON. */
export type SandboxState = {
  version: 1;
  accounts: Account[];
  calendars: Calendar[];
  subscriptions: Subscription[];
  /** By calendar id, then event id, in order of creation. */
  events: Record<string, Record<string, StoredEvent>>;
  grants: Record<string, Grant>;
  codes: Record<string, AuthorizationCode>;
  accessTokens: Record<string, AccessToken>;
  /** In order of issue: the oldest one dies first. */
  refreshTokens: Record<string, RefreshToken>;
  signingKey: SigningKey | null;
  /** Keys that sign no more, and are still published. */
  retiredKeys: SigningKey[];
  /** The project is not published yet: consent to more than signing in ends after a week. */
  isInTesting: boolean;
  faults: Fault[];
  mails: Mail[];
  lastEtag: number;
};

/** The state together with the clock and the randomness that every change of it uses. */
export type Store = {
  readonly state: SandboxState;
  readonly now: () => number;
  readonly randomId: () => string;
  readonly changed: () => void;
};

/** A state with nobody in it. */
export function emptyState(): SandboxState {
  return {
    version: 1,
    accounts: [],
    calendars: [],
    subscriptions: [],
    events: {},
    grants: {},
    codes: {},
    accessTokens: {},
    refreshTokens: {},
    signingKey: null,
    retiredKeys: [],
    isInTesting: false,
    faults: [],
    mails: [],
    lastEtag: 0,
  };
}

/** Reads a record by a key that a caller chose, so that "constructor" finds nothing. */
export function lookUp<T>(record: Record<string, T>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}

/** The next etag: a quoted number that grows with each write, even within one millisecond. */
export function nextEtag(store: Store): string {
  store.state.lastEtag = Math.max(store.state.lastEtag + 2, store.now() * 2000);
  return `"${store.state.lastEtag}"`;
}
