import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireHost } from "../../auth/session.server.ts";
import { doneSteps, stepAfter } from "../../domain/first-steps.ts";
import { listTimeZones } from "../../domain/time-zone.ts";
import { handlePageAddressForm } from "../../http/page-address.server.ts";
import { PageAddressForm } from "../../ui/page-address-form.tsx";
import { takeFirstStep } from "../../use-cases/take-first-step.server.ts";
import { StepFrame } from "./step-frame.tsx";
import { stepPages } from "./steps.ts";

export const meta: MetaFunction = () => [{ title: "Welcome · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  return {
    done: doneSteps(host),
    name: host.name,
    origin: context.env.APP_ORIGIN,
    page: { handle: host.handle, timeZone: host.timeZone },
    zones: listTimeZones(),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const result = await handlePageAddressForm(request, context, host);
  if (result.kind === "invalid") return data(result, { status: 422 });
  const done = await takeFirstStep(context, host, "page");
  return redirect(stepPages[stepAfter("page", done)].path, 303);
}

/** The first of the first steps. */
export default function Welcome() {
  const { done, name, origin, page, zones } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <StepFrame
      step="page"
      done={done}
      title={`Welcome, ${name}`}
      lead="Four short steps to a page that takes bookings. Leave whenever you like: you go on where you were."
    >
      <div className="card">
        <PageAddressForm
          action="/welcome"
          origin={origin}
          zones={zones}
          values={result?.values ?? page}
          errors={result?.errors ?? {}}
          submit="Save and go on"
          hint="This is what you share."
        />
      </div>
    </StepFrame>
  );
}
