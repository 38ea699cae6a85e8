// A host takes all bookings along, as a file that is written while they are read.
import { listBookingsToExport } from "#db/export.server.ts";
import type { BookingsFile, ExportedBooking } from "../domain/exported-booking.ts";
import type { AppContext } from "../load-context.server.ts";

/** 10,000 bookings take 20 queries; on the free plan an invocation has 50, and a page of them is 1 MB or less. */
const PAGE = 500;

/**
 * The file, read from D1 as fast as it is downloaded. Should D1 fail halfway the download fails too: a file that lacks
 * bookings must not look whole.
 * @throws when D1 fails with the first page, before anything is sent
 */
export async function exportBookings(
  context: Pick<AppContext, "db">,
  hostId: string,
  file: BookingsFile,
): Promise<ReadableStream<Uint8Array>> {
  const first = await listBookingsToExport(context.db, hostId, "", PAGE);
  return streamOf(partsOf(context, hostId, file, first));
}

async function* partsOf(
  { db }: Pick<AppContext, "db">,
  hostId: string,
  file: BookingsFile,
  first: ExportedBooking[],
): AsyncGenerator<string> {
  let page = first;
  yield file.head + page.map(file.entry).join(file.separator);
  for (let last = page.at(-1); page.length === PAGE && last; last = page.at(-1)) {
    page = await listBookingsToExport(db, hostId, last.booking.id, PAGE);
    yield page.map((exported) => file.separator + file.entry(exported)).join("");
  }
  yield file.tail;
}

function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
