import { Form, NavLink, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import type { AccentName } from "../domain/accent.ts";

interface GuestPageProps {
  /** The colour that the host chose; Slotkeeper's own unless given. */
  accent?: AccentName | undefined;
  children: ReactNode;
  wide?: boolean;
}

/** The frame of a guest's page: no navigation, nothing but the matter at hand. */
export function GuestPage({ accent, children, wide }: GuestPageProps) {
  return (
    <div className="flex min-h-dvh flex-col" data-accent={accent}>
      <main
        className={`mx-auto w-full px-4 py-6 sm:px-6 sm:py-12 ${wide ? "max-w-6xl" : "max-w-xl"}`}
      >
        {children}
      </main>
      <footer className="mx-auto mt-auto px-4 py-6 text-sm text-quiet">
        Scheduling by Slotkeeper
      </footer>
    </div>
  );
}

interface HostPageProps {
  /** What the host should hear of on every page; null when there is nothing. */
  banner: ReactNode;
  children: ReactNode;
}

/** The frame of the host's area, drawn once by its layout. */
export function HostPage({ banner, children }: HostPageProps) {
  return (
    <div className="min-h-dvh">
      <header className="border-b border-line bg-card">
        <div className="mx-auto flex max-w-4xl items-center gap-x-5 px-4 py-2">
          <span className="text-lg font-semibold">Slotkeeper</span>
          <MainMenu />
        </div>
      </header>
      {banner}
      <main className="mx-auto max-w-4xl px-4 py-8">{children}</main>
    </div>
  );
}

const MENU_ID = "menu";

/** React 18 knows neither attribute; the browser opens, closes and announces by them, with script or without. */
const opensMenu = { popovertarget: MENU_ID };
const isPopover = { popover: "auto" };

/** A row of links; on a phone they are behind a button. */
function MainMenu() {
  const { key } = useLocation();
  return (
    <>
      <button type="button" className="button button-quiet menu-button ml-auto" {...opensMenu}>
        Menu
      </button>
      {/* A new one with every page, so that the one that was open is gone. */}
      <nav key={key} id={MENU_ID} aria-label="Main" className="menu" {...isPopover}>
        <AreaLink to="/dashboard">Dashboard</AreaLink>
        <AreaLink to="/bookings">Bookings</AreaLink>
        <AreaLink to="/event-types">Event types</AreaLink>
        <AreaLink to="/availability">Availability</AreaLink>
        <AreaLink to="/sync">Sync</AreaLink>
        <AreaLink to="/settings">Settings</AreaLink>
        <Form method="post" action="/sign-out" reloadDocument className="md:ml-auto">
          <button className="button button-quiet" type="submit">
            Sign out
          </button>
        </Form>
      </nav>
    </>
  );
}

function AreaLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <NavLink
      className="inline-flex min-h-11 items-center aria-[current=page]:font-semibold aria-[current=page]:text-ink"
      to={to}
    >
      {children}
    </NavLink>
  );
}
