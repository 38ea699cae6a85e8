// Pages for people, and what their forms do. Plain HTML, no script.
// No rule of Google's contract belongs here.

import type { Store } from "../state.ts";
import { html, page, siteNav } from "./layout.ts";

/** The people of this sandbox, each with a link to their calendar. */
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
  (account) => html`<li class="card row">
<div><h2 style="margin:0">${account.name}</h2><span class="soft">${account.email} · ${account.timeZone}</span></div>
<a href="/calendar?account=${encodeURIComponent(account.email)}">Calendar of ${account.name}</a>
</li>`,
)}
</ul>`,
  );
}
