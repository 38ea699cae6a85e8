import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/notice.tsx";

export interface Preview {
  /** The full address of the page that is previewed. */
  address: string;
  /** Whether guests find the page there: it can be off itself, or all of the host's pages are. */
  state: "open" | "private" | "off" | "pageOff";
  /** The time that was pressed, in words; null while none is. */
  chosen: string | null;
  /** What guests are asked for once they have chosen a time. */
  fields: string[];
}

/** Tells a preview from the page itself, and what guests find at its address. */
export function PreviewNote({ preview }: { preview: Preview }) {
  const { chosen, fields } = preview;
  return (
    <>
      <aside aria-label="Preview" className="card mb-8 border-dashed py-4 sm:py-4">
        <p className="wrap-anywhere">
          <b>Preview.</b> Only you see this page, and nothing can be booked on it.{" "}
          <Whereabouts preview={preview} />
        </p>
        <p>
          <a className="lone-link" href="/event-types">
            <Icon name="left" />
            Back to event types
          </a>
        </p>
      </aside>
      {chosen ? (
        <Notice tone="plain">
          <p className="wrap-anywhere">
            {chosen}: here guests go on to a form that asks for {listed(fields)}. A preview ends
            here.
          </p>
        </Notice>
      ) : null}
    </>
  );
}

function Whereabouts({ preview: { address, state } }: { preview: Preview }) {
  switch (state) {
    case "off":
      return <>It is off: at {address} guests find nothing yet.</>;
    case "pageOff":
      return <>Your page is switched off: at {address} guests find nothing.</>;
    case "private":
      return (
        <>
          Who has this address can book: <a href={new URL(address).pathname}>{address}</a>
        </>
      );
    case "open":
      return (
        <>
          Guests book at <a href={new URL(address).pathname}>{address}</a>
        </>
      );
  }
}

function listed(fields: readonly string[]): string {
  return new Intl.ListFormat("en-GB").format(fields);
}
