import type { AccentName } from "../../domain/accent.ts";
import { Choice } from "../../ui/choice-field.tsx";

/** One colour to choose, as the theme of whoever looks shows it. */
export function AccentChoice({ name, chosen }: { name: AccentName; chosen: string }) {
  return (
    <Choice
      name="accent"
      value={name}
      chosen={chosen}
      label={
        <>
          <span
            data-accent={name}
            className="size-5 rounded-full bg-accent forced-color-adjust-none"
            aria-hidden="true"
          />
          {name}
        </>
      }
    />
  );
}
