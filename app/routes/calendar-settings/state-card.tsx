import { Form, useNavigation, useSearchParams } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Tone } from "../../ui/notice.tsx";
import { FROM, returnPageOf } from "./return-path.ts";

const PAGE = "/settings/calendar";

const edges: Record<Tone, string> = {
  good: "border-l-good",
  info: "border-l-accent",
  warn: "border-l-warn",
  bad: "border-l-bad",
  plain: "border-l-field",
};

interface Props {
  tone: Tone;
  /** The state, in words. */
  title: string;
  children: ReactNode;
}

/** The one state that the page shows. */
export function StateCard({ tone, title, children }: Props) {
  return (
    <section aria-labelledby="state" className={`card border-l-4 ${edges[tone]}`}>
      <h2 id="state" className="wrap-anywhere">
        {title}
      </h2>
      <div className="mt-3 grid gap-3">{children}</div>
    </section>
  );
}

interface ConnectFormProps {
  label: string;
  /** Which account: see the action of `/auth/calendar`. */
  fields?: { account?: "choose" | "other"; connectionId?: string; returnTo?: string };
  look?: string;
}

/** Leaves for Google's consent page, and comes back to where the host has come from. */
export function ConnectForm({ label, fields, look = "" }: ConnectFormProps) {
  const from = useReturnPage();
  const all = { ...(from ? { returnTo: from.name } : {}), ...fields };
  return (
    <Form method="post" action="/auth/calendar" reloadDocument>
      {Object.entries(all).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" className={`button text-center wrap-anywhere ${look}`}>
        {label}
      </button>
    </Form>
  );
}

/** The page that led to this one, if one of those did that are come back to. */
export function useReturnPage() {
  const [params] = useSearchParams();
  return returnPageOf(params.get(FROM));
}

/** Leaves for Google's consent page, to connect again the very account that was disconnected. */
export function ConnectAgainForm({
  account,
  connectionId,
  returnTo,
}: {
  account: string;
  connectionId: string;
  returnTo?: string;
}) {
  const fields = returnTo ? { connectionId, returnTo } : { connectionId };
  return <ConnectForm label={`Connect ${account} again`} fields={fields} look="button-quiet" />;
}

/** Asks Google for the list of calendars anew. A visit does so by itself; here the page answers what came of it. */
export function ListAgainForm({ label, look = "button-quiet" }: { label: string; look?: string }) {
  const { formMethod, formAction } = useNavigation();
  const isBusy = formMethod === "GET" && formAction?.startsWith(PAGE) === true;
  const from = useReturnPage();
  return (
    <Form method="get" action={PAGE}>
      <input type="hidden" name="list" value="again" />
      {from ? <input type="hidden" name={FROM} value={from.name} /> : null}
      <button type="submit" className={`button ${look}`} aria-disabled={isBusy || undefined}>
        {isBusy ? "Asking Google…" : label}
      </button>
    </Form>
  );
}

/** "No booking", "1 booking", "99+ bookings". */
export function bookingCount(count: number): string {
  if (count === 0) return "No booking";
  if (count === 1) return "1 booking";
  return count > 99 ? "99+ bookings" : `${count} bookings`;
}
