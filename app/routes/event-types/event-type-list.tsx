import { Link } from "@remix-run/react";
import type { EventTypeColor } from "../../domain/event-type-color.ts";
import { Badge } from "../../ui/notice.tsx";
import { ColorDot } from "./color-dot.tsx";
import { PublicLink } from "./public-link.tsx";

/** An event type as its host's list shows it. */
export interface EventTypeView {
  id: string;
  title: string;
  color: EventTypeColor;
  durations: string;
  isActive: boolean;
  isListed: boolean;
  /** The full address of its page. */
  address: string;
}

export function EventTypeList({ eventTypes }: { eventTypes: EventTypeView[] }) {
  if (eventTypes.length === 0) {
    return (
      <p className="card">
        There is nothing yet that guests could book. Make an event type, and it appears on your
        page.
      </p>
    );
  }
  return (
    <ul className="grid gap-3">
      {eventTypes.map((eventType) => (
        <EventTypeItem key={eventType.id} eventType={eventType} />
      ))}
    </ul>
  );
}

function EventTypeItem({ eventType }: { eventType: EventTypeView }) {
  const { id, title, color, durations, isActive, isListed, address } = eventType;
  return (
    <li className="card">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 className="flex min-w-0 items-start gap-3">
          <span className="flex h-7 items-center">
            <ColorDot color={color} />
          </span>
          <Link className="min-h-6 min-w-0 wrap-anywhere" to={`/event-types/${id}`}>
            <span className="sr-only">Edit </span>
            {title}
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
    </li>
  );
}
