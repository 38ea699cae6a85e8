import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** What a meeting is like, one fact a line, each with its sign. */
export function Facts({ children }: { children: ReactNode }) {
  return <ul className="grid gap-2.5">{children}</ul>;
}

export function Fact({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5">
      <Icon name={icon} className="mt-0.5 text-quiet" />
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </li>
  );
}
