import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { findSignedIn } from "../auth/session.server.ts";
import { requireAppOrigin } from "../http/app-origin.ts";
import { Fact, Facts } from "../ui/facts.tsx";
import { GuestPage } from "../ui/page.tsx";
import { SignInForm } from "./sign-in/sign-in-form.tsx";

/** One line of script: the browser's time zone. */
export const handle = { scripts: "inline" };

export async function loader({ request, context }: LoaderFunctionArgs) {
  requireAppOrigin(request, context);
  const signedIn = await findSignedIn(request, context);
  if (signedIn) throw redirect("/dashboard");
  return null;
}

export default function Home() {
  return (
    <GuestPage>
      <h1>Slotkeeper</h1>
      <p className="mt-3 text-lg">
        Share a page, let people book a time, and find every booking in your Google Calendar. No
        double bookings, no lost events.
      </p>
      <div className="card my-6">
        <Facts>
          <Fact icon="person">
            Guests choose a time with two clicks: no account, no app, on any phone.
          </Fact>
          <Fact icon="calendar">
            A booking becomes an event in your calendar, and follows by itself when Google is away.
          </Fact>
          <Fact icon="globe">
            Times are right in every time zone, also on the days when clocks change.
          </Fact>
        </Facts>
      </div>
      <SignInForm />
    </GuestPage>
  );
}
