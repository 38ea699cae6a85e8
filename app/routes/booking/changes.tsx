/** What a guest can do about a booking, by links to a page for each. */
export function Changes({ path }: { path: string }) {
  return (
    <nav aria-label="Change this booking" className="mt-6 flex flex-wrap gap-3 print:hidden">
      <a className="button button-quiet" href={`${path}/move`}>
        Choose another time
      </a>
      <a className="button button-quiet" href={`${path}/edit`}>
        Change details
      </a>
      <a className="button button-bad" href={`${path}/cancel`}>
        Cancel this booking
      </a>
    </nav>
  );
}
