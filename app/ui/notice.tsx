import type { ReactNode } from "react";

export type Tone = "good" | "info" | "warn" | "bad" | "plain";

/** How a message of each tone looks. */
export const looks: Record<Tone, string> = {
  good: "border-good bg-good-soft text-good",
  info: "border-accent bg-accent-soft text-ink",
  warn: "border-warn bg-warn-soft text-warn",
  bad: "border-bad bg-bad-soft text-bad",
  plain: "border-line bg-card text-ink",
};

/** A message about what just happened. Read out at once when it reports a problem. */
export function Notice({ tone, id, children }: { tone: Tone; id?: string; children: ReactNode }) {
  const role = tone === "bad" || tone === "warn" ? "alert" : "status";
  return (
    <div role={role} id={id} className={`mb-5 rounded-lg border-l-4 px-4 py-3 ${looks[tone]}`}>
      {children}
    </div>
  );
}

/** A short state, always in words and never by colour alone. */
export function Badge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={`inline-block rounded-md border px-2 py-0.5 text-sm ${looks[tone]}`}>
      {children}
    </span>
  );
}
