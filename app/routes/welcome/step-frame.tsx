import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { FIRST_STEPS, type FirstStep } from "../../domain/first-steps.ts";
import { Icon } from "../../ui/icon.tsx";
import { stepPages } from "./steps.ts";

interface Props {
  step: FirstStep;
  done: FirstStep[];
  title: string;
  lead: ReactNode;
  children: ReactNode;
}

/** One of the first steps, with how far the host has come. */
export function StepFrame({ step, done, title, lead, children }: Props) {
  return (
    <div className="mx-auto max-w-xl">
      <Progress step={step} done={done} />
      <h1>{title}</h1>
      <p className="mt-3 mb-6 text-quiet">{lead}</p>
      {children}
    </div>
  );
}

function Progress({ step, done }: Pick<Props, "step" | "done">) {
  return (
    <nav aria-label="First steps" className="mb-8">
      <ol className="grid grid-cols-[repeat(auto-fit,minmax(4.5rem,1fr))] gap-x-2 gap-y-4">
        {FIRST_STEPS.map((each, index) => (
          <li
            key={each}
            aria-current={each === step ? "step" : undefined}
            className={`border-t-4 pt-2 text-sm aria-[current=step]:border-accent aria-[current=step]:font-semibold ${done.includes(each) ? "border-good" : "border-line"}`}
          >
            <StepName
              step={each}
              number={index + 1}
              isDone={done.includes(each)}
              isCurrent={each === step}
            />
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface StepNameProps {
  step: FirstStep;
  number: number;
  isDone: boolean;
  isCurrent: boolean;
}

function StepName({ step, number, isDone, isCurrent }: StepNameProps) {
  const { path, name } = stepPages[step];
  if (!isDone) {
    return (
      <span className={`flex flex-col gap-1 sm:flex-row ${isCurrent ? "" : "text-quiet"}`}>
        <span aria-hidden="true">{number}</span>
        {name}
      </span>
    );
  }
  return (
    <Link className="flex min-h-6 flex-col gap-1 sm:flex-row" to={path}>
      <Icon name="check" className="text-good" />
      <span>
        {name}
        <span className="sr-only">, done</span>
      </span>
    </Link>
  );
}
