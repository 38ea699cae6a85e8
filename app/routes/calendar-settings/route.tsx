import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Await, useActionData, useLoaderData } from "@remix-run/react";
import { Suspense } from "react";
import { z } from "zod";
import { requireHost } from "../../auth/session.server.ts";
import { readForm } from "../../http/form.server.ts";
import { privatePage } from "../../http/private-page.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useRefreshWhile } from "../../ui/use-refresh-while.ts";
import { askWhichAccount, listEarlierAccounts, listEndedAccounts } from "./accounts.server.ts";
import { EarlierAccounts, EndedAccounts, ThisAccount, WhichAccount } from "./accounts.tsx";
import {
  conflictIdsOf,
  handleChoice,
  handleReplacement,
  requireOwnConnection,
} from "./calendar-forms.server.ts";
import { Loading } from "./connected-states.tsx";
import { messageOf, returnedOf } from "./messages.ts";
import { loadPanel } from "./panel.server.ts";
import { type PanelAnswer, PanelView } from "./panel-view.tsx";
import { tellsOfReturn } from "./settings-state.ts";
import { ListAgainForm, useReturnPage } from "./state-card.tsx";

export const meta: MetaFunction = () => [{ title: "Google Calendar · Slotkeeper" }];

/** After a refusal too, which Remix does not do by itself: the list may have changed, and be the reason. */
export const shouldRevalidate = () => true;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { searchParams } = new URL(request.url);
  const [shown, question, earlier, ended] = await Promise.all([
    loadPanel(request, context, host, returnedOf(searchParams)),
    askWhichAccount(request, context, host),
    listEarlierAccounts(context, host),
    listEndedAccounts(context, host),
  ]);
  const isTold =
    shown.kind === "here" && tellsOfReturn(shown.panel.state, returnedOf(searchParams));
  const view = {
    shown,
    question,
    earlier,
    ended,
    message: question || isTold ? null : messageOf(searchParams),
    inUseId: host.googleCalendarEnabled ? host.googleCalendarConnectionId : null,
  };
  return data(view, { headers: shown.kind === "coming" ? inPieces : {} });
}

/** Whoever compresses an answer on its way may hold its first piece back until the last one has come. */
const inPieces = {
  "Cache-Control": `${privatePage["Cache-Control"]}, no-transform`,
  "Content-Encoding": "identity",
};

export const headers: HeadersFunction = ({ loaderHeaders, parentHeaders }) => ({
  ...Object.fromEntries(parentHeaders),
  ...Object.fromEntries(loaderHeaders),
});

const Intent = z.enum(["choose", "replace"]);
const handlers = { choose: handleChoice, replace: handleReplacement };

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = await readForm(request);
  const intent = Intent.safeParse(form.intent).data;
  if (!intent) throw new Response(null, { status: 400 });
  const { id } = await requireOwnConnection(context, host, form.connectionId);
  const result = await handlers[intent](context, host, id, form);
  if (result.kind === "saved") return redirect(`/settings/calendar?notice=${result.notice}`, 303);
  const values = { destinationId: form.destination ?? "", conflictIds: conflictIdsOf(form) };
  const { status, errors } = result;
  return data({ errors, values: intent === "choose" ? values : null }, { status });
}

export default function CalendarSettings() {
  const { shown, question, earlier, ended, message, inUseId } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>() ?? null;
  useRefreshWhile(shown.kind === "here" && shown.panel.state.kind === "disconnecting");
  return (
    <>
      <WaysBack />
      <h1 className="mb-6">Google Calendar</h1>
      {answer ? <Notice tone="bad">{refusalText(answer)}</Notice> : null}
      {message && !answer ? <Notice tone={message.tone}>{message.text}</Notice> : null}
      {question ? <WhichAccount {...question} /> : null}
      <div className="grid gap-6">
        {shown.kind === "here" ? (
          <PanelView panel={shown.panel} answer={answer} left={ended} />
        ) : (
          <Suspense fallback={<Loading account={shown.account} />}>
            <Await resolve={shown.panel} errorElement={<NotLoaded />}>
              {(panel) => <PanelView panel={panel} answer={answer} left={ended} />}
            </Await>
          </Suspense>
        )}
        {inUseId ? <ThisAccount connectionId={inUseId} /> : null}
        <EarlierAccounts accounts={earlier} />
        <EndedAccounts accounts={ended} />
      </div>
    </>
  );
}

function WaysBack() {
  const from = useReturnPage();
  return (
    <div className="flex flex-wrap gap-x-6">
      {from ? <BackLink to={from.path}>{from.link}</BackLink> : null}
      <BackLink to="/settings">All settings</BackLink>
    </div>
  );
}

function NotLoaded() {
  return (
    <div>
      <Notice tone="bad">This part of the page could not be loaded.</Notice>
      <ListAgainForm label="Retry" look="" />
    </div>
  );
}

function refusalText({ errors }: PanelAnswer & { errors: { form?: string } }): string {
  return errors.form ?? "Nothing was saved. Please look at the message below.";
}
