import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Avatar } from "./avatar.tsx";

test("D7 the letters of a name stand in for a picture, and under one that does not come", () => {
  const without = renderToStaticMarkup(<Avatar name="Ada Lovelace" picture={null} />);
  const beneath = renderToStaticMarkup(<Avatar name="Ada Lovelace" picture="/ada/picture.jpg" />);
  expect(without).toContain("AL");
  expect(without).not.toContain("<img");
  expect(beneath).toMatch(/AL<img src="\/ada\/picture.jpg" alt=""/);
});
