import type { Call, EndpointName } from "../call.ts";
import { MEET_EFFECTS, takeFault } from "../faults.ts";
import { stableHash } from "../stable-hash.ts";
import type { Calendar, ConferenceData, Store, StoredEvent } from "../state.ts";
import { nextEtag } from "../state.ts";
import { CalendarError, invalid } from "./errors.ts";

type CreateRequest = { requestId: string; type: string };

/** What a write wants done about an event's conference. */
export type ConferenceWish =
  | { kind: "keep" }
  | { kind: "remove" }
  | { kind: "create"; conference: ConferenceData; due: StoredEvent["conferenceDue"] };

/** The conference part of a write: all of it is ignored unless conferenceDataVersion is 1. */
export type ConferenceInput = {
  version: number;
  /** The field of the request body; undefined when it is not there. */
  wanted: unknown;
  current: ConferenceData | null;
  /** PUT takes a missing field as a wish to remove. */
  isWholeEvent: boolean;
};

/** Decides about a conference, before anything is written. */
export function planConference(
  store: Store,
  call: Call,
  endpoint: EndpointName,
  calendar: Calendar,
  { version, wanted, current, isWholeEvent }: ConferenceInput,
): ConferenceWish {
  if (version !== 1) return { kind: "keep" };
  if (wanted === null) return { kind: "remove" };
  if (wanted === undefined) return { kind: isWholeEvent ? "remove" : "keep" };

  const request = createRequestIn(wanted);
  if (request === null) {
    const id = (wanted as ConferenceData).conferenceId;
    if (current !== null && id === current.conferenceId) return { kind: "keep" };
    throw invalid("Invalid conference data: use createRequest.");
  }
  // Google ignores a request it has seen before, so that a retry makes no second meeting.
  if (current?.createRequest?.requestId === request.requestId) return { kind: "keep" };

  const fault = takeFault(store, call, endpoint, MEET_EFFECTS);
  const isAllowed =
    calendar.conferenceTypes.includes(request.type) && fault?.effect !== "meet-not-allowed";
  if (!isAllowed) throw invalid("Invalid conference type value.");
  const outcome = fault?.effect === "meet-failure" ? "failure" : "success";
  if (fault?.effect === "meet-pending") {
    return {
      kind: "create",
      conference: conferenceOf(request, "pending"),
      due: { at: store.now() + fault.delayMs, outcome: "success" },
    };
  }
  return { kind: "create", conference: finished(store, request, outcome), due: null };
}

/** Carries out what was planned. The caller gives the event its new etag. */
export function applyConference(event: StoredEvent, wish: ConferenceWish): void {
  if (wish.kind === "keep") return;
  const { conferenceData: _data, hangoutLink: _link, ...rest } = event.resource;
  event.conferenceDue = wish.kind === "create" ? wish.due : null;
  event.resource =
    wish.kind === "create" ? { ...rest, ...conferenceFields(wish.conference) } : rest;
}

/** Finishes a pending conference once its time has come; the event gets a new etag by it. */
export function settleConference(store: Store, event: StoredEvent): void {
  const due = event.conferenceDue;
  const request = event.resource.conferenceData?.createRequest;
  if (due === null || request === undefined || due.at > store.now()) return;
  const { requestId, conferenceSolutionKey } = request;
  const conference = finished(store, { requestId, type: conferenceSolutionKey.type }, due.outcome);
  event.conferenceDue = null;
  event.resource = {
    ...event.resource,
    ...conferenceFields(conference),
    etag: nextEtag(store),
    updated: new Date(store.now()).toISOString(),
  };
  store.changed();
}

function createRequestIn(wanted: unknown): CreateRequest | null {
  if (typeof wanted !== "object" || wanted === null) throw invalid("Invalid conference data.");
  const request = (wanted as { createRequest?: unknown }).createRequest;
  if (request === undefined || request === null) return null;
  const { requestId, conferenceSolutionKey } = request as {
    requestId?: unknown;
    conferenceSolutionKey?: { type?: unknown };
  };
  if (typeof requestId !== "string" || requestId === "") {
    throw new CalendarError(400, "required", { message: "Missing conference request id." });
  }
  const type = conferenceSolutionKey?.type;
  if (typeof type !== "string") throw invalid("Invalid conference type value.");
  return { requestId, type };
}

function conferenceOf(
  { requestId, type }: CreateRequest,
  statusCode: "pending" | "success" | "failure",
): ConferenceData {
  return {
    createRequest: { requestId, conferenceSolutionKey: { type }, status: { statusCode } },
  };
}

function finished(
  store: Store,
  request: CreateRequest,
  outcome: "success" | "failure",
): ConferenceData {
  const conference = conferenceOf(request, outcome);
  if (outcome === "failure") return conference;
  const code = meetCode(store.randomId());
  return {
    ...conference,
    entryPoints: [
      {
        entryPointType: "video",
        uri: `https://meet.google.com/${code}`,
        label: `meet.google.com/${code}`,
      },
    ],
    conferenceSolution: { key: { type: request.type }, name: "Google Meet" },
    conferenceId: code,
  };
}

function conferenceFields(conference: ConferenceData) {
  const link = conference.entryPoints?.[0]?.uri;
  return { conferenceData: conference, ...(link === undefined ? {} : { hangoutLink: link }) };
}

// Ten letters in the grouping that Meet uses: abc-defg-hij.
function meetCode(seed: string): string {
  const letters = Array.from({ length: 10 }, (_, index) =>
    String.fromCharCode(97 + (stableHash(`${index}${seed}`) % 26)),
  ).join("");
  return `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}`;
}
