import { Form } from "@remix-run/react";
import { SubmitButton } from "../../ui/submit-button.tsx";
import type { EventTypeView } from "./event-type-list.tsx";

interface Props {
  eventType: Pick<EventTypeView, "id" | "copyId" | "title">;
  /** The ids of those beside it in the list; null for the first and the last. */
  above: string | null;
  below: string | null;
}

/** What a host can do with an event type without opening it. */
export function ItemActions({ eventType, above, below }: Props) {
  const { id, copyId, title } = eventType;
  const button = (label: string, busyLabel: string, fields: Record<string, string>) => (
    <Form method="post" action="/event-types">
      <SubmitButton
        label={label}
        about={title}
        busyLabel={busyLabel}
        fields={fields}
        look="button-quiet text-sm px-3"
      />
    </Form>
  );
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      <a className="button button-quiet px-3 text-sm" href={`/event-types/${id}/preview`}>
        Preview as guest
        <span className="sr-only"> {title}</span>
      </a>
      {button("Duplicate", "Copying…", { intent: "duplicate", id, copyId })}
      {above ? button("Move up", "Moving…", { intent: "up", id, neighbourId: above }) : null}
      {below ? button("Move down", "Moving…", { intent: "down", id, neighbourId: below }) : null}
    </div>
  );
}
