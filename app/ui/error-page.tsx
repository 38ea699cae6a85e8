import { isRouteErrorResponse, useRouteError } from "@remix-run/react";
import { DatabaseAway, useSentForm } from "./database-away.tsx";
import { GuestPage } from "./page.tsx";

const texts: Record<number, { title: string; text: string }> = {
  400: {
    title: "That request could not be read",
    text: "Something in it was incomplete. Please go back and try once more.",
  },
  404: {
    title: "This page does not exist",
    text: "Check the address for a typing mistake, or ask the person who sent it for a new link.",
  },
  405: {
    title: "Nothing can be sent to this page",
    text: "Please go back and use the form there.",
  },
  409: {
    title: "This form was already used",
    text: "A booking was made with it before, with other details. That booking stands unchanged. To make another one, start again from the booking page.",
  },
  410: {
    title: "This booking no longer exists",
    text: "The person you had booked with has deleted their Slotkeeper account, and what was kept here of your booking went with it. If it had been cancelled, it stays cancelled. If not, the meeting may still be in your calendar and in theirs: ask them whether it takes place. Nothing can be changed here any more.",
  },
  413: {
    title: "That was too much text",
    text: "Please go back and send less.",
  },
  503: {
    title: "Slotkeeper is not available just now",
    text: "Please try again in a minute. Nothing that was confirmed is lost.",
  },
};

const unexpected = {
  title: "Something went wrong on our side",
  text: "It has been noted. Please try again in a minute.",
};

/** What a person sees when a route has no page for them. */
export function ErrorPage() {
  const error = useRouteError();
  const form = useSentForm();
  if (form) {
    return (
      <DatabaseAway form={form}>
        We could not reach our database, so we don’t know yet whether this was stored. What you sent
        is still here. Wait a moment and press the button: it is done only once.
      </DatabaseAway>
    );
  }
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, text } = texts[status] ?? unexpected;
  return (
    <GuestPage>
      <title>{`${title} · Slotkeeper`}</title>
      <h1>{title}</h1>
      <p className="mt-3 text-quiet">{text}</p>
    </GuestPage>
  );
}
