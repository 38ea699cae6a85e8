import { Form } from "@remix-run/react";
import { Notice } from "../../ui/notice.tsx";
import type { DatesDraft, RemovedDates } from "./dates-draft.ts";

interface Props {
  removed: RemovedDates;
  action: string;
}

/** Says what is gone, and adds it again: the form of dates once more, filled in. */
export function RemovedNotice({ removed: { dates, hours, undo }, action }: Props) {
  return (
    <Notice tone="good">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span>
          Removed: <b>{dates}</b> ({hours}).
        </span>
        {undo ? (
          <Form method="post" action={action}>
            {Object.entries(fieldsOf(undo)).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button
              type="submit"
              className="button button-quiet"
              // biome-ignore lint/a11y/noAutofocus: the button that was pressed is gone with what it removed
              autoFocus
            >
              Undo<span className="sr-only">: add {dates} again</span>
            </button>
          </Form>
        ) : null}
      </div>
    </Notice>
  );
}

function fieldsOf({ firstDay, lastDay, kind, rows }: DatesDraft): Record<string, string> {
  const hours = rows.flatMap(({ from, to }, row) => [
    [`from-${row}`, from],
    [`to-${row}`, to],
  ]);
  return { undo: "yes", firstDay, lastDay, kind, ...Object.fromEntries(hours), complete: "yes" };
}
