import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import type { EventType } from "#db/booking-pages.server.ts";
import { deleteUnbookedEventType } from "#db/event-types.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import type { AppContext } from "../../load-context.server.ts";
import { changeEventType } from "../../use-cases/save-event-type.server.ts";
import { CHANGED_MEANWHILE, changedMeanwhile, versionOf } from "./changed-meanwhile.server.ts";
import { DELETE, DeleteEventType } from "./delete-event-type.tsx";
import { readEventTypeForm } from "./event-type-fields.server.ts";
import { EventTypeForm } from "./event-type-form.tsx";
import { FormHeading } from "./form-heading.tsx";
import { handleEventTypeForm, requireHostEventType, viewFrame } from "./form-page.server.ts";
import { storedValues } from "./form-values.ts";
import { BOOKED_BEFORE } from "./messages.ts";
import { PublicLink } from "./public-link.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.title} · Slotkeeper` : "Slotkeeper" },
];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const eventType = await requireHostEventType(context, host.id, params);
  const frame = await viewFrame(context, host);
  return {
    title: eventType.title,
    address: `${frame.page}/${eventType.slug}`,
    isActive: eventType.isActive,
    frame: { ...frame, isPrivate: !eventType.isListed },
    values: { ...storedValues(eventType), version: await versionOf(eventType) },
  };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, async () => {
    const { host } = await requireHost(request, context);
    const eventType = await requireHostEventType(context, host.id, params);
    if (form.intent === DELETE) return deleteAndAnswer(context, eventType);
    const result = await handleEventTypeForm(context, form, readEventTypeForm, async (asked) => {
      const changed = await changedMeanwhile(form, eventType);
      return changed
        ? { kind: "changedMeanwhile", ...changed }
        : changeEventType(context, eventType, asked);
    });
    if (result.kind === "saved") return redirect("/event-types?notice=saved", 303);
    const isChanged = result.answer.init?.status === 409;
    return data(
      { ...result.answer.data, refusal: isChanged ? CHANGED_MEANWHILE : null },
      result.answer.init ?? {},
    );
  });
}

async function deleteAndAnswer({ db }: AppContext, eventType: EventType) {
  const isDeleted = await deleteUnbookedEventType(db, eventType);
  if (isDeleted) return redirect("/event-types?notice=deleted", 303);
  const values = storedValues(eventType);
  return data({ values, errors: {}, refusal: BOOKED_BEFORE }, { status: 409 });
}

export default function EditEventType() {
  const { title, address, isActive, frame, values } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <div className="lg:max-w-2xl">
      <FormHeading>{title}</FormHeading>
      <p>
        <PublicLink address={address} isActive={isActive} />
      </p>
      <p className="mb-6">
        <Link className="inline-flex min-h-6 items-center" to="why">
          Why is a time not offered?
        </Link>
      </p>
      <EventTypeForm
        {...frame}
        slugHint="Links that you shared before stop working when you change it."
        values={result?.values ?? values}
        errors={result?.errors ?? {}}
        refusal={result?.refusal}
        isUnsaved={result !== undefined && result.refusal !== BOOKED_BEFORE}
      />
      <DeleteEventType />
    </div>
  );
}
