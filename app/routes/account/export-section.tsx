/** The downloads. Plain links: a file is no page that scripts could show. */
export function ExportSection() {
  return (
    <section aria-labelledby="export" className="card">
      <h2 id="export" className="mb-2">
        Take your bookings along
      </h2>
      <p className="mb-4">
        All bookings, past, coming and cancelled, with what your guests wrote. The calendar file
        opens in every calendar program; JSON is for other software.
      </p>
      <div className="flex flex-wrap gap-3">
        <a className="button button-quiet" href="/settings/account/bookings.ics" download>
          Download calendar file (.ics)
        </a>
        <a className="button button-quiet" href="/settings/account/bookings.json" download>
          Download JSON
        </a>
      </div>
    </section>
  );
}
