import { listComingBookings } from "#db/bookings.server.ts";
import { listOtherConnections } from "#db/disconnecting.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { canChange } from "../../domain/booking.ts";
import type { AppContext } from "../../load-context.server.ts";
import { cancelledText, comingText, countComing, outOfReachText } from "./consequences.ts";

/** The connections that events can still be removed with. */
const REACHED = ["active", "disconnecting"];
/** So many coming bookings are counted. */
const MOST_COUNTED = 500;

/** Whose account it is, and what goes with it. */
export async function viewAccount({ db, env, now }: AppContext, host: Host) {
  const at = now();
  const [coming, connections] = await Promise.all([
    listComingBookings(db, host.id, at, MOST_COUNTED),
    listOtherConnections(db, host.id, null),
  ]);
  const counted = countComing(
    coming.filter(({ booking }) => canChange(booking, at)),
    at,
  );
  return {
    account: host.id,
    handle: host.handle,
    page: `${env.APP_ORIGIN}/${host.handle}`,
    googleAccounts: connections.map(({ email }) => email),
    outOfReach: outOfReachText(
      connections.filter(({ status }) => !REACHED.includes(status)).map(({ email }) => email),
    ),
    coming: comingText(counted, MOST_COUNTED),
    cancelled: cancelledText(counted),
  };
}
