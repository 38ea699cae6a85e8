import type { MetaDescriptor } from "@remix-run/cloudflare";
import { expect, test } from "vitest";
import { previewMeta, privateMeta } from "./page-meta.ts";

const page = {
  title: "Interview with Ada",
  description: "A first talk.\n\nNo   riddles.",
  origin: "https://book.example.com",
  path: "/ada/interview",
  isListed: true,
};

/** By name or property. */
function byName(meta: MetaDescriptor[]): Record<string, unknown> {
  const entries = meta as Record<string, string>[];
  return Object.fromEntries(
    entries.map((one) => [
      one.property ?? one.name ?? one.rel ?? "title",
      one.content ?? one.href ?? one.title,
    ]),
  );
}

test("D7 a link to a page is shown with its title, what it is about, one picture and one address", () => {
  expect(byName(previewMeta(page))).toMatchObject({
    title: "Interview with Ada",
    description: "A first talk. No riddles.",
    canonical: "https://book.example.com/ada/interview",
    "og:title": "Interview with Ada",
    "og:url": "https://book.example.com/ada/interview",
    "og:image": "https://book.example.com/preview.png",
  });
});

test("D7 a page that only those find who have its address, and every private one, is not to be listed", () => {
  expect(byName(previewMeta(page)).robots).toBeUndefined();
  expect(byName(previewMeta({ ...page, isListed: false })).robots).toBe("noindex");
  expect(byName(privateMeta("Your booking"))).toEqual({ title: "Your booking", robots: "noindex" });
});

test("D7 a long description ends after a whole word, or where it must", () => {
  const about = (description: string) =>
    String(byName(previewMeta({ ...page, description })).description);
  expect(about("word ".repeat(100))).toMatch(/^(word ){30,39}word…$/);
  expect(about("x".repeat(500)).length).toBeLessThanOrEqual(201);
});
