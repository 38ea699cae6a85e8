import { expect, test } from "vitest";
import { readFormStamp, stampForm } from "./form-stamp.server.ts";
import { keyRing } from "./key-rings.fixtures.ts";

const RING = keyRing("k1");
const SHOWN_AT = Date.UTC(2026, 10, 22, 9);

test("R7.7 a stamp tells when its form was shown, also after the keys were rotated", async () => {
  const stamp = await stampForm(RING, "form key", SHOWN_AT);
  expect(await readFormStamp(RING, "form key", stamp)).toBe(SHOWN_AT);
  expect(await readFormStamp(keyRing("k2", "k1"), "form key", stamp)).toBe(SHOWN_AT);
});

test("R7.7 a stamp of another form, an older time, and one that is forged or malformed tell nothing", async () => {
  const stamp = await stampForm(RING, "form key", SHOWN_AT);
  const [at = "", keyId = "", mac = ""] = stamp.split(".");
  expect(await readFormStamp(RING, "another key", stamp)).toBeNull();
  expect(await readFormStamp(keyRing("k2"), "form key", stamp)).toBeNull();
  const forged = [
    "",
    "..",
    `${Number(at) - 1}.${keyId}.${mac}`,
    `0${at}.${keyId}.${mac}`,
    `-${at}.${keyId}.${mac}`,
    `${at}.${keyId}.${mac.slice(1)}`,
    `${at}.${keyId}.${mac.replace(/^./, (letter) => (letter === "A" ? "B" : "A"))}`,
    `${at}.constructor.${mac}`,
    `${at}.k9.${mac}`,
    `${stamp}.x`,
    `${stamp}\n`,
  ];
  for (const one of forged) expect(await readFormStamp(RING, "form key", one)).toBeNull();
});
