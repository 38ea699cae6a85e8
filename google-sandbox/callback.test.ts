import { beforeEach, describe, expect, test } from "vitest";
import { decodeTextBase64Url } from "./base64url.ts";
import { walkThroughConsent } from "./consent-walk.ts";
import { authorizeUrl, CLIENT, CONNECT, oauthClient } from "./oauth-client.ts";
import { createGoogleSandbox, type GoogleSandbox } from "./sandbox.ts";

const ADA = "ada@example.com";
const GRACE = "grace@example.com";

let sandbox: GoogleSandbox;
let ada: ReturnType<typeof oauthClient>;

beforeEach(() => {
  sandbox = createGoogleSandbox(CLIENT);
  ada = oauthClient(sandbox);
});

describe("an error at the callback", () => {
  test.each(["access_denied", "server_error", "temporarily_unavailable", "invalid_scope"])(
    "%s comes with the state and no code, and nothing is granted",
    async (reason) => {
      sandbox.faults.add({ match: { path: "authorize" }, effect: "callback-error", reason });
      const callback = await ada.walk(CONNECT);
      expect(callback.get("error")).toBe(reason);
      expect(callback.get("state")).toBe("a state/with?odd&characters");
      expect(callback.has("code")).toBe(false);
      expect(sandbox.people.granted(ADA)).toEqual([]);
      expect((await ada.walk(CONNECT)).has("code")).toBe(true);
    },
  );

  test("is server_error unless told, and meets those who are not asked again, too", async () => {
    await ada.walk();
    sandbox.faults.add({ effect: "callback-error" });
    expect((await ada.walk()).get("error")).toBe("server_error");
    expect((await ada.walk()).has("code")).toBe(true);
  });

  test("leaves somebody who denies with access_denied, and waits for the next", async () => {
    sandbox.faults.add({ effect: "callback-error" });
    expect((await ada.walk(CONNECT, { decision: "deny" })).get("error")).toBe("access_denied");
    expect(sandbox.faults.list()).toHaveLength(1);
  });
});

describe("what Google keeps to itself", () => {
  test.each([
    ["admin_policy_enforced", 400],
    ["org_internal", 403],
    ["deleted_client", 401],
    ["invalid_client", 401],
  ])("%s is a page, and nobody is sent back", async (reason, status) => {
    sandbox.faults.add({ match: { path: "authorize" }, effect: "refuse", reason });
    const { callback, response } = await walkThroughConsent(sandbox, await authorizeUrl(), {
      email: ADA,
    });
    expect(callback).toBeNull();
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(`Error ${status}: <code>${reason}</code>`);
  });

  test("a consent page that does not come up at all is a plain error page", async () => {
    sandbox.faults.add({ match: { path: "authorize" }, effect: "refuse", status: 503 });
    const response = await sandbox.fetch(await authorizeUrl());
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining("Error 503"),
    ]);
  });
});

describe("the hint at an account", () => {
  const chooser = async (login_hint: string) =>
    (await sandbox.fetch(await authorizeUrl({ login_hint }))).text();
  const preselected = (page: string) =>
    /<button class="person" name="account" value="([^"]+)" autofocus>/.exec(page)?.[1];
  const firstOf = (page: string) => /class="person" name="account" value="([^"]+)"/.exec(page)?.[1];

  test.each([
    ["an address", () => GRACE],
    ["an address in capitals", () => "Grace@Example.com"],
    ["a sub", () => sandbox.accounts()[1]?.sub ?? ""],
  ])("preselects the account and puts it first: %s", async (_name, hint) => {
    const page = await chooser(hint());
    expect(preselected(page)).toBe(GRACE);
    expect(firstOf(page)).toBe(GRACE);
    expect(page).toContain(ADA);
  });

  test("preselects nobody where it fits nobody, and proposes to make them up", async () => {
    const page = await chooser("mary@example.org");
    expect(preselected(page)).toBeUndefined();
    expect(page).toContain('value="mary@example.org"');
  });

  test("is only a hint: another account can be chosen, and the tokens are theirs", async () => {
    const { body } = await ada.connect({ ...CONNECT, login_hint: ADA }, { email: GRACE });
    const claims = JSON.parse(decodeTextBase64Url(body.id_token.split(".")[1]) ?? "");
    expect(claims.email).toBe(GRACE);
    expect(sandbox.people.granted(ADA)).toEqual([]);
  });
});
