interface Row {
  id: string;
  name: string;
  confirmed: number;
  cancelled: number;
}

interface Props {
  /** What it counts, for those who do not see the heading above it. */
  caption: string;
  /** What a row is. */
  label: string;
  rows: Row[];
  /** Of what stands in the column of bars; null for a table without one. */
  most: number | null;
}

/** Counts in words and figures; with bars it is a chart that needs no other text. */
export function CountTable({ caption, label, rows, most }: Props) {
  return (
    <table className="w-full table-fixed text-left">
      <caption className="sr-only">{caption}</caption>
      <thead className="text-sm text-quiet">
        <tr>
          <th scope="col" className="w-2/5 py-1 pr-3 font-normal sm:w-2/3">
            {label}
          </th>
          <th scope="col" className="py-1 pl-2 text-right font-normal wrap-anywhere hyphens-auto">
            Bookings
          </th>
          <th scope="col" className="py-1 pl-2 text-right font-normal wrap-anywhere hyphens-auto">
            Cancelled
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="border-t border-line">
            <th scope="row" className="py-2 pr-3 font-normal wrap-anywhere">
              <bdi>{row.name}</bdi>
              {most === null ? null : <Bar share={row.confirmed / most} />}
            </th>
            <td className="py-2 pl-2 text-right align-top">{row.confirmed}</td>
            <td className="py-2 pl-2 text-right align-top">{row.cancelled}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** @param share of the longest bar, from 0 to 1 */
function Bar({ share }: { share: number }) {
  return (
    <svg aria-hidden="true" width="100%" height="10" className="mt-1 block">
      <rect width={`${100 * share}%`} height="10" rx="3" className="fill-accent" />
    </svg>
  );
}
