import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import type { Host } from "#db/hosts.server.ts";
import { sayNotDone } from "../../auth/ask-to-sign-in.server.ts";
import { findSignedIn, forgetSession, requireHost } from "../../auth/session.server.ts";
import { isId } from "../../domain/ids.ts";
import { incomplete, reasonField } from "../../http/booking-fields.server.ts";
import { orSendAgain } from "../../http/database-away.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { privatePage } from "../../http/private-page.ts";
import type { AppContext } from "../../load-context.server.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { DatabaseAway, useSentForm } from "../../ui/database-away.tsx";
import { ErrorPage } from "../../ui/error-page.tsx";
import { Notice } from "../../ui/notice.tsx";
import { deleteAccount, findDeletion } from "../../use-cases/delete-account.server.ts";
import { viewAccount } from "./account-view.server.ts";
import { DeleteSection } from "./delete-section.tsx";
import { ExportSection } from "./export-section.tsx";
import { handOutReceipt, type Receipt, readReceipt } from "./receipt.server.ts";

export const meta: MetaFunction = () => [{ title: "Your account · Slotkeeper" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  return viewAccount(context, host);
}

const Fields = z.object({
  /** Whose account, for a form that is sent once more when nobody is signed in any more. */
  account: z.string({ error: incomplete }).refine(isId, { error: incomplete }),
  handle: z.string({ error: incomplete }),
  bookings: z.enum(["cancel", "keep"], {
    error: "Choose what becomes of the bookings to come.",
  }),
  reason: reasonField,
});
type Fields = z.infer<typeof Fields>;

export async function action({ request, context }: ActionFunctionArgs) {
  const form = await readForm(request);
  return orSendAgain(form, async () => {
    const signedIn = await findSignedIn(request, context);
    const parsed = Fields.safeParse(form);
    if (!signedIn) return answerSignedOut(request, context, parsed.data ?? null);
    if (!parsed.success) return refuse(form, fieldErrors(parsed.error));
    return deleteAndAnswer(context, signedIn.host, parsed.data);
  });
}

async function deleteAndAnswer(context: AppContext, host: Host, fields: Fields) {
  const { handle, bookings, reason, account } = fields;
  // Somebody else has signed in here since the page was shown.
  if (account !== host.id) return refuse({ ...fields }, { handle: OTHER_ACCOUNT });
  const outcome = await deleteAccount(context, host, { typedHandle: handle, bookings, reason });
  switch (outcome.kind) {
    case "notConfirmed":
      return refuse(
        { ...fields },
        { handle: `That is not your page’s name. Type ${host.handle}.` },
      );
    case "deleting":
      return showReceipt(context, { ...outcome, bookings, access: "open" });
    case "deleted":
      return showReceipt(context, { ...outcome, bookings });
  }
}

const OTHER_ACCOUNT = "Another account is signed in now than the one that this form was for.";

/** The same form once more: its account is gone, and its session with it. */
async function answerSignedOut(request: Request, context: AppContext, fields: Fields | null) {
  const deletion = fields ? await findDeletion(context, fields.account) : "notAskedFor";
  if (!fields || deletion === "notAskedFor") return sayNotDone("/settings/account");
  if (await readReceipt(request, context)) return redirect("/account-deleted", 303);
  const { bookings } = fields;
  return showReceipt(context, { kind: deletion, bookings, access: "open", cancelled: null });
}

async function showReceipt(context: AppContext, { kind, access, bookings, cancelled }: Receipt) {
  const headers = new Headers(privatePage);
  headers.append("Set-Cookie", await forgetSession(context));
  const receipt = { kind, access, bookings, cancelled };
  headers.append("Set-Cookie", await handOutReceipt(context, receipt));
  return redirect("/account-deleted", { status: 303, headers });
}

function refuse(typed: Record<string, string>, errors: Record<string, string>) {
  return data({ typed, errors }, { status: 422 });
}

export default function Account() {
  const account = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <div className="lg:max-w-2xl">
      <BackLink to="/settings">Settings</BackLink>
      <h1 className="mb-6">Your account</h1>
      {result ? (
        <Notice tone="bad">Nothing was deleted. {Object.values(result.errors).join(" ")}</Notice>
      ) : null}
      <div className="grid gap-6">
        <ExportSection />
        <DeleteSection {...account} typed={result?.typed ?? {}} errors={result?.errors ?? {}} />
      </div>
    </div>
  );
}

export function ErrorBoundary() {
  const form = useSentForm();
  if (!form) return <ErrorPage />;
  return (
    <DatabaseAway form={form}>
      We could not reach our database, so we don’t know yet whether your account is being deleted.
      Wait a moment and press the button: it is deleted only once.
    </DatabaseAway>
  );
}
