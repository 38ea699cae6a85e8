import type { Host } from "#db/hosts.server.ts";
import { isProfilePicture } from "../google/profile-picture.server.ts";

type Endpoints = Parameters<typeof isProfilePicture>[1];

/** Where a host's picture is on our own site; null when there is none. */
export function picturePath(
  { handle, pictureUrl }: Pick<Host, "handle" | "pictureUrl">,
  endpoints: Endpoints,
): string | null {
  // No event type can have this address: theirs hold no dot.
  return isProfilePicture(pictureUrl, endpoints) ? `/${handle}/picture.jpg` : null;
}
