// What the page of the calendar connection shows, read from D1 after Google was asked for the list of calendars.
import { countComingIn } from "#db/bulk-revisions.server.ts";
import { type CalendarConnection, findConnection } from "#db/calendar-connections.server.ts";
import { type ConnectedCalendar, findCalendar, listCalendarsOf } from "#db/calendars.server.ts";
import { countComingEvents, countWaitingForReconnect } from "#db/connection-bookings.server.ts";
import { countWorkLeft } from "#db/disconnecting.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { findLastSyncedIn, summariseUnsettled } from "#db/sync-overview.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { inBackground } from "../../log.server.ts";
import { behindText, onTheWayText } from "../../ui/behind-text.ts";
import { atMoment, formatMoment } from "../../ui/moment-text.ts";
import { isRefusingAll } from "../../use-cases/calendar-reach.server.ts";
import { finishWhenReady, LONGEST_LEAVING_MS } from "../../use-cases/disconnect-calendar.server.ts";
import { refreshCalendarList } from "../../use-cases/refresh-calendar-list.server.ts";
import { type ListAnswer, listAnswer } from "./list-answer.ts";
import {
  type Listing,
  type Returned,
  type SettingsState,
  settingsState,
} from "./settings-state.ts";

export type CalendarOption = Pick<
  ConnectedCalendar,
  "calendarId" | "name" | "color" | "isPrimary" | "accessRole" | "blocksSlots"
>;

export interface Panel {
  state: SettingsState;
  connectionId: string | null;
  destinationId: string | null;
  /** What the host can choose among, as listed last. */
  calendars: CalendarOption[];
  /** The bookings that the state touches, counted up to 100: those that wait for this account, or are in the lost
   * calendar, or whose events are still to be removed. */
  touched: number;
  /** Of a connection that has ended: coming bookings that belong in its calendars, counted up to 100. */
  comingEvents: number;
  /** Texts; null where there is nothing to tell. */
  lastSynced: string | null;
  behind: string | null;
  onTheWay: string | null;
  listed: string | null;
  until: string | null;
  /** The host wants no bookings while busy times are unknown, and they are until the account is connected again. */
  isRefusingAll: boolean;
  /** What came of loading the list of calendars again, for whoever asked for it. */
  listAnswer: ListAnswer | null;
}

/** Without JavaScript nothing could replace a page that waits, so a document is always whole. */
export type ShownPanel =
  | { kind: "here"; panel: Panel }
  | { kind: "coming"; account: string; panel: Promise<Panel> };

const DOCUMENT_WAIT_MS = 2_000;
/** What was just written here is on its way for a moment: that is no trouble yet. */
const WORTH_TELLING_MS = 10_000;
/** Remix gives up on a promise after five seconds. */
const NAVIGATION_WAIT_MS = 4_000;

/** The panel of the host's connection; while Google is asked, only the promise of it where the page can wait. */
export async function loadPanel(
  request: Request,
  context: AppContext,
  host: Host,
  returned: Returned,
): Promise<ShownPanel> {
  const connection = await findCurrent(context, host);
  if (connection?.status === "disconnecting") {
    // Whoever watches need not wait for cron.
    inBackground(context, "disconnect", finishWhenReady(context, connection));
  }
  if (connection?.status !== "active") {
    return { kind: "here", panel: await viewPanel(context, host, "notAsked", returned) };
  }
  const isAgain = new URL(request.url).searchParams.get("list") === "again";
  const ask = (ms: number) =>
    isAgain
      ? askAgain(context, host, connection, ms, returned)
      : askOnce(context, host, connection, ms, returned);
  if (isDocument(request)) return { kind: "here", panel: await ask(DOCUMENT_WAIT_MS) };
  return { kind: "coming", account: connection.email, panel: ask(NAVIGATION_WAIT_MS) };
}

async function askOnce(
  context: AppContext,
  host: Host,
  connection: CalendarConnection,
  ms: number,
  returned: Returned,
): Promise<Panel> {
  return viewPanel(context, host, await askForList(context, connection, ms), returned);
}

/** A visit asks for the list by itself; who presses the button wants to read that something happened. */
async function askAgain(
  context: AppContext,
  host: Host,
  connection: CalendarConnection,
  ms: number,
  returned: Returned,
): Promise<Panel> {
  const before = await listCalendarsOf(context.db, host.id, connection.id);
  const listing = await askForList(context, connection, ms);
  const panel = await viewPanel(context, host, listing, returned);
  const now = context.now();
  const asOf = formatMoment(now, host.timeZone, now);
  return { ...panel, listAnswer: listAnswer({ listing, before, after: panel.calendars, asOf }) };
}

/** Browsers that do not say what a request is for get a whole page. */
function isDocument(request: Request): boolean {
  return request.headers.get("Sec-Fetch-Dest") !== "empty";
}

/** The connection that the host's bookings go to, or went to last. */
async function findCurrent(context: AppContext, host: Host): Promise<CalendarConnection | null> {
  const id = host.googleCalendarConnectionId;
  return id ? findConnection(context.db, host.id, id) : null;
}

/** What comes too late is stored all the same, for the next time. */
async function askForList(
  context: AppContext,
  { hostId, id: connectionId }: CalendarConnection,
  ms: number,
): Promise<Listing> {
  const asking = refreshCalendarList(context, { hostId, connectionId });
  inBackground(context, "list_calendars", asking);
  const tooLate = new Promise<{ kind: "unavailable" }>((resolve) => {
    setTimeout(() => resolve({ kind: "unavailable" }), ms);
  });
  return (await Promise.race([asking, tooLate])).kind;
}

async function viewPanel(
  context: AppContext,
  host: Host,
  listing: Listing,
  returned: Returned,
): Promise<Panel> {
  const { db } = context;
  const now = context.now();
  // Read after Google was asked: its answer may have ended the connection.
  const connection = await findCurrent(context, host);
  const connectionId = connection?.id ?? null;
  const destinationId = host.googleCalendarId;
  const [destination, calendars, behind, onTheWay, syncedAt] = await Promise.all([
    connectionId && destinationId ? findCalendar(db, host.id, connectionId, destinationId) : null,
    connection?.status === "active" ? listCalendarsOf(db, host.id, connection.id) : [],
    summariseUnsettled(db, host.id, now - WORTH_TELLING_MS),
    summariseUnsettled(db, host.id, now),
    connection ? findLastSyncedIn(db, connection, now) : null,
  ]);
  const state = settingsState({ connection, destination, listing, behind, returned });
  const zone = host.timeZone;
  const at = (moment: number) => atMoment(moment, zone, now);
  const listedAt = destination?.listedAt ?? null;
  const counts = connection && (await countTouched(context, host, connection, state));
  return {
    ...{ state, connectionId, destinationId, calendars: calendars.map(toOption) },
    ...(counts ?? NOTHING_TOUCHED),
    lastSynced: syncedAt === null ? null : at(syncedAt),
    behind: behind && behindText(behind, zone, now),
    onTheWay: onTheWay && onTheWayText(onTheWay),
    listed: listedAt === null ? null : at(listedAt),
    until: state.kind === "disconnecting" ? at(state.sinceAt + LONGEST_LEAVING_MS) : null,
    isRefusingAll: await isRefusingAll(context, host),
    listAnswer: null,
  };
}

function toOption(calendar: ConnectedCalendar): CalendarOption {
  const { calendarId, name, color, isPrimary, accessRole, blocksSlots } = calendar;
  return { calendarId, name, color, isPrimary, accessRole, blocksSlots };
}

type Counts = Pick<Panel, "touched" | "comingEvents">;

const NOTHING_TOUCHED: Counts = { touched: 0, comingEvents: 0 };

async function countTouched(
  { db, now }: AppContext,
  host: Host,
  connection: CalendarConnection,
  { kind }: SettingsState,
): Promise<Counts> {
  switch (kind) {
    case "destinationLost": {
      const lost = { connectionId: connection.id, calendarId: host.googleCalendarId ?? "" };
      return { ...NOTHING_TOUCHED, touched: await countComingIn(db, host.id, lost, now()) };
    }
    case "needsReconnect":
    case "missingPermission":
    case "blocked":
      return { ...NOTHING_TOUCHED, touched: await countWaitingForReconnect(db, connection) };
    case "disconnecting":
      return { ...NOTHING_TOUCHED, touched: await countWorkLeft(db, connection, now()) };
    case "disconnected":
      return {
        touched: await countWaitingForReconnect(db, connection),
        comingEvents: await countComingEvents(db, connection, now()),
      };
    default:
      return NOTHING_TOUCHED;
  }
}
