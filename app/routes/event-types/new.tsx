import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireHost } from "../../auth/session.server.ts";
import { isId } from "../../domain/ids.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { readForm } from "../../http/form.server.ts";
import { createEventType } from "../../use-cases/save-event-type.server.ts";
import { readNewEventTypeForm } from "./event-type-fields.server.ts";
import { EventTypeForm } from "./event-type-form.tsx";
import { FormHeading } from "./form-heading.tsx";
import { handleEventTypeForm, viewFrame } from "./form-page.server.ts";
import { newValues } from "./form-values.ts";

export const meta: MetaFunction = () => [{ title: "New event type · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const frame = await viewFrame(context, host);
  return { frame, values: newValues(context.newId(), frame.schedules[0]?.id ?? "") };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, async () => {
    const { host } = await requireHost(request, context);
    // The form's own, so that one that is sent twice makes one event type.
    const { id = "" } = form;
    if (!isId(id)) throw new Response(null, { status: 400 });
    const result = await handleEventTypeForm(context, form, readNewEventTypeForm, (asked) =>
      createEventType(context, { hostId: host.id, id }, asked),
    );
    if (result.kind === "shownAgain") return result.answer;
    return redirect("/event-types?notice=created", 303);
  });
}

export default function NewEventType() {
  const { frame, values } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <div className="lg:max-w-2xl">
      <FormHeading>New event type</FormHeading>
      <EventTypeForm
        {...frame}
        isPrivate={false}
        slugHint="Leave it empty to take it from the title."
        values={result?.values ?? values}
        errors={result?.errors ?? {}}
        isUnsaved={result !== undefined}
      />
    </div>
  );
}
