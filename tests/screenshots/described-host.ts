// A host as they come: long names, many event types, right-to-left and emoji, a day of forty slots.
import type { BuiltWorker } from "../built-worker.ts";

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

/** Days off and a day with other hours, by the days until then. */
const OVERRIDES = [
  { from: 3, to: 4, ranges: [] },
  { from: 6, to: 6, ranges: [{ fromMinutes: 600, toMinutes: 720 }] },
];

/** Those before the month whose working days are all free. */
const overridesBefore = (month: string) =>
  OVERRIDES.filter(({ to }) => dayAfter(to).slice(0, 7) < month);

const dayAfter = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** What the address of the page ends with. */
export const HANDLE = "anneliese";

/** Of the n-th event type above. */
export function eventTypeId(position: number): string {
  return position.toString(16).padStart(32, "e");
}

/** Makes one of somebody who has just signed up. @param month "YYYY-MM", of which every working day stays free */
export async function describeHost({ d1 }: BuiltWorker, id: string, month: string): Promise<void> {
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinutes: 540, toMinutes: 1140 }));
  const name = "Dr. Anneliese Wolkenstein-Trautmannsdorff";
  await d1.batch([
    d1
      .prepare("UPDATE users SET name = ?, handle = ?, bio = ?, first_steps = NULL WHERE id = ?")
      .bind(name, HANDLE, BIO, id),
    d1
      .prepare("UPDATE schedules SET weekly_hours = ? WHERE host_id = ?")
      .bind(JSON.stringify(hours), id),
    ...overridesBefore(month).map(({ from, to, ranges }, n) =>
      d1
        .prepare(`INSERT INTO date_overrides (host_id, schedule_id, id, first_day, last_day, ranges)
          SELECT host_id, id, ?, ?, ?, ? FROM schedules WHERE host_id = ?`)
        .bind(`override${n}`, dayAfter(from), dayAfter(to), JSON.stringify(ranges), id),
    ),
    ...EVENT_TYPES.map((columns, position) => {
      const own = { id: eventTypeId(position), position: position + 1, ...columns };
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
