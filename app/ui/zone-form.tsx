import { withCurrent } from "./field.tsx";
import { Icon } from "./icon.tsx";

interface Props {
  path: string;
  zone: string;
  label: string;
  zones: readonly string[];
  month: string;
  /** What else the address of the page holds, and keeps. */
  query?: Record<string, string>;
  /** Nobody chose the zone: what the browser says of it is better. */
  isGuessed?: boolean;
}

/** Shows the zone of all times on the page, and lets the guest choose another. */
export function ZoneForm({ path, zone, label, zones, month, query = {}, isGuessed }: Props) {
  return (
    <details>
      <summary className="flex min-h-11 items-center gap-2">
        <Icon name="globe" className="text-quiet" />
        <span className="min-w-0">
          All times are in <b className="font-semibold">{label}</b>{" "}
          <span className="ms-1 text-accent underline underline-offset-2">Change</span>
        </span>
      </summary>
      <form
        method="get"
        action={path}
        className="mt-1 mb-2"
        data-guessed-zone={isGuessed ? zone : undefined}
      >
        <input type="hidden" name="month" value={month} />
        {Object.entries(query).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor="tz" className="mb-1 block text-sm text-quiet">
          Time zone
        </label>
        <div className="flex flex-wrap gap-2">
          <select
            id="tz"
            name="tz"
            defaultValue={zone}
            className="max-w-72 min-w-0 flex-1 basis-40"
          >
            {withCurrent(zones, zone).map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("_", " ")}
              </option>
            ))}
          </select>
          <button type="submit" className="button button-quiet">
            Show times
          </button>
        </div>
      </form>
    </details>
  );
}
