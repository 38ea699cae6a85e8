interface Props {
  /** The shortest first. */
  durations: { minutes: number; text: string }[];
  /** In minutes. */
  chosen: number;
  href: (minutes: number) => string;
}

/** How long the meeting lasts, and where that can be chosen, a link for each. */
export function Durations({ durations, chosen, href }: Props) {
  if (durations.length === 1) return <p className="mt-1 text-quiet">{durations[0]?.text}</p>;
  return (
    <nav aria-label="Duration" className="mt-3">
      <ul className="flex flex-wrap gap-2">
        {durations.map(({ minutes, text }) => (
          <li key={minutes}>
            <a
              className={`button ${minutes === chosen ? "" : "button-quiet"}`}
              aria-current={minutes === chosen ? "true" : undefined}
              href={href(minutes)}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
