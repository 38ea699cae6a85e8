import type { PlaceText } from "./place-text.ts";

/** Where one meets, with what the guest needs to get there. */
export function Place({ place }: { place: PlaceText }) {
  const { text, detail, href } = place;
  return (
    <p className="mt-2 whitespace-pre-line wrap-anywhere">
      {detail ? `${text}: ` : text}
      {href ? <a href={href}>{detail}</a> : detail}
    </p>
  );
}
