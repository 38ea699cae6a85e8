import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";

/** The frame of a guest's page: no navigation, nothing but the matter at hand. */
export function GuestPage({ children, wide }: { children: ReactNode; wide?: boolean }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <main className={`mx-auto w-full px-4 py-8 sm:py-12 ${wide ? "max-w-4xl" : "max-w-xl"}`}>
        {children}
      </main>
      <footer className="mx-auto mt-auto px-4 py-6 text-sm text-quiet">
        Scheduling by Slotkeeper
      </footer>
    </div>
  );
}

/** The frame of the host's area. */
export function HostPage({ children, handle }: { children: ReactNode; handle: string }) {
  return (
    <div className="min-h-dvh">
      <header className="border-b border-line bg-card">
        <div className="mx-auto flex max-w-4xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-2">
          <span className="text-lg font-semibold">Slotkeeper</span>
          <nav aria-label="Main" className="flex flex-wrap gap-x-4">
            <NavLink to="/dashboard">Bookings</NavLink>
            <NavLink to="/settings">Settings</NavLink>
            <a className="inline-flex min-h-11 items-center" href={`/${handle}`}>
              My page
            </a>
          </nav>
          <Form method="post" action="/sign-out" reloadDocument className="ml-auto">
            <button className="button button-quiet" type="submit">
              Sign out
            </button>
          </Form>
        </div>
      </header>
      <main className="mx-auto max-w-4xl px-4 py-8">{children}</main>
    </div>
  );
}

function NavLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link className="inline-flex min-h-11 items-center" to={to}>
      {children}
    </Link>
  );
}
