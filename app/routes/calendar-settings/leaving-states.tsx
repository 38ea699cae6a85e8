// A connection on its way out, and the way there.
import { Form, Link } from "@remix-run/react";
import type { Panel } from "./panel.server.ts";
import { ListAgainForm, StateCard } from "./state-card.tsx";

export const disconnectPath = (connectionId: string) =>
  `/settings/calendar/disconnect/${connectionId}`;

export function Disconnecting({ account, panel }: { account: string; panel: Panel }) {
  const { touched, until, connectionId } = panel;
  return (
    <StateCard tone="warn" title="Disconnecting…">
      <p className="wrap-anywhere">
        <b>{account}</b> is being disconnected. Nothing new goes there, and its busy times take no
        slots off your page.
      </p>
      <p role="status">
        {leftText(touched)} We go on trying until {(until ?? "").replace(/^(at|on) /, "")}; then the
        connection ends, and what is left stays in the calendar.
      </p>
      <p>You need not wait here. Load this page again to see how far it is.</p>
      <div className="flex flex-wrap gap-3">
        <DisconnectNowForm connectionId={connectionId ?? ""} />
        <ListAgainForm label="Load again" />
      </div>
    </StateCard>
  );
}

function leftText(left: number): string {
  if (left === 0) return "Nothing is left to be removed; the access is being ended.";
  if (left === 1) return "1 event is still to be removed or finished.";
  return `${left > 99 ? "99+" : left} events are still to be removed or finished.`;
}

/** Ends the connection without waiting for what is left. */
export function DisconnectNowForm({ connectionId }: { connectionId: string }) {
  return (
    <Form method="post" action={disconnectPath(connectionId)}>
      <input type="hidden" name="intent" value="now" />
      <button type="submit" className="button button-bad">
        Disconnect now
      </button>
    </Form>
  );
}

/** To the page that asks before anything ends. */
export function DisconnectLink({ connectionId, about }: { connectionId: string; about?: string }) {
  return (
    <Link className="button button-bad" to={disconnectPath(connectionId)}>
      Disconnect…
      {about ? <span className="sr-only"> {about}</span> : null}
    </Link>
  );
}
