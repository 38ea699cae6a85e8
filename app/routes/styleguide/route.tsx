import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { privateMeta } from "../../http/page-meta.ts";
import { privatePage } from "../../http/private-page.ts";
import { GuestPage } from "../../ui/page.tsx";
import { Accents, Buttons, Calendars, Fields, Meetings, Messages, Texts } from "./samples.tsx";

export const meta: MetaFunction = () => privateMeta("Styleguide · Slotkeeper");
export const headers = () => privatePage;

/** For whoever develops: only where the app runs on one's own machine. */
export function loader({ context }: LoaderFunctionArgs) {
  const { hostname } = new URL(context.env.APP_ORIGIN);
  if (!["localhost", "127.0.0.1"].includes(hostname)) throw new Response(null, { status: 404 });
  return null;
}

export default function Styleguide() {
  return (
    <GuestPage wide>
      <h1>Styleguide</h1>
      <div className="mt-8 grid gap-10">
        <Texts />
        <Accents />
        <Buttons />
        <Fields />
        <Messages />
        <Meetings />
        <Calendars />
      </div>
    </GuestPage>
  );
}
