import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import type { CalendarConnection } from "#db/calendar-connections.server.ts";
import { countComingEvents, countWaitingForReconnect } from "#db/connection-bookings.server.ts";
import type { Host } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { readForm } from "../../http/form.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { breakable } from "../../ui/breakable.tsx";
import {
  type DisconnectOutcome,
  disconnectCalendar,
  disconnectNow,
} from "../../use-cases/disconnect-calendar.server.ts";
import { requireOwnConnection } from "./calendar-forms.server.ts";
import { bookingCount } from "./state-card.tsx";

export const meta: MetaFunction = () => [{ title: "Disconnect Google Calendar · Slotkeeper" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const connection = await requireOwnConnection(context, host, params.connectionId);
  if (connection.status === "disconnecting") throw redirect("/settings/calendar");
  if (connection.status === "disconnected") throw backWith("alreadyDisconnected");
  return {
    account: connection.email,
    isInReach: connection.status === "active",
    isInUse: host.googleCalendarEnabled && connection.id === host.googleCalendarConnectionId,
    comingEvents: await countComingEvents(context.db, connection, context.now()),
    waiting: await countWaitingForReconnect(context.db, connection),
  };
}

const DisconnectForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("disconnect"), events: z.enum(["stay", "go"]) }),
  z.object({ intent: z.literal("now") }),
]);
type DisconnectForm = z.infer<typeof DisconnectForm>;

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = DisconnectForm.safeParse(await readForm(request)).data;
  if (!form) throw new Response(null, { status: 400 });
  const connection = await requireOwnConnection(context, host, params.connectionId);
  if (connection.status === "disconnected") return backWith("alreadyDisconnected");
  // Connected again since the page was shown: what it asked for no longer makes sense.
  if (form.intent === "now" && connection.status !== "disconnecting") return backWith("goesOn");
  const outcome = await disconnect(context, connection, form);
  switch (outcome.kind) {
    case "disconnecting":
      return backWith("disconnecting");
    case "disconnected":
      return backWith("disconnected", await grantToTell(context, host, connection.id));
    case "unknownConnection":
      throw new Response(null, { status: 404 });
  }
}

function disconnect(
  context: AppContext,
  { hostId, id: connectionId }: CalendarConnection,
  form: DisconnectForm,
): Promise<DisconnectOutcome> {
  if (form.intent === "now") return disconnectNow(context, { hostId, connectionId });
  return disconnectCalendar(context, { hostId, connectionId, events: form.events });
}

/** What became of the access: the page itself tells it of the connection that bookings went to. */
async function grantToTell(context: AppContext, host: Host, connectionId: string) {
  if (connectionId === host.googleCalendarConnectionId) return null;
  return (await requireOwnConnection(context, host, connectionId)).statusReason;
}

function backWith(notice: string, grant: string | null = null): Response {
  const query = new URLSearchParams({ notice, ...(grant ? { grant } : {}) });
  return redirect(`/settings/calendar?${query}`, 303);
}

export default function Disconnect() {
  const { account, isInReach, isInUse, comingEvents, waiting } = useLoaderData<typeof loader>();
  return (
    <div className="max-w-xl">
      <BackLink to="/settings/calendar">Google Calendar</BackLink>
      <h1 className="mb-4 wrap-anywhere">Disconnect {breakable(account)}?</h1>
      <ul className="list-disc pl-6">
        {isInUse ? <li>New bookings are not added to a calendar. Your page goes on.</li> : null}
        <li>
          {isInUse
            ? "Busy times there no longer take slots off your page, and what we know of them is deleted."
            : "Busy times there take no slots off your page as it is."}
        </li>
        {waiting > 0 ? (
          <li>
            {bookingCount(waiting)} {waiting > 1 ? "wait" : "waits"} to be put right there. Nothing
            is lost: it is done when you connect this account again.
          </li>
        ) : null}
        <li>
          Google ends our access unless another host here uses the same account, and the keys to it
          are deleted here. Google then asks for your consent again the next time you sign in with
          this account.
        </li>
      </ul>
      <Form method="post" className="card my-6">
        <input type="hidden" name="intent" value="disconnect" />
        <fieldset aria-describedby="coming">
          <legend className="font-medium">What becomes of the events of coming bookings?</legend>
          <p id="coming" className="text-sm text-quiet">
            {bookingCount(comingEvents)} still to come {comingEvents > 1 ? "have" : "has"} an event
            there.
          </p>
          <Choice value="stay" label="Leave them in the calendar" isChosen>
            They no longer change when a booking does, until you connect this account again.
          </Choice>
          <Choice value="go" label="Remove them from the calendar" isChosen={false}>
            {isInReach
              ? "The bookings stand, and your guests are not told. It can take a moment."
              : "We can’t reach this calendar just now, so what is there stays. Reconnect first if it has to go."}
          </Choice>
        </fieldset>
        <button type="submit" className="button button-bad mt-4">
          Disconnect
        </button>
      </Form>
      <Link className="inline-flex min-h-11 items-center" to="/settings/calendar">
        Keep it connected
      </Link>
    </div>
  );
}

interface ChoiceProps {
  value: "stay" | "go";
  label: string;
  isChosen: boolean;
  children: string;
}

function Choice({ value, label, isChosen, children }: ChoiceProps) {
  return (
    <label className="mt-2 flex min-h-11 items-start gap-3 py-2">
      <input
        type="radio"
        name="events"
        value={value}
        defaultChecked={isChosen}
        className="size-6 shrink-0"
      />
      <span>
        {label}
        <span className="block text-sm text-quiet">{children}</span>
      </span>
    </label>
  );
}
