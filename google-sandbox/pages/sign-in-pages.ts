import type { AuthorizeRequest } from "../oauth/authorize-request.ts";
import { describeScope } from "../oauth/scopes.ts";
import type { Account } from "../state.ts";
import { type Html, html, page } from "./layout.ts";

type TypedAccount = { name: string; email: string };

/**
 * "Choose an account": the people of the sandbox, and a form to make up another one. Whom the
 * application hints at comes first and is chosen by Enter.
 */
export function chooserPage(
  status: 200 | 422,
  request: AuthorizeRequest,
  accounts: Account[],
  refused: TypedAccount | null,
): Response {
  const hint = request.loginHint?.trim().toLowerCase() ?? "";
  const isHinted = (account: Account) => account.email === hint || account.sub === hint;
  const ordered = [
    ...accounts.filter(isHinted),
    ...accounts.filter((account) => !isHinted(account)),
  ];
  const action = `/o/oauth2/v2/auth/account${request.query}`;
  const typed = refused ?? { name: "", email: accounts.some(isHinted) ? "" : hint };
  return page(
    status,
    "Choose an account",
    html`<div class="narrow">
<h1>Choose an account</h1>
<p class="soft">to continue to ${new URL(request.redirectUri).host}</p>
<form method="post" action="${action}">
${ordered.map(
  (
    account,
  ) => html`<button class="person" name="account" value="${account.email}" ${{ markup: isHinted(account) ? "autofocus" : "" }}>
<strong>${account.name}</strong><span class="soft">${account.email}</span></button>`,
)}
</form>
${anotherAccount(action, typed, refused !== null)}
</div>`,
  );
}

function anotherAccount(action: string, typed: TypedAccount, isRefused: boolean): Html {
  const isOpen = isRefused || typed.email !== "";
  return html`<details class="card" ${{ markup: isOpen ? "open" : "" }}>
<summary>Use another account</summary>
${isRefused ? html`<p class="error" role="alert">Give a name and a valid e-mail address.</p>` : null}
<form method="post" action="${action}">
<div class="fields">
<label>Name<input name="name" value="${typed.name}" required maxlength="100" autocomplete="off"></label>
<label>E-mail<input name="email" type="email" value="${typed.email}" required autocomplete="off"></label>
</div>
<p class="soft">The account is made up here, with three calendars in the zone Europe/Berlin.</p>
<div class="buttons"><button>Next</button></div>
</form>
</details>`;
}

/** "… wants access": a box for each scope that can be refused by itself. */
export function consentPage(
  request: AuthorizeRequest,
  account: Account,
  boxes: string[],
): Response {
  const application = new URL(request.redirectUri).host;
  const whole = request.scopes.filter((scope) => !boxes.includes(scope));
  return page(
    200,
    "Allow access",
    html`<div class="narrow">
<h1>${application} wants to access your Google Account</h1>
<p class="soft">${account.name} · ${account.email}</p>
<form class="card" method="post" action="${`/o/oauth2/v2/auth/consent${request.query}`}">
<input type="hidden" name="account" value="${account.email}">
<p>It will be able to:</p>
<ul>${wholeScopeLines(whole).map((line) => html`<li>${line}</li>`)}</ul>
${boxes.length === 0 ? null : scopeBoxes(boxes)}
<div class="buttons">
<button name="decision" value="allow">Continue</button>
<button name="decision" value="deny" class="quiet">Deny</button>
</div>
</form>
</div>`,
  );
}

function scopeBoxes(boxes: string[]): Html {
  return html`<fieldset>
<legend>Choose what it may do</legend>
${boxes.map(
  (scope) => html`<label class="box"><input type="checkbox" name="scope" value="${scope}" checked>
<span>${describeScope(scope)}</span></label>`,
)}
</fieldset>`;
}

function wholeScopeLines(scopes: string[]): string[] {
  const lines = scopes.map(describeScope).filter((line) => line !== null);
  const signsIn = scopes.length > lines.length;
  return signsIn ? ["See your name, e-mail address and picture", ...lines] : lines;
}

/** What keeps a person from going on, shown here and never sent to the application. */
export function blockedPage(error: string, explanation: string, status = 400): Response {
  return page(
    status,
    "Access blocked",
    html`<div class="narrow">
<h1>Access blocked</h1>
<p>${explanation}</p>
<p class="soft">Error ${status}: <code>${error}</code></p>
</div>`,
  );
}
