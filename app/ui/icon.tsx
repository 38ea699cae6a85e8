const paths = {
  calendar:
    "M7 3v3M17 3v3M4 9h16M5 5h14a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z",
  check: "m5 12.5 4.5 4.5L19 7.5",
  cross: "m7 7 10 10M17 7 7 17",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  globe:
    "M3 12h18M12 3c2.5 2.5 3.800 5.600 3.800 9S14.5 18.5 12 21c-2.5-2.5-3.800-5.600-3.800-9S9.5 5.5 12 3ZM21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
  left: "m14.5 6-6 6 6 6",
  right: "m9.5 6 6 6-6 6",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  phone:
    "M5 4h4l1.5 4.5L8 10.300a12 12 0 0 0 5.700 5.700l1.800-2.5L20 15v4a1 1 0 0 1-1 1A15 15 0 0 1 4 5a1 1 0 0 1 1-1Z",
  pin: "M12 21s7-6.200 7-11.5a7 7 0 0 0-14 0C5 14.800 12 21 12 21ZM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
  video: "M4 6h11v12H4zM15 10.5l5-3v9l-5-3",
} as const;

export type IconName = keyof typeof paths;

/** A sign beside words that say the same; nobody who can't see it misses anything. */
export function Icon({ name, className = "" }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`inline-block size-5 shrink-0 ${className}`}
    >
      <path d={paths[name]} />
    </svg>
  );
}
