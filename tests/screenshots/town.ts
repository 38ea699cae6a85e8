// A host as they come: long names, many event types, right-to-left and emoji, a day of forty slots; and guests.
import { type BuiltWorker, type SignedInHost, signIn } from "../built-worker.ts";
import { linksOf } from "../process/visitor.ts";
import { asIfReadFor } from "../read-form.ts";
import { fillIn, postFormOf } from "../served-form.ts";

const DAY_MS = 86_400_000;

/** Paths and dates of what is there. */
export interface SeededTown {
  host: string;
  emptyHost: string;
  /** "YYYY-MM", ahead of us, of which every working day is free. */
  month: string;
  sunday: string;
  /** Of a free slot, and of one that is taken. */
  start: string;
  taken: string;
  booking: string;
  cancelled: string;
  gone: string;
  signedIn: SignedInHost;
}

const QUESTIONS = [
  { kind: "text", id: "q1", label: "Which position do you apply for?", isRequired: true },
  { kind: "long_text", id: "q2", label: "What should we prepare?", isRequired: false },
  {
    ...{ kind: "choice", id: "q3", label: "Which language do you prefer?", isRequired: true },
    choices: ["Deutsch", "English", "العربية"],
  },
];

const BIO = `I help small teams ship calm software: architecture reviews, hiring, and the odd rescue 🚑.
Choose whatever fits; if nothing does, write to me.`;

const EVENT_TYPES: Record<string, unknown>[] = [
  {
    slug: "quick",
    title: "Quick question ☕",
    color: "teal",
    duration_minutes: 15,
    slot_step_minutes: 15,
    description: "Fifteen minutes about anything.",
  },
  {
    slug: "interview",
    title: "Job interview",
    color: "purple",
    other_durations: [45, 60, 90],
    questions: QUESTIONS,
    location_kind: "guest_phone",
    description: "A first talk about you, us and what we would do together.\nNo riddles.",
  },
  {
    slug: "long",
    title:
      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft: quarterly review of everything that happened",
    color: "orange",
    duration_minutes: 90,
    location_kind: "in_person",
    location_detail: "Spittelauer Lände 45\n1090 Wien",
    description:
      "Everybody at one table, with the figures of the last three months and the plans for the next. ".repeat(
        4,
      ),
  },
  {
    slug: "arabic",
    title: "استشارة لمدة نصف ساعة مع الفريق",
    color: "green",
    description: "نتحدث عن مشروعك وعن الخطوات القادمة. يرجى إرسال الأسئلة مسبقًا.",
  },
  {
    slug: "call",
    title: "Call me",
    color: "red",
    location_kind: "phone",
    location_detail: "+43 1 234 5678",
  },
  {
    slug: "stand-up",
    title: "Stand-up 🧍🏽‍♀️🧍🏿",
    color: "yellow",
    duration_minutes: 20,
    location_kind: "link",
    location_detail: "https://meet.example.org/stand-up",
  },
  {
    slug: "pair",
    title: "Pair programming",
    color: "pink",
    duration_minutes: 120,
    description: "Bring a problem and a laptop.",
  },
];

/** Fills an empty Worker. */
export async function seedTown(worker: BuiltWorker): Promise<SeededTown> {
  const signedIn = await signIn(worker, "anneliese.wolkenstein@example.com");
  await describeHost(worker, signedIn.id);
  const empty = await signIn(worker, "nobody.free@example.com");
  await worker.d1.batch([
    worker.d1.prepare("UPDATE users SET name = 'Li 小明' WHERE id = ?").bind(empty.id),
    worker.d1.prepare("UPDATE schedules SET weekly_hours = '[]' WHERE host_id = ?").bind(empty.id),
    worker.d1.prepare("UPDATE event_types SET is_listed = 0 WHERE host_id = ?").bind(empty.id),
  ]);
  const host = signedIn.path;
  const month = new Date(Date.now() + 32 * DAY_MS).toISOString().slice(0, 7);
  const slots = await slotsOf(worker, `${host}/quick?month=${month}&tz=Europe/Berlin`);
  const [taken = "", cancelledStart = ""] = slots;
  // Also a start of event types that begin at half hours only.
  const start = slots.findLast((slot) => slot.endsWith(":00:00Z")) ?? "";
  const booking = await book(worker, host, taken);
  const cancelled = await book(worker, host, cancelledStart);
  await cancel(worker, cancelled);
  return {
    ...{ host, emptyHost: empty.path, month, start, taken, booking, cancelled, signedIn },
    sunday: sundayIn(month),
    gone: booking.replace(/\/[0-9a-f]{32}\//, `/${"0".repeat(32)}/`),
  };
}

async function describeHost({ d1 }: BuiltWorker, id: string): Promise<void> {
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinutes: 540, toMinutes: 1140 }));
  const name = "Dr. Anneliese Wolkenstein-Trautmannsdorff";
  await d1.batch([
    d1.prepare("UPDATE users SET name = ?, bio = ? WHERE id = ?").bind(name, BIO, id),
    d1
      .prepare("UPDATE schedules SET weekly_hours = ? WHERE host_id = ?")
      .bind(JSON.stringify(hours), id),
    ...EVENT_TYPES.map((columns, position) => {
      const own = { id: `type${position}`, position: position + 1, ...columns };
      const names = Object.keys(own);
      const values = Object.values(own).map((value) =>
        typeof value === "object" ? JSON.stringify(value) : value,
      );
      const rest = [
        "schedule_id",
        "duration_minutes",
        "minimum_notice_minutes",
        "booking_window_days",
        "slot_step_minutes",
        "location_kind",
      ].filter((column) => !names.includes(column));
      return d1
        .prepare(`INSERT INTO event_types (host_id, ${[...names, ...rest].join(", ")})
          SELECT host_id, ${[...names.map(() => "?"), ...rest].join(", ")} FROM event_types WHERE host_id = ? AND slug = '30-minute-meeting'`)
        .bind(...values, id);
    }),
  ]);
}

/** When the slots of a page start. */
async function slotsOf({ origin }: BuiltWorker, path: string): Promise<string[]> {
  const html = await (await fetch(origin + path)).text();
  return linksOf(html, "/book?").map(
    (link) => new URL(link, origin).searchParams.get("start") ?? "",
  );
}

async function book({ origin }: BuiltWorker, host: string, start: string): Promise<string> {
  const url = `${origin}${host}/quick/book?start=${start}&tz=Asia/Tokyo`;
  const form = postFormOf(await (await fetch(url)).text(), url);
  const typed = {
    name: "Bartholomew Featherstonehaugh-Cholmondeley 🎩",
    email: "bartholomew.featherstonehaugh-cholmondeley@a-rather-long-domain.example.org",
    notes: "About the figures of last week:\nwhy do they fall on Tuesdays?",
  };
  const fields = await asIfReadFor(
    60_000,
    Object.fromEntries(new URLSearchParams(fillIn(form, typed))),
  );
  const answer = await fetch(form.action, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(fields),
  });
  if (answer.status !== 303) throw new Error(`a booking was answered with ${answer.status}`);
  return answer.headers.get("Location") ?? "";
}

async function cancel({ origin }: BuiltWorker, booking: string): Promise<void> {
  const url = `${origin}${booking}/cancel`;
  const form = postFormOf(await (await fetch(url)).text(), url);
  const body = new URLSearchParams(
    fillIn(form, { reason: "The train stands still in a snowdrift ❄️" }),
  );
  await fetch(form.action, { method: "POST", redirect: "manual", body });
}

function sundayIn(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  const day = 1 + ((7 - first.getUTCDay()) % 7);
  return `${month}-${String(day).padStart(2, "0")}`;
}
