// The connection works: what it does, and what stands in the way just now.
import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import type { EndedAccount } from "./accounts.server.ts";
import type { CalendarOption, Panel } from "./panel.server.ts";
import { bookingCount, ListAgainForm, StateCard } from "./state-card.tsx";

interface Props {
  account: string;
  panel: Panel;
}

export function Connected({ account, panel, left }: Props & { left: EndedAccount[] }) {
  return (
    <StateCard tone="good" title="Connected">
      <p>{panel.onTheWay ?? "Bookings and calendar agree."}</p>
      <Left accounts={left} />
      <Facts account={account} panel={panel} />
      <ListAgainForm label="Load the list of calendars again" />
    </StateCard>
  );
}

/** What no account that is connected can bring into step. */
function Left({ accounts }: { accounts: EndedAccount[] }) {
  if (accounts.length === 0) return null;
  const waiting = accounts.filter((account) => account.waiting > 0).map(waitText);
  return (
    <p className="wrap-anywhere">
      That is without the bookings that belong in the calendar of a disconnected account: they are
      no longer followed. {waiting.join(" ")} See below.
    </p>
  );
}

function waitText({ account, waiting }: EndedAccount): string {
  return `${bookingCount(waiting)} ${waiting === 1 ? "waits" : "wait"} for ${account}.`;
}

export function Behind({ account, panel, left }: Props & { left: EndedAccount[] }) {
  return (
    <StateCard tone="warn" title="Connected, but behind">
      <p>
        {panel.behind} {behindAdvice(panel.state)}
      </p>
      <Left accounts={left} />
      <Facts account={account} panel={panel} />
      <p>
        <Link className="button" to="/sync">
          See what waits, and why
        </Link>
      </p>
      <ListAgainForm label="Load the list of calendars again" />
    </StateCard>
  );
}

function behindAdvice(state: Panel["state"]): string {
  const isOne = state.kind === "behind" && state.behind.count === 1;
  return isOne
    ? "It is tried again by itself, unless it needs a decision of yours."
    : "Most are tried again by themselves; some may need a decision of yours.";
}

export function GoogleUnavailable({ account, panel }: Props) {
  return (
    <StateCard tone="warn" title="Google is not available">
      <p>
        Google did not give us the list of your calendars. What you see here is what it said last
        {panel.listed ? `, ${panel.listed}` : ""}; you can still choose among them. Your page goes
        on taking bookings.
      </p>
      {panel.behind ? <p>{panel.behind}</p> : null}
      <Facts account={account} panel={panel} />
      <ListAgainForm label="Retry" look="" />
    </StateCard>
  );
}

export function Loading({ account }: { account: string }) {
  return (
    <StateCard tone="plain" title="Loading your calendars…">
      <p role="status" className="wrap-anywhere">
        <span
          aria-hidden="true"
          className="mr-2 inline-block size-4 rounded-full border-2 border-field border-t-transparent align-[-2px] motion-safe:animate-spin"
        />
        Asking Google for the calendars of <b>{account}</b>.
      </p>
    </StateCard>
  );
}

function Facts({ account, panel }: Props) {
  const { calendars, destinationId } = panel;
  const destination = calendars.find(({ calendarId }) => calendarId === destinationId);
  return (
    <dl className="grid gap-x-6 sm:grid-cols-[auto_1fr] sm:gap-y-1">
      <Fact name="Account">{account}</Fact>
      <Fact name="Destination calendar">{destination?.name ?? `a calendar of ${account}`}</Fact>
      <Fact name="Conflict calendars">
        {conflictNames(calendars.filter(({ blocksSlots }) => blocksSlots))}
      </Fact>
      <Fact name="We read">
        which calendars you have, and when the conflict calendars are busy; never what events are
        called
      </Fact>
      <Fact name="We write">the events of your bookings, in the destination calendar</Fact>
      <Fact name="Last successful sync">{panel.lastSynced ?? "none yet with this account"}</Fact>
    </dl>
  );
}

const MOST_NAMES = 5;

function conflictNames(calendars: CalendarOption[]): string {
  if (calendars.length === 0) return "none: only bookings take slots away";
  const names = calendars.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = calendars.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{name}</dt>
      <dd className="mb-1 wrap-anywhere sm:mb-0">{children}</dd>
    </>
  );
}
