import { listTimeZones } from "../domain/time-zone.ts";

interface Props {
  path: string;
  zone: string;
  label: string;
  month: string;
  /** What else the address of the page holds, and keeps. */
  query?: Record<string, string>;
}

/** Shows the zone of all times on the page, and lets the guest choose another. */
export function ZoneForm({ path, zone, label, month, query = {} }: Props) {
  return (
    <form method="get" action={path} className="mt-6 max-w-md">
      <input type="hidden" name="month" value={month} />
      {Object.entries(query).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label htmlFor="tz" className="mb-1 block">
        All times are in <b>{label}</b>. Another time zone:
      </label>
      <div className="flex gap-2">
        <select
          id="tz"
          name="tz"
          // biome-ignore lint/security/noDangerouslySetInnerHtml: names of zones, which hold no markup; see optionsOf
          dangerouslySetInnerHTML={{ __html: optionsOf(zone) }}
        />
        <button type="submit" className="button button-quiet">
          Change
        </button>
      </div>
    </form>
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
  return `<option value="${zone}">${zone.replaceAll("_", " ")}</option>`;
}
