import { Fragment, type ReactNode } from "react";

/** "https://example.com/", "ada/", "intro"; "ada", "@example.com". */
const PARTS = /(?:\w+:\/\/)?@?[^/@]+\/*|[/@]+/g;

/** A web or e-mail address that, where it has to break, does so between its parts: before its "@", behind a "/". */
export function breakable(address: string): ReactNode {
  const [first, ...rest] = address.match(PARTS) ?? [];
  return (
    <>
      {first}
      {rest.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one address never change order
        <Fragment key={at}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </>
  );
}
