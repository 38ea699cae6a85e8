import { Form } from "@remix-run/react";
import { Notice } from "../../ui/notice.tsx";
import { fieldsOfDates, type RemovedDates } from "./dates-draft.ts";

interface Props {
  removed: RemovedDates;
  action: string;
}

/** Says what is gone, and adds it again: the form of dates once more, filled in. */
export function RemovedNotice({ removed: { dates, hours, undo }, action }: Props) {
  const fields = { undo: "yes", ...fieldsOfDates(undo), complete: "yes" };
  return (
    <Notice tone="good">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <span>
          Removed: <b>{dates}</b> ({hours}).
        </span>
        <Form method="post" action={action}>
          {Object.entries(fields).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" className="button button-quiet">
            Undo<span className="sr-only">: add {dates} again</span>
          </button>
        </Form>
      </div>
    </Notice>
  );
}
