interface Props {
  /** The shortest first. */
  durations: { minutes: number; text: string }[];
  /** In minutes. */
  chosen: number;
  href: (minutes: number) => string;
}

/** How long the meeting may last, a link for each. */
export function Durations({ durations, chosen, href }: Props) {
  return (
    <nav aria-label="Duration" className="mt-4">
      <ul className="flex flex-wrap gap-2">
        {durations.map(({ minutes, text }) => (
          <li key={minutes}>
            <a
              className={`button px-3 ${minutes === chosen ? "" : "button-quiet"}`}
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
