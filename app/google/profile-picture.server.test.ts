import { expect, test } from "vitest";
import { fetchProfilePicture, isProfilePicture } from "./profile-picture.server.ts";

const endpoints = { GOOGLE_ACCOUNTS_ORIGIN: "https://accounts.google.test" };
const PICTURE = "https://lh3.googleusercontent.com/a/AbC=s96-c";

test.each([
  [PICTURE, true],
  ["https://accounts.google.test/photos/1.svg", true],
  ["http://lh3.googleusercontent.com/a", false],
  ["https://googleusercontent.com.evil.example/a", false],
  ["https://evilgoogleusercontent.com/a", false],
  ["https://10.0.0.1/secret", false],
  ["file:///etc/passwd", false],
  ["no address", false],
  [null, false],
])("R5.4 of %s nothing is asked unless Google keeps pictures there: %s", (url, isOne) => {
  expect(isProfilePicture(url, endpoints)).toBe(isOne);
});

test("a picture is asked for in the size that is shown, and brought as it is", async () => {
  const asked: string[] = [];
  const picture = await fetchProfilePicture(async (url) => {
    asked.push(url);
    return new Response("bytes", { headers: { "Content-Type": "image/jpeg" } });
  }, PICTURE);
  expect(asked).toEqual(["https://lh3.googleusercontent.com/a/AbC=s160-c"]);
  expect(picture?.type).toBe("image/jpeg");
  expect(new TextDecoder().decode(picture?.bytes)).toBe("bytes");
});

test.each<[string, () => Response]>([
  ["gone", () => new Response(null, { status: 404 })],
  [
    "a redirect",
    () => new Response(null, { status: 302, headers: { Location: "http://10.0.0.1" } }),
  ],
  ["a page", () => new Response("<script>", { headers: { "Content-Type": "text/html" } })],
  [
    "too large",
    () => new Response("x".repeat(600_000), { headers: { "Content-Type": "image/png" } }),
  ],
  [
    "unreachable",
    () => {
      throw new TypeError("network");
    },
  ],
])("R5.4 what is %s is no picture", async (_what, answer) => {
  expect(await fetchProfilePicture(async () => answer(), PICTURE)).toBeNull();
});
