import { expect, test } from "vitest";
import { browserName } from "./browser-name.server.ts";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

test("D7 a browser is named with its system", () => {
  expect(browserName(FIREFOX)).toBe("Firefox on Windows");
  expect(browserName(ANDROID)).toBe("Chrome on Android");
  expect(browserName(IPHONE)).toBe("Safari on iOS");
});

test("D7 one that does not tell has no name", () => {
  expect(browserName(null)).toBe("");
  expect(browserName("")).toBe("");
});

test("D7 a user agent that somebody made up makes no long name", () => {
  expect(browserName(`Mozilla/5.0 ${"x".repeat(5000)}/1.0`).length).toBeLessThanOrEqual(60);
  expect(browserName("\u0000<script>")).not.toContain("<");
});
