import type { EventTypeColor } from "../../domain/event-type-color.ts";
import { Icon } from "../../ui/icon.tsx";
import type { PlaceText } from "../../ui/place-text.ts";

interface Props {
  handle: string;
  eventType: {
    slug: string;
    title: string;
    description: string;
    color: EventTypeColor;
    durations: string;
    place: PlaceText;
  };
}

/** What can be booked, as one link. */
export function EventTypeCard({ handle, eventType }: Props) {
  const { slug, title, description, color, durations, place } = eventType;
  return (
    <li data-accent={color}>
      <a
        className="card flex items-center gap-4 p-4! text-ink no-underline hover:border-accent sm:p-5!"
        href={`/${handle}/${slug}`}
      >
        <span aria-hidden="true" className="w-1 shrink-0 self-stretch rounded-full bg-accent" />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="block text-lg font-semibold wrap-anywhere">
            {title}
          </span>
          <span className="mt-0.5 block text-sm text-quiet">
            <span>{durations}</span>
            <span aria-hidden="true"> · </span>
            <span>{place.text}</span>
          </span>
          {description ? (
            <span dir="auto" className="mt-2 line-clamp-3 wrap-anywhere">
              {description}
            </span>
          ) : null}
        </span>
        <Icon name="right" className="text-quiet" />
      </a>
    </li>
  );
}
