import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/cloudflare";
import { useLoaderData } from "@remix-run/react";
import { privatePage } from "../../http/private-page.ts";
import { Notice } from "../../ui/notice.tsx";
import { GuestPage } from "../../ui/page.tsx";
import { type Receipt, readReceipt } from "./receipt.server.ts";
import {
  accessAdvice,
  closingText,
  doneTexts,
  GOOGLE_PERMISSIONS,
  stillText,
} from "./receipt-text.ts";

export const meta: MetaFunction = () => [{ title: "Account deleted · Slotkeeper" }];
export const headers = () => privatePage;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const receipt = await readReceipt(request, context);
  return { receipt: receipt && viewOf(receipt) };
}

function viewOf(receipt: Receipt) {
  const isDone = receipt.kind === "deleted";
  return {
    heading: isDone ? "Your account is deleted" : "Your account is being deleted",
    done: doneTexts(receipt),
    still: stillText(receipt),
    advice: accessAdvice(receipt),
    closing: closingText(receipt),
  };
}

/** What is left of an account: what was done, what still goes on, and that nothing more is needed. */
export default function AccountDeleted() {
  const { receipt } = useLoaderData<typeof loader>();
  if (!receipt) return <NoReceipt />;
  return (
    <GuestPage>
      <h1>{receipt.heading}</h1>
      <ul className="card mt-5 mb-5 grid gap-2">
        {receipt.done.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {receipt.still ? <Notice tone="plain">{receipt.still}</Notice> : null}
      {receipt.advice ? (
        <p className="mb-5 wrap-anywhere">
          {receipt.advice} <a href={GOOGLE_PERMISSIONS}>myaccount.google.com/permissions</a>
        </p>
      ) : null}
      <p>{receipt.closing}</p>
    </GuestPage>
  );
}

function NoReceipt() {
  return (
    <GuestPage>
      <h1>Nothing to show here</h1>
      <p className="mt-3 text-quiet">
        When an account is deleted, this page says what was done, for ten minutes and only in the
        browser where that was asked for.
      </p>
    </GuestPage>
  );
}
