import { Link } from "@remix-run/react";

export function BackTo({ to, children }: { to: string; children: string }) {
  return (
    <p className="mb-3">
      <Link className="inline-flex min-h-6 items-center wrap-anywhere" to={to}>
        {children}
      </Link>
    </p>
  );
}
