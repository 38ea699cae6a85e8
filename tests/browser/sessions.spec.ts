import { type Browser, expect, test } from "@playwright/test";
import { chooseAccount, newPerson, signIn } from "./host-steps.ts";

for (const javaScriptEnabled of [false, true]) {
  const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";

  test(`R1 a host signs a lost phone out, ${how}`, async ({ browser }) => {
    const person = newPerson("Ada Twice");
    const desk = await aBrowser(browser, javaScriptEnabled);
    await signIn(desk, person);
    await desk.goto("/settings/sessions");
    await expect(desk.getByText("You are signed in nowhere else.")).toBeVisible();

    const phone = await aBrowser(browser, javaScriptEnabled, PHONE);
    await phone.goto("/sign-in");
    await phone.getByRole("button", { name: "Sign in with Google" }).click();
    // Whom Google knows it does not ask again.
    await chooseAccount(phone, person);
    await expect(phone).toHaveURL(/\/dashboard$/);
    await desk.goto("/settings/sessions");
    const others = desk.getByRole("region", { name: "Other browsers" });
    await others.getByRole("button", { name: /^Sign out Chrome on Android/ }).click();
    await expect(desk.getByRole("status")).toHaveText("That browser is signed out.");
    await phone.goto("/dashboard");
    await expect(phone).toHaveURL(/\/sign-in\?to=%2Fdashboard$/);
    await desk.goto("/dashboard");
    await expect(desk).toHaveURL(/\/dashboard$/);
  });
}

const PHONE =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";

async function aBrowser(browser: Browser, javaScriptEnabled: boolean, userAgent?: string) {
  const context = await browser.newContext({ javaScriptEnabled, ...(userAgent && { userAgent }) });
  return context.newPage();
}
