// Where the first steps are, and what they are called.
import type { FirstStep } from "../../domain/first-steps.ts";

export const stepPages: Record<FirstStep, { path: string; name: string }> = {
  page: { path: "/welcome", name: "Your page" },
  hours: { path: "/welcome/hours", name: "Your hours" },
  calendar: { path: "/welcome/calendar", name: "Your calendar" },
  share: { path: "/welcome/share", name: "Share" },
};
