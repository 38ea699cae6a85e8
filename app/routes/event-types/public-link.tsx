import { breakable } from "../../ui/breakable.tsx";

/** Where guests book it; only named while it is off, since the page is gone then. */
export function PublicLink({ address, isActive }: { address: string; isActive: boolean }) {
  if (!isActive) return <span className="text-quiet wrap-anywhere">{breakable(address)}</span>;
  return (
    <a className="inline-block min-h-6 wrap-anywhere" href={new URL(address).pathname}>
      {breakable(address)}
    </a>
  );
}
