// Whom the fuzzed requests are about: two hosts with pages and bookings, a third one who is signed in, and the forms that
// their pages serve.
import { type BuiltWorker, type SignedInHost, signIn, startBuiltWorker } from "../built-worker.ts";
import { linksOf } from "../process/visitor.ts";
import { fillIn, postFormOf, type ServedForm } from "../served-form.ts";
import { addKind, KINDS } from "../storm/town.ts";
import { createHostCrawler, type HostArea, type Ids, readIds } from "./host-area.ts";
import { createWriteCounter, type WriteCounter } from "./write-counter.ts";

/** A form that comes back sooner was filled in by a robot. */
const TYPING_MS = 2_500;
const FORMS_OF_EACH = 8;
const USES_OF_A_FORM = 300;
const USES_OF_A_CRAWL = 60;
const BOOKINGS = 4;
/** Stands in the notes of every booking: no page shows it to whoever has not its link. */
export const SECRET_NOTES = "only for whoever has the link";

export const FORMS = ["book", "move", "edit", "cancel"] as const;
export type FormName = (typeof FORMS)[number];

export interface PooledForm {
  form: ServedForm;
  /** What a guest would send. */
  fields: Record<string, string>;
  servedAt: number;
  usesLeft: number;
}

/** `/booking/<host>/<booking>/<capability>` */
export type BookingPath = string;

export interface Town {
  worker: BuiltWorker;
  writes: WriteCounter;
  /** Their page is what guests open. */
  ada: SignedInHost & { ids: Ids };
  /** Somebody else, whose bookings are none of Ada's guests'. */
  grace: SignedInHost;
  /** Ada's, which move, edit and cancel are about. */
  bookings: BookingPath[];
  foreign: BookingPath;
  take: (name: FormName) => Promise<PooledForm>;
  /** After a form was accepted: the booking at which it has arrived is put back as it was, or wiped if it is new. */
  restore: (location: string) => Promise<void>;
  /** The third host's own pages and their forms, with the cookie that opens them; crawled anew now and then. */
  hostArea: () => Promise<HostArea>;
  /** Nobody is signed in any more, or their pages have changed. */
  forgetHostArea: () => void;
  stop: () => Promise<void>;
}

export async function createFuzzTown(): Promise<Town> {
  const worker = await startBuiltWorker();
  const ada = await signIn(worker, "ada.fuzz@example.com");
  const grace = await signIn(worker, "grace.fuzz@example.com");
  for (const host of [ada, grace]) {
    for (const kind of KINDS) await addKind(worker.d1, host.id, kind);
  }
  const guests = createGuests(worker);
  const foreign = await guests.book(grace.path);
  const bookings = await Promise.all(Array.from({ length: BOOKINGS }, () => guests.book(ada.path)));
  const pools = new Map<FormName, PooledForm[]>();
  const open = async (name: FormName) =>
    pooled(
      name === "book"
        ? await guests.openBookForm(ada.path)
        : await guests.openChangeForm(bookings[next(bookings.length)] ?? "", name),
      name,
    );
  for (const name of FORMS)
    pools.set(name, await Promise.all(Array.from({ length: FORMS_OF_EACH }, () => open(name))));
  const fixtures = new Map<BookingPath, StoredBooking>();
  for (const path of bookings) fixtures.set(path, await readBooking(worker.d1, path));
  const writes = await createWriteCounter(worker.d1);

  const crawlHostArea = createHostCrawler(worker, (path) => guests.book(path, ""));
  const crawl = async () => {
    const area = { ...(await crawlHostArea()), usesLeft: USES_OF_A_CRAWL };
    // Signing in writes, which is nobody else's doing.
    await writes.sinceLast();
    return area;
  };
  let hostArea: Awaited<ReturnType<typeof crawl>> | null = null;

  const take = async (name: FormName): Promise<PooledForm> => {
    const pool = pools.get(name) ?? [];
    for (const used of pool.filter(({ usesLeft }) => usesLeft === 0)) drop(pool, used);
    while (pool.length < FORMS_OF_EACH) pool.push(await open(name));
    const taken = pool.find(isTyped) ?? (pool[0] as PooledForm);
    await untilTyped(taken);
    taken.usesLeft -= 1;
    // Each has its turn, so that all of them age.
    drop(pool, taken);
    pool.push(taken);
    return taken;
  };

  return {
    worker,
    writes,
    ada: { ...ada, ids: await readIds(worker.d1, ada.id) },
    grace,
    bookings,
    foreign,
    take,
    restore: async (location) => {
      const path = /^\/booking\/[^/]+\/[^/]+\/[^/?#]+/.exec(location)?.[0];
      if (path) await putBack(worker.d1, path, fixtures.get(path) ?? null);
    },
    hostArea: async () => {
      hostArea = hostArea && hostArea.usesLeft > 0 ? hostArea : await crawl();
      hostArea.usesLeft -= 1;
      return hostArea;
    },
    forgetHostArea: () => {
      hostArea = null;
    },
    stop: () => worker.stop(),
  };
}

function drop<T>(from: T[], what: T): void {
  const at = from.indexOf(what);
  if (at >= 0) from.splice(at, 1);
}

let turn = 0;
function next(count: number): number {
  turn += 1;
  return turn % count;
}

function pooled(form: ServedForm, name: FormName): PooledForm {
  const typed = name === "book" ? { notes: SECRET_NOTES } : {};
  const fields = fillIn(form, typed as Record<string, string>);
  return { form, fields, servedAt: Date.now(), usesLeft: USES_OF_A_FORM };
}

function isTyped({ servedAt }: PooledForm): boolean {
  return Date.now() >= servedAt + TYPING_MS;
}

async function untilTyped({ servedAt }: PooledForm): Promise<void> {
  const wait = servedAt + TYPING_MS - Date.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

type StoredBooking = Record<string, string | number | null>;

const BESIDES = ["calendar_events", "booking_history", "booking_syncs", "booking_requests"];

async function readBooking(d1: D1Database, path: BookingPath): Promise<StoredBooking> {
  const row = await d1
    .prepare("SELECT * FROM bookings WHERE id = ?")
    .bind(idOf(path))
    .first<StoredBooking>();
  if (!row) throw new Error(`there is no booking ${path}`);
  return row;
}

/** Deletes a booking, and stores it again as it was when its forms were served. */
async function putBack(
  d1: D1Database,
  path: BookingPath,
  stored: StoredBooking | null,
): Promise<void> {
  const id = idOf(path);
  const wipe = [
    ...BESIDES.map((name) => d1.prepare(`DELETE FROM ${name} WHERE booking_id = ?`).bind(id)),
    d1.prepare("DELETE FROM bookings WHERE id = ?").bind(id),
  ];
  if (!stored) {
    await d1.batch(wipe);
    return;
  }
  const columns = Object.keys(stored);
  const values = columns.map(() => "?").join(", ");
  const again = d1
    .prepare(`INSERT INTO bookings (${columns.join(", ")}) VALUES (${values})`)
    .bind(...Object.values(stored));
  // The trigger promises a sync, which nobody here would keep: no queue and no cron has heard of this one.
  const kept = d1.prepare(
    "UPDATE booking_syncs SET state = 'synced', synced_revision = desired_revision, due_at = NULL WHERE booking_id = ?",
  );
  await d1.batch([...wipe, again, kept.bind(id)]);
}

function idOf(path: BookingPath): string {
  return path.split("/")[3] ?? "";
}

/** What guests do through the pages. */
function createGuests({ origin }: BuiltWorker) {
  let guests = 0;

  const get = async (path: string) => {
    const url = origin + path;
    const answer = await fetch(url);
    return { html: await answer.text(), url };
  };
  /** A slot of some day far enough ahead, so that no two are the same for long. */
  const someSlot = async (path: string, holding: string): Promise<string> => {
    const { html } = await get(path);
    const days = linksOf(html, "day=");
    const day = days[next(Math.max(1, days.length))] ?? path;
    const slots = linksOf((await get(day)).html, holding);
    const slot = slots[next(Math.max(1, slots.length))];
    if (!slot) throw new Error(`no slot is offered at ${day}`);
    return slot;
  };
  const openBookForm = async (hostPath: string): Promise<ServedForm> => {
    const kind = KINDS[next(KINDS.length)]?.slug ?? "talk";
    const { html, url } = await get(await someSlot(`${hostPath}/${kind}`, "/book?"));
    return postFormOf(html, url);
  };
  const openChangeForm = async (path: BookingPath, name: FormName): Promise<ServedForm> => {
    const page = name === "move" ? await someSlot(`${path}/move`, "start=") : `${path}/${name}`;
    const { html, url } = await get(page);
    return postFormOf(html, url);
  };

  /** @returns the booking's page; null when it was refused */
  const send = async ({ form, fields }: PooledForm): Promise<BookingPath | null> => {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "CF-Connecting-IP": `10.1.0.${++guests % 256}` },
      redirect: "manual",
    });
    await answer.arrayBuffer();
    return answer.headers.get("Location");
  };

  return {
    openBookForm,
    openChangeForm,
    send,
    /** Books through a form of their own. @returns the booking's page */
    book: async (hostPath: string, notes = SECRET_NOTES): Promise<BookingPath> => {
      for (let tries = 0; tries < 5; tries++) {
        const form = pooled(await openBookForm(hostPath), "book");
        form.fields.notes = notes;
        await untilTyped(form);
        const location = await send(form);
        if (location) return location;
      }
      throw new Error("nobody could book");
    },
  };
}
