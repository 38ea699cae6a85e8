/** Where guests book it; only named while it is off, since the page is gone then. */
export function PublicLink({ address, isActive }: { address: string; isActive: boolean }) {
  if (!isActive) return <span className="text-quiet wrap-anywhere">{address}</span>;
  return (
    <a className="inline-flex min-h-6 items-center wrap-anywhere" href={new URL(address).pathname}>
      {address}
    </a>
  );
}
