import { listTimeZones } from "../domain/time-zone.ts";
import { Icon } from "./icon.tsx";
import { zoneName } from "./time-text.ts";

interface Props {
  path: string;
  zone: string;
  label: string;
  /** What else the address of the page holds, and keeps, such as the day that is shown. */
  query?: Record<string, string>;
  /** Nobody chose the zone: what the browser says of it is better. */
  isGuessed?: boolean;
}

/** Shows the zone of all times on the page, and lets the guest choose another. */
export function ZoneForm({ path, zone, label, query = {}, isGuessed }: Props) {
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
            className="max-w-72 min-w-0 flex-1 basis-40"
            // biome-ignore lint/security/noDangerouslySetInnerHtml: names of zones, which hold no markup; see optionsOf
            dangerouslySetInnerHTML={{ __html: optionsOf(zone) }}
          />
          <button type="submit" className="button button-quiet">
            Show times
          </button>
        </div>
      </form>
    </details>
  );
}

let allOptions: string | undefined;

/**
 * All zones, the chosen one first where the list lacks it: browsers also name zones such as Etc/GMT+5. As text, made once:
 * React needs longer for some 400 options than for all else on the page.
 */
function optionsOf(chosen: string): string {
  allOptions ??= listTimeZones().map(optionOf).join("");
  const plain = optionOf(chosen);
  const selected = plain.replace(">", ' selected="">');
  return allOptions.includes(plain) ? allOptions.replace(plain, selected) : selected + allOptions;
}

function optionOf(zone: string): string {
  if (!/^[\w+/-]+$/.test(zone)) throw new Error("this is no name of a time zone");
  return `<option value="${zone}">${zoneName(zone)}</option>`;
}
