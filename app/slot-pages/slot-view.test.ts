import { expect, test } from "vitest";
import { viewSlot } from "./slot-view.ts";

test("R7.5 a slot is named in the guest's zone and carried in UTC", () => {
  const view = viewSlot(
    { start: Date.parse("2026-12-03T09:00:00Z"), end: Date.parse("2026-12-03T09:30:00Z") },
    "Europe/Berlin",
  );
  expect(view).toMatchObject({ start: "2026-12-03T09:00:00Z", time: "10:00" });
  expect(view.name).toContain("10:00");
  expect(view.name).toContain("10:30");
});
