import type { HistoryView } from "./history-view.ts";

/** Who did what, and when. */
export function History({ entries }: { entries: HistoryView[] }) {
  return (
    <section aria-labelledby="history" className="card">
      <h2 id="history">History</h2>
      <ol className="mt-3 grid gap-2">
        {entries.map(({ id, at, text }) => (
          <li key={id} className="wrap-anywhere">
            <span className="block text-sm text-quiet">{at}</span>
            {text}
          </li>
        ))}
      </ol>
    </section>
  );
}
