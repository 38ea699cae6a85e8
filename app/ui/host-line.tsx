import { Avatar } from "./avatar.tsx";

interface Props {
  name: string;
  picture: string | null;
  /** Of the host's page; null where it is no longer there, or is this one. */
  href: string | null;
}

/** With whom one meets. */
export function HostLine({ name, picture, href }: Props) {
  const content = (
    <>
      <Avatar name={name} picture={picture} />
      <span
        dir="auto"
        className={`min-w-0 font-medium wrap-anywhere ${href ? "underline underline-offset-2" : ""}`}
      >
        {name}
      </span>
    </>
  );
  const look = "inline-flex min-h-11 max-w-full items-center gap-3 no-underline";
  return (
    <p className="mb-2">
      {href ? (
        <a className={look} href={href}>
          {content}
        </a>
      ) : (
        <span className={look}>{content}</span>
      )}
    </p>
  );
}
