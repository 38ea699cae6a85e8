import type { LoaderFunctionArgs } from "@remix-run/cloudflare";
import { redirect } from "@remix-run/cloudflare";
import { findSignedIn } from "../auth/session.server.ts";
import { GuestPage } from "../ui/page.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
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
      <p className="mt-6">
        <a className="button" href="/sign-in">
          Sign in
        </a>
      </p>
    </GuestPage>
  );
}
