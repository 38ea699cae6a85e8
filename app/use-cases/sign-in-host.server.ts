import { notUnique } from "#db/database.server.ts";
import {
  createHost,
  findHostByGoogleSub,
  type Host,
  isHandleFree,
  updateProfile,
} from "#db/hosts.server.ts";
import type { GoogleProfile } from "../domain/google-profile.ts";
import { handleWithSuffix, proposeHandle } from "../domain/handle.ts";
import { defaultWeeklyHours } from "../domain/schedule.ts";
import { maySignUp } from "../domain/sign-up.ts";
import type { AppContext } from "../load-context.server.ts";

/** Names are shared by thousands: the first few are counted, the others told apart by chance. */
const COUNTED_HANDLES = 9;
const MOST_HANDLE_TRIES = 50;

interface SignedIn {
  kind: "signedIn";
  hostId: string;
  /** Just made: the host has seen nothing of it yet. */
  isNew: boolean;
}

export type HostSignIn =
  | SignedIn
  /** No host here, and SIGN_UP does not let them become one. */
  | { kind: "notInvited" }
  /** Their account is still being deleted; once it is, they can begin anew. */
  | { kind: "beingDeleted" };

/**
 * The host behind a Google account. At the first sign-in a page is made that works at once: a free handle, Monday to
 * Friday 9:00 to 17:00 and a meeting of 30 minutes.
 * @param timeZone of the browser, or the best guess
 */
export async function signInHost(
  context: Pick<AppContext, "env" | "db" | "now" | "newId">,
  profile: GoogleProfile,
  timeZone: string,
): Promise<HostSignIn> {
  const { env, db, now } = context;
  const known = await findHostByGoogleSub(db, profile.sub);
  if (known && known.deletingSinceAt !== null) return { kind: "beingDeleted" };
  if (known) {
    if (differs(known, profile)) await updateProfile(db, known.id, profile, now());
    return { kind: "signedIn", hostId: known.id, isNew: false };
  }
  if (!maySignUp(env.SIGN_UP, profile)) return { kind: "notInvited" };
  return createNewHost(context, profile, timeZone);
}

function differs(host: Host, { email, name, pictureUrl }: GoogleProfile): boolean {
  return host.email !== email || host.name !== name || host.pictureUrl !== pictureUrl;
}

async function createNewHost(
  context: Pick<AppContext, "db" | "now" | "newId">,
  { sub, email, name, pictureUrl }: GoogleProfile,
  timeZone: string,
): Promise<SignedIn> {
  const { db, now, newId } = context;
  const base = proposeHandle(name, email);
  const hostId = newId();
  for (let n = 1; n <= MOST_HANDLE_TRIES; n++) {
    const suffix = n <= COUNTED_HANDLES ? n : newId().slice(0, 6);
    const handle = n === 1 ? base : handleWithSuffix(base, suffix);
    if (!(await isHandleFree(db, handle))) continue;
    const createdAt = now();
    const host = {
      id: hostId,
      googleSub: sub,
      email,
      name,
      pictureUrl,
      handle,
      timeZone,
      createdAt,
    };
    try {
      await createHost(db, host, firstSchedule(newId(), timeZone), firstEventType(newId()));
      return { kind: "signedIn", hostId, isNew: true };
    } catch (error) {
      // Two sign-ins at once: of one account, the other has made it; of two, the handle went to the other.
      const column = notUnique(error);
      if (column === "users.google_sub") return otherSignIn(context, sub);
      if (column !== "users.handle") throw error;
    }
  }
  throw new Error("no free handle was found");
}

async function otherSignIn({ db }: Pick<AppContext, "db">, sub: string): Promise<SignedIn> {
  const host = await findHostByGoogleSub(db, sub);
  if (!host) throw new Error("a host vanished while signing in");
  return { kind: "signedIn", hostId: host.id, isNew: false };
}

function firstSchedule(id: string, timeZone: string) {
  return {
    id,
    name: "Working hours",
    timeZone,
    weeklyHours: defaultWeeklyHours(),
    isDefault: true,
  };
}

function firstEventType(id: string) {
  return {
    id,
    slug: "30-minute-meeting",
    title: "30 minute meeting",
    durationMinutes: 30,
    minimumNoticeMinutes: 60,
    bookingWindowDays: 60,
    slotStepMinutes: 30,
    locationKind: "google_meet" as const,
  };
}
