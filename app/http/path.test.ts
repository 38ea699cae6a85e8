import { expect, test } from "vitest";
import { refuseBrokenPath, refuseLoaderQuery } from "./path.ts";

const at = (path: string) => new Request(`https://slotkeeper.test${path}`);

test.each(["/booking/a/b/k1.secret%", "/%E2%80", "/%zz"])("%s is refused", async (path) => {
  const refusal = refuseBrokenPath(at(path));
  expect(refusal?.status).toBe(404);
  expect(await refusal?.text()).not.toContain("secret");
});

test.each(["/", "/ada/30-minute-meeting?tz=%", "/%C3%BC", "/a%2Fb"])("%s may go on", (path) => {
  expect(refuseBrokenPath(at(path))).toBeNull();
});

test.each(["/?_data", "/ada?tz=UTC&_data=routes/nothing", "/?%5Fdata=root"])(
  "%s, which asks for single loaders, is refused",
  (path) => {
    expect(refuseLoaderQuery(at(path))?.status).toBe(404);
    expect(refuseLoaderQuery(at(path.replace(/(_|%5F)data/, "data")))).toBeNull();
  },
);
