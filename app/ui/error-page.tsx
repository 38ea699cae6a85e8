import { isRouteErrorResponse, useLocation, useRouteError } from "@remix-run/react";
import { DatabaseAway, useSentForm } from "./database-away.tsx";
import { errorText, isGoneFromArea } from "./error-text.ts";
import { GuestPage } from "./page.tsx";
import { SignedOut } from "./signed-out.tsx";

/** What a person sees when a route has no page for them. */
export function ErrorPage() {
  const error = useRouteError();
  const { pathname, search } = useLocation();
  const form = useSentForm();
  const unsigned = useSentForm(403);
  if (unsigned) return <SignedOut form={unsigned} wanted={pathname + search} />;
  if (form) {
    return (
      <DatabaseAway form={form}>
        We could not reach our database, so we don’t know yet whether this was stored. What you sent
        is still here. Wait a moment and press the button: it is done only once.
      </DatabaseAway>
    );
  }
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, text, canTryAgain } = errorText(status, pathname);
  const hostPage = isRouteErrorResponse(error) ? hostPageOf(error.data) : null;
  return (
    <GuestPage>
      <title>{`${title} · Slotkeeper`}</title>
      <p className="text-sm font-medium text-quiet">Error {status}</p>
      <h1 className="mt-1">{title}</h1>
      <p className="mt-3 text-quiet">{text}</p>
      <p className="mt-6 flex flex-wrap gap-3">
        {canTryAgain ? (
          <a className="button" href={pathname + search}>
            Try again
          </a>
        ) : null}
        <Elsewhere hostPage={hostPage} isArea={isGoneFromArea(status, pathname)} />
      </p>
    </GuestPage>
  );
}

function Elsewhere({ hostPage, isArea }: { hostPage: HostPage | null; isArea: boolean }) {
  if (hostPage) {
    return (
      <a className="button" href={hostPage.path}>
        See what {hostPage.name} offers
      </a>
    );
  }
  return isArea ? (
    <a className="button" href="/dashboard">
      Go to the dashboard
    </a>
  ) : (
    <a className="button button-quiet" href="/">
      Go to the front page
    </a>
  );
}

interface HostPage {
  name: string;
  path: string;
}

/** What a 404 on a page of a host's brings along: the one that is there. */
function hostPageOf(data: unknown): HostPage | null {
  const { hostPage } = (typeof data === "object" && data !== null ? data : {}) as {
    hostPage?: HostPage;
  };
  return hostPage ?? null;
}
