import { withCurrent } from "./field.tsx";

interface Props {
  path: string;
  zone: string;
  label: string;
  zones: readonly string[];
  month: string;
  /** What else the address of the page holds, and keeps. */
  query?: Record<string, string>;
}

/** Shows the zone of all times on the page, and lets the guest choose another. */
export function ZoneForm({ path, zone, label, zones, month, query = {} }: Props) {
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
        <select id="tz" name="tz" defaultValue={zone}>
          {withCurrent(zones, zone).map((name) => (
            <option key={name} value={name}>
              {name.replaceAll("_", " ")}
            </option>
          ))}
        </select>
        <button type="submit" className="button button-quiet">
          Change
        </button>
      </div>
    </form>
  );
}
