import { expect, test } from "vitest";
import { cancelText } from "./cancel-text.ts";

const names = { guest: "Grace", host: "you" };

test("R3.5 a cancelled booking says who called it off, and why when they said so", () => {
  expect(cancelText({ cancelledBy: null, cancelReason: null }, names)).toBeNull();
  expect(cancelText({ cancelledBy: "guest", cancelReason: "" }, names)).toBe("Cancelled by Grace.");
  const byHost = { cancelledBy: "host" as const, cancelReason: "I am ill" };
  expect(cancelText(byHost, names)).toBe("Cancelled by you: I am ill");
});
