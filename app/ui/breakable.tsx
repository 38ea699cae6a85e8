import { Fragment, type ReactNode } from "react";

/** A web or e-mail address that, where it has to break, does so between its parts: before its "@", behind a "/". */
export function breakable(address: string): ReactNode {
  const [first, ...rest] = address.split(/(?=@)|(?<=[^/:]\/)(?=[^/])/);
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
