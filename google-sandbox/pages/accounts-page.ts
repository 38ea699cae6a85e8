// Pages for people, and what their forms do. Plain HTML, no script.
// No rule of Google's contract belongs here.

import { grantedScopes } from "../oauth/grants.ts";
import { describeScope } from "../oauth/scopes.ts";
import type { Account, Store } from "../state.ts";
import { type Html, html, page, siteNav } from "./layout.ts";

/** The people of this sandbox, each with a link to their calendar and what they have allowed. */
export function accountsPage(store: Store): Response {
  return page(
    200,
    "Accounts",
    html`${siteNav("accounts")}
<h1>Accounts</h1>
<p class="soft">More people are made under “Use another account” when an application asks
someone to sign in.</p>
<ul class="plain">
${store.state.accounts.map(
  (account) => html`<li class="card"><div class="row">
<div><h2 style="margin:0">${account.name}</h2><span class="soft">${account.email} · ${account.timeZone}</span></div>
<a href="/calendar?account=${encodeURIComponent(account.email)}">Calendar of ${account.name}</a></div>
${account.isDisabled ? html`<p class="error">This account is disabled.</p>` : null}
${allowed(account, grantedScopes(store, account))}
</li>`,
)}
</ul>`,
  );
}

function allowed(account: Account, scopes: string[]): Html {
  return html`<details><summary>Access and state<span class="visually-hidden"> of ${account.name}</span></summary>
${scopes.length === 0 ? html`<p class="soft">No application has been allowed anything.</p>` : null}
<ul class="plain">${scopes.map(
    (scope) => html`<li class="row"><span>${describeScope(scope) ?? scope}</span>
${form(account, "take-back", "Take back", html`<input type="hidden" name="scope" value="${scope}">`)}</li>`,
  )}</ul>
<div class="buttons">
${scopes.length === 0 ? null : form(account, "revoke", "Remove all access")}
${account.isDisabled ? form(account, "enable", "Enable account") : form(account, "disable", "Disable account")}
</div></details>`;
}

function form({ email, name }: Account, action: string, label: string, field?: Html): Html {
  return html`<form method="post" action="/sandbox/accounts/${encodeURIComponent(email)}/${action}">${field ?? null}
<button class="${action === "enable" ? "quiet" : "danger"}">${label}<span class="visually-hidden"> of ${name}</span></button></form>`;
}
