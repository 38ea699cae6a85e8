import { Fact } from "./facts.tsx";
import type { IconName } from "./icon.tsx";
import type { PlaceText } from "./place-text.ts";

const icons: Record<PlaceText["kind"], IconName> = {
  google_meet: "video",
  phone: "phone",
  guest_phone: "phone",
  in_person: "pin",
  link: "video",
};

/** Where one meets, with what the guest needs to get there. */
export function PlaceFact({ place }: { place: PlaceText }) {
  const { kind, text, detail, href } = place;
  return (
    <Fact icon={icons[kind]}>
      <span className="whitespace-pre-line">
        {detail ? `${text}: ` : text}
        {href ? <a href={href}>{detail}</a> : detail}
      </span>
    </Fact>
  );
}
