import { Link } from "@remix-run/react";
import type { EventTypeColor } from "../../domain/event-type-color.ts";
import { Badge } from "../../ui/notice.tsx";
import { ColorDot } from "./color-dot.tsx";
import { ItemActions } from "./item-actions.tsx";
import { PublicLink } from "./public-link.tsx";

/** An event type as its host's list shows it. */
export interface EventTypeView {
  id: string;
  /** Of the copy that this page's form would make: sent twice, it makes one. */
  copyId: string;
  title: string;
  color: EventTypeColor;
  durations: string;
  isActive: boolean;
  isListed: boolean;
  /** The full address of its page. */
  address: string;
}

/** Where the list shows an event type: its anchor. */
export function itemId(id: string): string {
  return `event-type-${id}`;
}

export function EventTypeList({ eventTypes }: { eventTypes: EventTypeView[] }) {
  if (eventTypes.length === 0) {
    return (
      <p className="card">
        There is nothing yet that guests could book.{" "}
        <Link to="/event-types/new">Make an event type</Link>, and it appears on your page.
      </p>
    );
  }
  return (
    <ul className="grid gap-3">
      {eventTypes.map((eventType, index) => (
        <EventTypeItem
          key={eventType.id}
          eventType={eventType}
          above={eventTypes[index - 1]?.id ?? null}
          below={eventTypes[index + 1]?.id ?? null}
        />
      ))}
    </ul>
  );
}

interface ItemProps {
  eventType: EventTypeView;
  /** The ids of those beside it in the list; null for the first and the last. */
  above: string | null;
  below: string | null;
}

function EventTypeItem({ eventType, above, below }: ItemProps) {
  const { id, title, color, durations, isActive, isListed, address } = eventType;
  return (
    <li className="card" id={itemId(id)}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 className="flex min-w-0 items-start gap-3">
          <span className="flex h-7 items-center">
            <ColorDot color={color} />
          </span>
          <Link className="min-h-6 min-w-0 wrap-anywhere" to={`/event-types/${id}`}>
            <span className="sr-only">Edit </span>
            <bdi>{title}</bdi>
          </Link>
        </h2>
        <p className="flex flex-wrap gap-2">
          {isListed ? null : <Badge tone="plain">Private</Badge>}
          {isActive ? <Badge tone="good">Active</Badge> : <Badge tone="warn">Off</Badge>}
        </p>
      </div>
      <p className="mt-1 text-quiet">{durations}</p>
      <p className="mt-2">
        <PublicLink address={address} isActive={isActive} />
      </p>
      <ItemActions eventType={eventType} above={above} below={below} />
    </li>
  );
}
