import { expect, test } from "vitest";
import type { Receipt } from "./receipt.server.ts";
import { accessAdvice, closingText, doneTexts, stillText } from "./receipt-text.ts";

const receipt = (changes: Partial<Receipt>): Receipt => ({
  kind: "deleted",
  access: "done",
  bookings: "cancel",
  cancelled: 2,
  ...changes,
});

test("R4.5 with all done the receipt asks for nothing", () => {
  expect(doneTexts(receipt({}))).toEqual([
    "Your page is closed, and you are signed out everywhere.",
    "2 bookings are cancelled.",
    "Everything that Slotkeeper knew of you and your guests is deleted.",
    "Slotkeeper’s access to your Google account has ended.",
  ]);
  expect(stillText(receipt({}))).toBeNull();
  expect(accessAdvice(receipt({}))).toBeNull();
  expect(closingText(receipt({}))).toBe("You need do nothing more.");
});

test("R4.5 nothing is said to be deleted, and nobody is sent to end the access, while events are being removed", () => {
  const deleting = receipt({ kind: "deleting", access: "open", cancelled: 1 });
  expect(doneTexts(deleting)).toEqual([
    "Your page is closed, and you are signed out everywhere.",
    "One booking is cancelled.",
  ]);
  expect(stillText(deleting)).toMatch(/^Events are still being removed .* up to a day/);
  expect(accessAdvice(deleting)).toMatch(/^Please don’t end the access yourself/);
  expect(stillText({ ...deleting, bookings: "keep" })).toMatch(/^The last changes are still/);
});

test("R4.5 Google that is still to be told, and what only a person can end, are told apart", () => {
  const pending = receipt({ access: "pending" });
  expect(stillText(pending)).toMatch(/For up to 7 days/);
  expect(closingText(pending)).toMatch(/^All of this happens by itself/);
  const byHand = receipt({ access: "byHand" });
  expect(stillText(byHand)).toBeNull();
  expect(accessAdvice(byHand)).toMatch(/^Slotkeeper could not end its access .* yourself, at$/);
  expect(closingText(byHand)).toBe("Nothing else is needed.");
});

test("R4.5 what nobody can tell any more is not claimed", () => {
  const again = receipt({ access: "open", cancelled: null });
  expect(doneTexts(again)).toContain("The bookings to come are cancelled.");
  expect(doneTexts(again).join()).not.toContain("has ended");
  expect(stillText(again)).toMatch(/^Should Google not answer/);
});

test("R4.5 a host who had no calendar reads nothing of Google", () => {
  const none = receipt({ access: "none", cancelled: 0 });
  expect(doneTexts(none).join(" ")).not.toContain("Google");
  expect(doneTexts(none)).toContain("There was no booking to cancel.");
});
