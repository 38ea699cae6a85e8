import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { deleteOtherSessions, deleteSessionOf, listSessions } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SessionList, SignOutOne, SignOutOthers } from "./session-list.tsx";
import { viewSession } from "./session-view.server.ts";

export const meta: MetaFunction = () => [{ title: "Where you are signed in · Slotkeeper" }];

const notices = {
  one: "That browser is signed out.",
  others: "All other browsers are signed out.",
};

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const sessions = await listSessions(context.db, host.id, context.now());
  const view = (session: (typeof sessions)[number]) => viewSession(session, host.timeZone);
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    here: sessions.filter(({ idHash }) => idHash === sessionHash).map(view),
    elsewhere: sessions.filter(({ idHash }) => idHash !== sessionHash).map(view),
  };
}

/** Which sessions end: all but this one, or the one named by its hash, which opens nothing by itself. */
const Ending = z.discriminatedUnion("end", [
  z.object({ end: z.literal("others") }),
  z.object({ end: z.literal("one"), session: z.string().min(1) }),
]);

export async function action({ request, context }: ActionFunctionArgs) {
  const { host, sessionHash } = await requireHost(request, context);
  const parsed = Ending.safeParse(await readForm(request));
  if (!parsed.success) return data({ refusal: "Choose a browser from the list." }, 422);
  const ending = parsed.data;
  if (ending.end === "others") await deleteOtherSessions(context.db, host.id, sessionHash);
  else await deleteSessionOf(context.db, host.id, ending.session);
  return redirect(`/settings/sessions?notice=${ending.end}`, 303);
}

export default function Sessions() {
  const { notice, here, elsewhere } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  return (
    <>
      <BackLink to="/settings">Settings</BackLink>
      <h1 className="mb-6">Where you are signed in</h1>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      {notice && !refusal ? <Notice tone="good">{notice}</Notice> : null}
      <div className="grid gap-6 lg:max-w-2xl">
        <SessionList heading="This browser" sessions={here} />
        {elsewhere.length > 0 ? (
          <SessionList
            heading="Other browsers"
            sessions={elsewhere}
            actionOf={(session) => <SignOutOne session={session} />}
          >
            <SignOutOthers />
          </SessionList>
        ) : (
          <p className="text-quiet">You are signed in nowhere else.</p>
        )}
      </div>
    </>
  );
}
