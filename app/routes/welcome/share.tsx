import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { requireHost } from "../../auth/session.server.ts";
import { doneSteps, firstOpenStep } from "../../domain/first-steps.ts";
import { CopyField } from "../../ui/copy-field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { takeFirstStep } from "../../use-cases/take-first-step.server.ts";
import { messageOf } from "../calendar-settings/messages.ts";
import { StepFrame } from "./step-frame.tsx";
import { stepPages } from "./steps.ts";

export const meta: MetaFunction = () => [{ title: "Share your page · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  return {
    done: doneSteps(host),
    /** Of the trip to Google that ended here. */
    message: host.googleCalendarEnabled ? messageOf(new URL(request.url).searchParams) : null,
    page: {
      path: `/${host.handle}`,
      address: `${context.env.APP_ORIGIN}/${host.handle}`,
      isOn: host.pageEnabled,
    },
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const open = firstOpenStep(await takeFirstStep(context, host, "share"));
  return redirect(open ? stepPages[open].path : "/dashboard", 303);
}

export default function Share() {
  const { done, message, page } = useLoaderData<typeof loader>();
  return (
    <StepFrame
      step="share"
      done={done}
      title="Share your page"
      lead="Send this address to whoever wants to meet you, or put it into your signature."
    >
      {message ? <Notice tone={message.tone}>{message.text}</Notice> : null}
      <div className="card">
        <CopyField id="address" label="Address of your page" value={page.address} />
        <p>
          {page.isOn ? (
            <a className="lone-link" href={page.path}>
              Open my page as a guest sees it
            </a>
          ) : (
            <>
              Your page is off, so nobody can book. <Link to="/settings/page">Switch it on</Link>
            </>
          )}
        </p>
        <Form method="post" action={stepPages.share.path} className="mt-4">
          <button type="submit" className="button">
            Done
          </button>
        </Form>
      </div>
    </StepFrame>
  );
}
