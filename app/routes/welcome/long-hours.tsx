import { Form, Link } from "@remix-run/react";
import type { WeekLine } from "../availability/hours-text.ts";

/** A week that was edited to more than the short form holds: it stays as it is, and can be changed where it was. */
export function LongHours({ week, editor }: { week: WeekLine[]; editor: string }) {
  return (
    <div className="card">
      <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
        {week.map(({ days, hours }) => (
          <div key={days} className="contents">
            <dt>{days}</dt>
            <dd className="mb-2 font-medium sm:mb-0">{hours}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 mb-4">
        <Link className="lone-link" to={editor}>
          Change these hours
        </Link>
      </p>
      <Form method="post" action="/welcome/hours">
        <input type="hidden" name="keep" value="yes" />
        <button type="submit" className="button">
          Keep and go on
        </button>
      </Form>
    </div>
  );
}
