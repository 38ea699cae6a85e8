import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireHost } from "../../auth/session.server.ts";
import { listTimeZones } from "../../domain/time-zone.ts";
import { handlePageAddressForm } from "../../http/page-address.server.ts";
import { PageAddressForm } from "../../ui/page-address-form.tsx";

export const meta: MetaFunction = () => [{ title: "Welcome · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  return {
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
  return redirect("/settings?notice=welcome");
}

export default function Welcome() {
  const { name, origin, page, zones } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <>
      <h1>Welcome, {name}</h1>
      <p className="mt-3 mb-6 text-quiet">
        Your page is ready: a 30 minute meeting, Monday to Friday, 9:00 to 17:00. Check its address
        and your time zone.
      </p>
      <div className="card max-w-xl">
        <PageAddressForm
          action="/welcome"
          origin={origin}
          zones={zones}
          values={result?.values ?? page}
          errors={result?.errors ?? {}}
          submit="Save and go on"
        />
      </div>
    </>
  );
}
