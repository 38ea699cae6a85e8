import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { Link, Outlet, useLoaderData, useLocation } from "@remix-run/react";
import { summariseBehind } from "#db/sync-overview.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { ALARM_AFTER_MS, alarmText } from "../../ui/behind-text.ts";
import { HostPage } from "../../ui/page.tsx";
import { UnsavedGuard } from "../../ui/unsaved-guard.tsx";
import { useFocusAfterNavigation } from "../../ui/use-focus-after-navigation.ts";
import { connectionTrouble } from "./connection-trouble.server.ts";

export const handle = { scripts: "hydrate" };
export const headers = () => privatePage;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const trouble = await connectionTrouble(context, host);
  if (trouble) return { alarm: null, trouble };
  const now = context.now();
  const late = await summariseBehind(context.db, host.id, now - ALARM_AFTER_MS);
  return { trouble, alarm: late && alarmText(late, host.timeZone, now) };
}

/** The frame of all pages that are the host's alone. Each of them asks for its host itself: loaders run side by side. */
export default function HostArea() {
  const banner = useBanner();
  useFocusAfterNavigation();
  return (
    <UnsavedGuard>
      <HostPage banner={banner}>
        <Outlet />
      </HostPage>
    </UnsavedGuard>
  );
}

/** One of the two, the connection first; none on the page that it leads to. */
function useBanner() {
  const { alarm, trouble } = useLoaderData<typeof loader>();
  const { pathname } = useLocation();
  if (trouble) {
    if (pathname === "/settings/calendar") return null;
    return (
      <Banner label="Google Calendar" text={trouble} to="/settings/calendar">
        Put it right
      </Banner>
    );
  }
  if (!alarm || pathname === "/sync") return null;
  return (
    <Banner label="Sync" text={alarm} to="/sync">
      See what is wrong
    </Banner>
  );
}

interface BannerProps {
  label: string;
  text: string;
  to: string;
  children: string;
}

function Banner({ label, text, to, children }: BannerProps) {
  return (
    <aside aria-label={label} className="border-b border-warn bg-warn-soft text-warn">
      <p className="mx-auto max-w-4xl px-4 py-2 text-sm wrap-anywhere sm:py-3 sm:text-base">
        {text}{" "}
        <Link className="inline-block min-h-6 font-semibold text-warn" to={to}>
          {children}
        </Link>
      </p>
    </aside>
  );
}
