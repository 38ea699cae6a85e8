import { expect, test } from "vitest";
import { checkHandle, handleWithSuffix, proposeHandle } from "./handle.ts";

const problemOf = (text: string) => {
  const check = checkHandle(text);
  return check.ok ? null : check.problem;
};

test("R7.1 a handle is proposed from the name, without marks and apostrophes", () => {
  expect(proposeHandle("Ada Lovelace", "a@example.com")).toBe("ada-lovelace");
  expect(proposeHandle("José Ñandú-Müller", "a@example.com")).toBe("jose-nandu-muller");
  expect(proposeHandle("Łukasz Øster ẞtraße", "a@example.com")).toBe("lukasz-oster-sstrasse");
  expect(proposeHandle("Conan O’Brien", "a@example.com")).toBe("conan-obrien");
  expect(proposeHandle("  Dr. Kim -- (she/her) ", "a@example.com")).toBe("dr-kim-she-her");
  expect(proposeHandle("Nguyễn Thị Đào", "a@example.com")).toBe("nguyen-thi-dao");
});

test("R7.1 where the name has no Latin letters the e-mail address decides", () => {
  expect(proposeHandle("山田 太郎", "taro.yamada+google@example.com")).toBe("taro-yamada");
  expect(proposeHandle("Мария", "maria@example.com")).toBe("maria");
  expect(proposeHandle("", "x.y.z@example.com")).toBe("x-y-z");
});

test("R7.1 a name given as an e-mail address does not end up in public whole", () => {
  expect(proposeHandle("grace.hopper@navy.example", "g@example.com")).toBe("grace-hopper");
});

test("R7.1 short and reserved names still give a handle that may be used", () => {
  expect(proposeHandle("Bo", "bo@example.com")).toBe("book-bo");
  expect(proposeHandle("Admin", "admin@example.com")).toBe("book-admin");
  expect(proposeHandle("李", "李@example.com")).toBe("book-me");
  expect(proposeHandle("", "")).toBe("book-me");
});

test("R7.1 long names are cut and every proposal is a handle, suffix included", () => {
  const names = [
    "a".repeat(90),
    `${"x".repeat(39)} y`,
    `${"ab ".repeat(5000)}`,
    "ﬃ ﷺ",
    "-_-",
    "👩‍💻",
    "\ud800",
  ];
  for (const name of names) {
    const proposal = proposeHandle(name, `${name}@example.com`);
    expect(checkHandle(proposal)).toEqual({ ok: true, handle: proposal });
    const second = handleWithSuffix(proposal, 1234);
    expect(checkHandle(second)).toEqual({ ok: true, handle: second });
  }
});

test("R7.1 a suffix makes another handle and keeps it short enough", () => {
  expect(handleWithSuffix("ada", 2)).toBe("ada-2");
  expect(handleWithSuffix("a".repeat(40), 12)).toBe(`${"a".repeat(37)}-12`);
  expect(handleWithSuffix(`${"a".repeat(37)}-bc`, 2)).toBe(`${"a".repeat(37)}-2`);
});

test("R7.1 handles of 3 to 40 letters, digits and single hyphens are accepted", () => {
  for (const handle of ["ada", "a1b", "007", "ada-lovelace", "a".repeat(40)]) {
    expect(checkHandle(handle)).toEqual({ ok: true, handle });
  }
});

test("R7.1 capitals and space around a handle are put right", () => {
  expect(checkHandle("  Ada-Lovelace ")).toEqual({ ok: true, handle: "ada-lovelace" });
});

test("R7.1 malformed handles are refused, each with its reason", () => {
  expect(["", "  ", "ab"].map(problemOf)).toEqual(["too_short", "too_short", "too_short"]);
  expect(problemOf("a".repeat(41))).toBe("too_long");
  const texts = [
    "ada lovelace",
    "ada_lovelace",
    "ada.lovelace",
    "-ada",
    "ada-",
    "ada--lovelace",
    "---",
    "adá",
    "ada/../admin",
    "ada\nb",
    "ada\0b",
    "\u212Aelvin",
    "аda",
    "<b>ada",
  ];
  for (const text of texts) expect([text, problemOf(text)]).toEqual([text, "malformed"]);
});

test("R7.1 names the app serves or may come to serve are reserved", () => {
  const names = `about account admin api app assets auth availability billing blog booking bookings
    calendar connect dashboard docs embed event-types events favicon guest healthz help home host
    hosts index legal login logout manage manifest new oauth privacy robots security settings setup
    sign-in sign-out signin signup sitemap slotkeeper static status styleguide support sync terms
    user users webhooks welcome well-known www`.split(/\s+/);
  expect(names.filter((name) => problemOf(name) !== "reserved")).toEqual([]);
  expect(problemOf("Admin")).toBe("reserved");
  expect(problemOf("administrator-ada")).toBeNull();
});
