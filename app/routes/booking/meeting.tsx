import type { Answer } from "../../domain/question.ts";
import { Fact, Facts } from "../../ui/facts.tsx";
import { Icon } from "../../ui/icon.tsx";
import { PlaceFact } from "../../ui/place-fact.tsx";
import type { PlaceText } from "../../ui/place-text.ts";
import { unbrokenDate } from "../../ui/unbroken-date.tsx";
import type { MeetText } from "./invitation-text.ts";

export interface MeetingView {
  headline: string;
  isCancelled: boolean;
  title: string;
  hostName: string;
  when: string;
  zone: string;
  /** The same on the clocks of the host, where they show another time. */
  elsewhere: { when: string; zone: string } | null;
  meetLink: string | null;
  meetText: MeetText | null;
  path: string;
  place: PlaceText | null;
  guestName: string;
  notes: string;
  answers: Answer[];
  cancelled: string | null;
  isExpectingNews: boolean;
}

/** How it stands, before anything else. */
export function Headline({ booking }: { booking: MeetingView }) {
  const look = booking.isCancelled ? "bg-bad-soft text-bad" : "bg-good-soft text-good";
  return (
    <header className="mb-6 text-center">
      <span className={`inline-flex size-14 items-center justify-center rounded-full ${look}`}>
        <Icon name={booking.isCancelled ? "cross" : "check"} className="size-7" />
      </span>
      <h1 className="mt-3">{booking.headline}</h1>
    </header>
  );
}

/** What, when, where, and what the guest has said. */
export function Meeting({ booking }: { booking: MeetingView }) {
  return (
    <section aria-labelledby="meeting" className="card">
      <h2 id="meeting" className="mb-4 wrap-anywhere">
        <bdi>{booking.title}</bdi> with <bdi>{booking.hostName}</bdi>
      </h2>
      <Facts>
        <Fact icon="calendar">
          <p className={`font-semibold ${booking.isCancelled ? "line-through" : ""}`}>
            {unbrokenDate(booking.when)}
          </p>
          <p className="text-sm text-quiet">{booking.zone}</p>
          {booking.elsewhere ? (
            <p className="mt-1 text-sm text-quiet">
              For your host: {unbrokenDate(booking.elsewhere.when)} {booking.elsewhere.zone}
            </p>
          ) : null}
        </Fact>
        <Video booking={booking} />
        {booking.place ? <PlaceFact place={booking.place} /> : null}
        <Fact icon="person">
          <p>
            For <bdi>{booking.guestName}</bdi>
          </p>
          {booking.notes ? (
            <p dir="auto" className="whitespace-pre-line text-quiet">
              {booking.notes}
            </p>
          ) : null}
        </Fact>
      </Facts>
      <Answers answers={booking.answers} />
      {booking.cancelled ? (
        <p className="mt-4 border-t border-line pt-4 whitespace-pre-line wrap-anywhere">
          {booking.cancelled}
        </p>
      ) : null}
    </section>
  );
}

/** The script of the page watches this for a link that is on its way; without it, and once it has given up, one looks again. */
function Video({ booking }: { booking: MeetingView }) {
  if (!booking.meetLink && !booking.meetText) return null;
  return (
    <Fact icon="video">
      {booking.meetLink ? (
        <p>
          Google Meet: <a href={booking.meetLink}>{booking.meetLink}</a>
        </p>
      ) : null}
      {booking.meetText ? (
        <p>
          {booking.meetText.text}
          {booking.meetText.isComing ? (
            <span className="block">
              <a className="lone-link" href={booking.path}>
                Look again
              </a>
            </span>
          ) : null}
        </p>
      ) : null}
    </Fact>
  );
}

function Answers({ answers }: { answers: Answer[] }) {
  if (answers.length === 0) return null;
  return (
    <dl className="mt-4 grid gap-3 border-t border-line pt-4">
      {answers.map(({ question, answer }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change order, and two questions may read alike
        <div key={at} className="whitespace-pre-line wrap-anywhere">
          <dt dir="auto" className="text-sm text-quiet">
            {question}
          </dt>
          <dd dir="auto">{answer}</dd>
        </div>
      ))}
    </dl>
  );
}
