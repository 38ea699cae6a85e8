import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { fetchProfilePicture, isProfilePicture } from "../../google/profile-picture.server.ts";
import { requireHostPage } from "../../http/host-page.server.ts";

/** The host's picture, from us: so nobody who only looks at a page is known to Google. */
export async function loader({ params, context }: LoaderFunctionArgs) {
  const { pictureUrl } = await requireHostPage(context, params.handle);
  const picture = isProfilePicture(pictureUrl, context.env)
    ? await fetchProfilePicture((input, init) => fetch(input, init), pictureUrl)
    : null;
  if (!picture) throw new Response(null, { status: 404 });
  return new Response(picture.bytes, {
    headers: { "Content-Type": picture.type, "Cache-Control": "public, max-age=86400" },
  });
}
