// What the two downloads share: whose bookings, and how the file is called.
import type { Host } from "#db/hosts.server.ts";
import type { BookingsFile, ExportedHost } from "../../domain/exported-booking.ts";
import { privatePage } from "../../http/private-page.ts";
import type { AppContext } from "../../load-context.server.ts";
import { exportBookings } from "../../use-cases/export-bookings.server.ts";

/** The host as files name them. */
export function toExportedHost({ env }: AppContext, { name, email, handle }: Host): ExportedHost {
  return { name, email, page: `${env.APP_ORIGIN}/${handle}` };
}

/** The file as a download. */
export async function download(
  context: AppContext,
  hostId: string,
  file: BookingsFile,
  { type, ending }: { type: string; ending: string },
): Promise<Response> {
  const day = new Date(context.now()).toISOString().slice(0, 10);
  const name = `slotkeeper-bookings-${day}.${ending}`;
  return new Response(await exportBookings(context, hostId, file), {
    headers: {
      ...privatePage,
      "Content-Type": type,
      "Content-Disposition": `attachment; filename="${name}"`,
    },
  });
}
