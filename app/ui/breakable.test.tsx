import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { breakable } from "./breakable.tsx";

test.each([
  [
    "https://book.example.com/ada/30-minutes",
    "https://book.example.com/<wbr/>ada/<wbr/>30-minutes",
  ],
  ["ada.lovelace@example.com", "ada.lovelace<wbr/>@example.com"],
  ["Family", "Family"],
  ["", ""],
])("R7.9 %s may break between its parts", (address, markup) => {
  expect(renderToStaticMarkup(<p>{breakable(address)}</p>)).toBe(`<p>${markup}</p>`);
});
