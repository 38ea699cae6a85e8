import { initialsOf } from "./initials.ts";

interface Props {
  name: string;
  /** Of an address of ours; null for none: then the name's first letters stand in. */
  picture: string | null;
  isLarge?: boolean;
}

/** Who somebody is at a glance; the name stands beside it. */
export function Avatar({ name, picture, isLarge = false }: Props) {
  const size = isLarge ? "mx-auto size-20 text-2xl" : "size-11 text-base";
  const pixels = isLarge ? 80 : 44;
  if (picture) {
    return (
      <img
        src={picture}
        alt=""
        width={pixels}
        height={pixels}
        className={`${size} block shrink-0 rounded-full border border-line bg-accent-soft object-cover`}
      />
    );
  }
  return (
    <span
      aria-hidden="true"
      className={`${size} flex shrink-0 items-center justify-center rounded-full bg-accent-soft font-semibold text-accent`}
    >
      {initialsOf(name)}
    </span>
  );
}
