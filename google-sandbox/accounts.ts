// The sandbox of Google's OAuth and Calendar: what it remembers, how it is reached, how it fails.
// Nothing of Slotkeeper belongs here: the sandbox knows Google's contract and no application.

import { stableHash } from "./stable-hash.ts";
import type { AccessRole, Account, SandboxState } from "./state.ts";

export type NewAccount = {
  email: string;
  name: string;
  timeZone?: string;
  emailVerified?: boolean;
  /** Calendars beside the three that every account gets. */
  calendars?: NewCalendar[];
};

export type NewCalendar = {
  id: string;
  summary: string;
  timeZone?: string;
  accessRole?: AccessRole;
  conferenceTypes?: string[];
};

export const SEEDED_ACCOUNTS: NewAccount[] = [
  { email: "ada@example.com", name: "Ada Lovelace", timeZone: "Europe/Berlin" },
  { email: "grace@example.com", name: "Grace Hopper", timeZone: "America/New_York" },
  { email: "alan@example.com", name: "Alan Turing", timeZone: "Europe/London" },
];

const HOLIDAYS_ID = "en.german#holiday@group.v.calendar.google.com";
const COLOURS = ["#1a73e8", "#0b8043", "#8e24aa", "#d81b60", "#e67c00", "#616161"];

/** Adds a person with a primary, a family and a holiday calendar; an existing one is returned. */
export function addAccount(state: SandboxState, fresh: NewAccount): Account {
  const email = fresh.email.trim().toLowerCase();
  const existing = findAccount(state, email);
  if (existing !== null) return existing;

  const account: Account = {
    sub: subFor(email),
    email,
    name: fresh.name.trim(),
    emailVerified: fresh.emailVerified ?? true,
    timeZone: fresh.timeZone ?? "Europe/Berlin",
  };
  state.accounts.push(account);
  addCalendar(state, account, { id: email, summary: email });
  addCalendar(state, account, { id: familyId(account), summary: "Family" });
  addCalendar(state, account, {
    id: HOLIDAYS_ID,
    summary: "Holidays in Germany",
    accessRole: "reader",
    conferenceTypes: [],
  });
  for (const calendar of fresh.calendars ?? []) addCalendar(state, account, calendar);
  return account;
}

/** Puts a calendar on an account's list, making the calendar when nobody has it yet. */
export function addCalendar(state: SandboxState, account: Account, fresh: NewCalendar): void {
  const accessRole = fresh.accessRole ?? "owner";
  if (!state.calendars.some((calendar) => calendar.id === fresh.id)) {
    state.calendars.push({
      id: fresh.id,
      summary: fresh.summary,
      timeZone: fresh.timeZone ?? account.timeZone,
      isPublic: fresh.id.includes("#holiday@"),
      dataOwner: accessRole === "owner" ? account.email : null,
      conferenceTypes: fresh.conferenceTypes ?? ["hangoutsMeet"],
    });
  }
  const own = state.subscriptions.filter((entry) => entry.email === account.email);
  if (own.some((entry) => entry.calendarId === fresh.id)) return;
  state.subscriptions.push({
    email: account.email,
    calendarId: fresh.id,
    accessRole,
    isPrimary: fresh.id === account.email,
    colour: COLOURS[own.length % COLOURS.length] ?? "#1a73e8",
  });
}

/** The account with this address, in any spelling of upper and lower case. */
export function findAccount(state: SandboxState, email: string): Account | null {
  const wanted = email.trim().toLowerCase();
  return state.accounts.find((account) => account.email === wanted) ?? null;
}

/** The same; that there is none is the caller's mistake. */
export function requireAccount(state: SandboxState, email: string): Account {
  const account = findAccount(state, email);
  if (account === null) throw new Error(`The Google sandbox has no account ${email}.`);
  return account;
}

export function findAccountBySub(state: SandboxState, sub: string): Account | null {
  return state.accounts.find((account) => account.sub === sub) ?? null;
}

/** The same, unless the account is disabled. */
export function findUsableAccount(state: SandboxState, sub: string): Account | null {
  const account = findAccountBySub(state, sub);
  return account?.isDisabled === true ? null : account;
}

/** True for what the sandbox accepts as an e-mail address. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+$/.test(text);
}

function familyId(account: Account): string {
  return `family${account.sub.slice(1)}@group.calendar.google.com`;
}

// Derived from the address, so that an account made anew after its state was deleted is still
// the person that an application has stored.
function subFor(email: string): string {
  let digits = "1";
  for (const salt of ["a", "b", "c"]) {
    digits += String(stableHash(salt + email) % 10_000_000).padStart(7, "0");
  }
  return digits.slice(0, 21);
}
