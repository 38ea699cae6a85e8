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
  // The letters stand under the picture too: Google may not answer for it.
  return (
    <span
      aria-hidden="true"
      className={`${size} relative flex shrink-0 items-center justify-center overflow-hidden rounded-full bg-accent-soft font-semibold text-accent`}
    >
      {initialsOf(name)}
      {picture ? (
        <img
          src={picture}
          alt=""
          width={pixels}
          height={pixels}
          className="absolute inset-0 size-full object-cover"
        />
      ) : null}
    </span>
  );
}
