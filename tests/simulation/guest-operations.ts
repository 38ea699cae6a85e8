// What guests do: they book, press twice, come at the same moment, and press again when nothing was answered.
import { bookingIdFor } from "#app/crypto/digest.server.ts";
import { bookSlot, type SlotRequest } from "#app/use-cases/book-slot.server.ts";
import type { Attempt, Story } from "./ledger.ts";
import type { Town } from "./town.ts";
import { KINDS, type Kind, type Resident } from "./world.ts";

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

interface Form {
  request: SlotRequest;
  story: Story;
  booking: Attempt;
  /** How often it was sent without being told no. */
  open: number;
}

export async function book(town: Town): Promise<void> {
  await submitUntilAnswered(town, await fillIn(town, ...whereAndWhen(town)));
}

/** The same form twice, at once or later. */
export async function submitTwice(town: Town): Promise<void> {
  const form = await fillIn(town, ...whereAndWhen(town));
  const { clock, random } = town;
  const gap = random.weighted({ none: 2, short: 2, long: 1 });
  const ms = { none: 0, short: random.between(1, 3 * SECOND_MS), long: random.between(1, HOUR_MS) };
  await Promise.all([
    submitUntilAnswered(town, form),
    clock.sleep(ms[gap]).then(() => submitUntilAnswered(town, form)),
  ]);
}

/** Two guests want the same time. */
export async function competeForSlot(town: Town): Promise<void> {
  const where = whereAndWhen(town);
  const forms = [await fillIn(town, ...where), await fillIn(town, ...where)];
  await Promise.all(forms.map((form) => submitUntilAnswered(town, form)));
}

function whereAndWhen(town: Town): [Resident, Kind, number] {
  const { random, residents, slotsOf } = town;
  const resident = random.pick(residents);
  const kind = random.pick(KINDS);
  return [resident, kind, random.pick(slotsOf(resident, kind))];
}

async function fillIn(
  { clock, random, ledger }: Town,
  resident: Resident,
  kind: Kind,
  startsAt: number,
): Promise<Form> {
  const number = ledger.stories.size + 1;
  const guest = {
    name: `Guest ${number}`,
    email: `guest${number}@example.org`,
    notes: random.chance(0.5) ? "" : `About <${number}> & more\nsecond line`,
    timeZone: random.pick(["Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata"]),
  };
  const formKey = `form ${number} ${random.next()}`;
  const id = await bookingIdFor(resident.hostId, formKey);
  const booking: Attempt = {
    at: clock.now(),
    what: "book",
    revision: 1,
    changes: {
      startsAt,
      status: "confirmed",
      title: kind.title,
      guestName: guest.name,
      notes: guest.notes,
      place: kind.place,
      inCalendar: true,
    },
    verdict: "unknown",
  };
  const story: Story = {
    key: { hostId: resident.hostId, id },
    email: guest.email,
    minutes: kind.minutes,
    location: kind.location,
    attempts: [booking],
    deeds: [],
    wasLiedAbout: false,
  };
  ledger.stories.set(id, story);
  const request = {
    ...{ hostId: resident.hostId, handle: resident.handle, eventTypeSlug: kind.slug },
    ...{ startsAt, durationMinutes: null, address: null, guest, formKey },
    filledIn: { phone: "", answers: {} },
  };
  return { request, story, booking, open: 0 };
}

const MOST_TRIES = 4;

/** "Press again, you will not be booked twice": most do. */
async function submitUntilAnswered(town: Town, form: Form): Promise<void> {
  const { clock, random } = town;
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    if (await submit(town, form)) return;
    if (random.chance(0.2)) return;
    await clock.sleep(random.between(SECOND_MS, random.chance(0.8) ? 60 * SECOND_MS : HOUR_MS));
  }
}

/** @returns whether there was an answer that settles it */
async function submit(town: Town, form: Form): Promise<boolean> {
  const { machine, tally, trace } = town;
  const { request, story, booking } = form;
  form.open += 1;
  if (booking.verdict === "refused") booking.verdict = "unknown";
  const served = await machine.serve("book", (context) => bookSlot(context, request));
  const outcome = served.kind === "answered" ? served.value.kind : served.kind;
  tally.count("outcome", `book: ${outcome}`);
  if (trace.isOn) {
    const at = new Date(request.startsAt).toISOString();
    trace.note("guest", `book ${at} of ${request.handle} (${story.key.id}) -> ${outcome}`);
  }
  if (outcome === "booked") {
    booking.verdict = "accepted";
    await town.afterwards(story);
    return true;
  }
  const refusals = ["taken", "notOffered", "calendarUnknown", "calendarOutOfReach"];
  if (!refusals.includes(outcome)) return false;
  form.open -= 1;
  // Whoever pressed several times may have been booked by a press that nobody answered.
  if (form.open === 0 && booking.verdict === "unknown") booking.verdict = "refused";
  return true;
}
