import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { Link, Outlet, useLoaderData, useLocation } from "@remix-run/react";
import { summariseBehind } from "#db/sync-overview.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { ALARM_AFTER_MS, alarmText } from "../../ui/behind-text.ts";
import { HostPage } from "../../ui/page.tsx";

export const handle = { scripts: "hydrate" };
export const headers = () => privatePage;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const now = context.now();
  const late = await summariseBehind(context.db, host.id, now - ALARM_AFTER_MS);
  return { alarm: late && alarmText(late, host.timeZone, now) };
}

/** The frame of all pages that are the host's alone. Each of them asks for its host itself: loaders run side by side. */
export default function HostArea() {
  const { alarm } = useLoaderData<typeof loader>();
  const isOnSyncPage = useLocation().pathname === "/sync";
  return (
    <HostPage banner={alarm && !isOnSyncPage ? <SyncAlarm>{alarm}</SyncAlarm> : null}>
      <Outlet />
    </HostPage>
  );
}

function SyncAlarm({ children }: { children: string }) {
  return (
    <aside aria-label="Sync" className="border-b border-warn bg-warn-soft text-warn">
      <p className="mx-auto max-w-4xl px-4 py-3">
        {children}{" "}
        <Link className="inline-block min-h-6 font-semibold text-warn" to="/sync">
          See what is wrong
        </Link>
      </p>
    </aside>
  );
}
