import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/cloudflare";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { setPublicPage } from "#db/hosts.server.ts";
import { requireHost } from "../../auth/session.server.ts";
import { ACCENT_NAMES } from "../../domain/accent.ts";
import { incomplete, textOf } from "../../http/booking-fields.server.ts";
import { fieldErrors, readForm } from "../../http/form.server.ts";
import { textOfCode } from "../../http/notice-code.ts";
import { BackLink } from "../../ui/back-link.tsx";
import { Choice, ChoiceGroup } from "../../ui/choice-field.tsx";
import { TextArea } from "../../ui/field.tsx";
import { GuardedForm } from "../../ui/guarded-form.tsx";
import { Notice } from "../../ui/notice.tsx";
import { SubmitButton } from "../../ui/submit-button.tsx";
import { AccentChoice } from "./accent-choice.tsx";

export const meta: MetaFunction = () => [{ title: "Your public page · Slotkeeper" }];

const notices = {
  on: "Saved. Your page is on.",
  off: "Saved. Your page is off: whoever opens it finds nothing. What is booked stays booked.",
};

/** What fits on a phone above the event types. */
const LONGEST_BIO = 500;

const PublicPageForm = z.object({
  bio: textOf(LONGEST_BIO, incomplete),
  accent: z.enum(ACCENT_NAMES, { error: "Choose a colour." }),
  page: z
    .enum(["on", "off"], { error: "Choose whether your page is on." })
    .transform((choice) => choice === "on"),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { host } = await requireHost(request, context);
  const { name, handle, bio, accent, pageEnabled } = host;
  return {
    notice: textOfCode(notices, new URL(request.url).searchParams, "notice"),
    ...{ name, path: `/${handle}`, address: `${context.env.APP_ORIGIN}/${handle}` },
    isOn: pageEnabled,
    values: { bio, accent, page: pageEnabled ? "on" : "off" },
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { host } = await requireHost(request, context);
  const form = await readForm(request);
  const parsed = PublicPageForm.safeParse(form);
  if (!parsed.success) {
    const { bio = "", accent = "", page = "" } = form;
    return data({ values: { bio, accent, page }, errors: fieldErrors(parsed.error) }, 422);
  }
  const { bio, accent, page: pageEnabled } = parsed.data;
  await setPublicPage(context.db, host.id, { bio, accent, pageEnabled }, context.now());
  return redirect(`/settings/page?notice=${pageEnabled ? "on" : "off"}`);
}

export default function PublicPage() {
  const page = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const values = result?.values ?? page.values;
  const errors: Record<string, string> = result?.errors ?? {};
  return (
    <div className="lg:max-w-2xl">
      <BackLink to="/settings">Settings</BackLink>
      <h1 className="mb-6">Your public page</h1>
      {page.notice && !result ? <Notice tone="good">{page.notice}</Notice> : null}
      <p className="mb-6 wrap-anywhere">
        {page.isOn ? (
          <a href={page.path}>{page.address}</a>
        ) : (
          `${page.address} is off: whoever opens it finds nothing.`
        )}
      </p>
      <GuardedForm
        method="post"
        action="/settings/page"
        className="card"
        key={JSON.stringify(page.values)}
      >
        <TextArea
          name="bio"
          label="About you (optional)"
          hint={`Guests read it above what they can book. Your name, ${page.name}, and your picture come from your Google account each time you sign in.`}
          maxLength={LONGEST_BIO}
          defaultValue={values.bio}
          error={errors.bio}
        />
        <ChoiceGroup name="accent" label="Colour" error={errors.accent}>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4">
            {ACCENT_NAMES.map((name) => (
              <AccentChoice key={name} name={name} chosen={values.accent} />
            ))}
          </div>
        </ChoiceGroup>
        <ChoiceGroup name="page" label="Can guests open it?" error={errors.page}>
          <Choice name="page" value="on" chosen={values.page} label="Yes: it is on" />
          <Choice
            name="page"
            value="off"
            chosen={values.page}
            label="No: it is off"
            hint="Nobody can book until you switch it on again. What is booked stays booked, and guests’ links to it go on working."
          />
        </ChoiceGroup>
        <SubmitButton label="Save" busyLabel="Saving…" fields={{ form: "public-page" }} />
      </GuardedForm>
    </div>
  );
}
