import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { findConnection } from "#db/calendar-connections.server.ts";
import { findCalendar } from "#db/calendars.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { isOwn } from "../../domain/calendar-access.ts";
import { listTimeZones } from "../../domain/time-zone.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { handlePageAddressForm } from "../../http/page-address.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { Notice } from "../../ui/notice.tsx";
import { PageAddressForm } from "../../ui/page-address-form.tsx";
import { CalendarSection, type ConnectionView } from "./calendar-section.tsx";
import { notices } from "./messages.ts";

export const meta: MetaFunction = () => [{ title: "Settings · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    origin: context.env.APP_ORIGIN,
    page: { handle: host.handle, timeZone: host.timeZone, isOn: host.pageEnabled },
    zones: listTimeZones(),
    connection: await viewConnection(context, host),
  };
}

async function viewConnection({ db }: AppContext, host: Host): Promise<ConnectionView | null> {
  const { id, googleCalendarConnectionId: connectionId, googleCalendarId: calendarId } = host;
  if (!connectionId || !calendarId) return null;
  const [connection, calendar] = await Promise.all([
    findConnection(db, id, connectionId),
    findCalendar(db, id, connectionId, calendarId),
  ]);
  if (!connection) return null;
  const { email: account, status } = connection;
  return {
    ...{ account, status, destination: calendar?.name || `a calendar of ${account}` },
    isDestinationLost: calendar !== null && !isOwn(calendar),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const result = await handlePageAddressForm(request, context, host);
  if (result.kind === "invalid") return data(result, { status: 422 });
  return redirect("/settings?notice=saved");
}

export default function Settings() {
  const { notice, origin, page, zones, connection } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <>
      <h1 className="mb-6">Settings</h1>
      {notice ? <Notice tone="good">{notice}</Notice> : null}
      <div className="grid gap-6">
        <CalendarSection connection={connection} />
        <section aria-labelledby="page" className="card wrap-anywhere">
          <h2 id="page" className="mb-4">
            Your page
          </h2>
          <p className="mb-5">
            {page.isOn ? "Share this address: " : "Nobody can open it at the moment: it is off. "}
            <a href={`/${page.handle}`}>{`${origin}/${page.handle}`}</a>
          </p>
          <p className="mb-5">
            <Link className="button button-quiet" to="/settings/page">
              About you, colour, on or off
            </Link>
          </p>
          <PageAddressForm
            action="/settings"
            origin={origin}
            zones={zones}
            values={result?.values ?? page}
            errors={result?.errors ?? {}}
            submit="Save"
          />
        </section>
        <section aria-labelledby="sessions" className="card">
          <h2 id="sessions">Where you are signed in</h2>
          <p className="mt-3">See the browsers that can open your account, and sign them out.</p>
          <p className="mt-4">
            <Link className="button button-quiet" to="/settings/sessions">
              Show browsers
            </Link>
          </p>
        </section>
        <section aria-labelledby="account" className="card">
          <h2 id="account">Your account</h2>
          <p className="mt-3">
            Download all your bookings, or delete your account and everything in it.
          </p>
          <p className="mt-4">
            <Link className="button button-quiet" to="/settings/account">
              Download or delete
            </Link>
          </p>
        </section>
      </div>
    </>
  );
}
