import { Fact, Facts } from "../../ui/facts.tsx";
import { HostLine } from "../../ui/host-line.tsx";
import { PlaceFact } from "../../ui/place-fact.tsx";
import type { PlaceText } from "../../ui/place-text.ts";
import { Durations } from "./durations.tsx";

interface Props {
  page: {
    title: string;
    description: string;
    hostName: string;
    /** Null where it is not there. */
    hostPath: string | null;
    picture: string | null;
    durations: { minutes: number; text: string }[];
    durationMinutes: number;
    durationText: string;
    place: PlaceText;
  };
  durationHref: (minutes: number) => string;
}

/** What is to be booked, and with whom. */
export function About({ page, durationHref }: Props) {
  return (
    <header className="lg:sticky lg:top-6 lg:self-start">
      <HostLine name={page.hostName} picture={page.picture} href={page.hostPath} />
      <h1 dir="auto" className="mb-4">
        {page.title}
      </h1>
      <Facts>
        {page.durations.length === 1 ? <Fact icon="clock">{page.durationText}</Fact> : null}
        <PlaceFact place={page.place} />
      </Facts>
      {page.durations.length > 1 ? (
        <Durations durations={page.durations} chosen={page.durationMinutes} href={durationHref} />
      ) : null}
      {page.description ? (
        <p dir="auto" className="mt-4 whitespace-pre-line text-quiet text-pretty wrap-anywhere">
          {page.description}
        </p>
      ) : null}
    </header>
  );
}
