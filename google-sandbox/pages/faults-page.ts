import { ENDPOINT_NAMES } from "../call.ts";
import { EFFECTS } from "../faults.ts";
import { OAUTH_REFUSALS } from "../oauth/errors.ts";
import { ID_TOKEN_FLAWS } from "../oauth/id-token-flaws.ts";
import type { Fault, FaultEffect, Mail, Store } from "../state.ts";
import { type Html, html, page, siteNav } from "./layout.ts";

const MAILS_SHOWN = 50;

const EFFECT_LABELS: Record<FaultEffect, string> = {
  refuse: "refuse with a status, nothing happens",
  slow: "answer slowly",
  unreachable: "not reachable, nothing happens",
  "drop-reply": "do it, lose the answer",
  late: "lose the answer at once, do it later",
  "cut-off": "cut the answer off",
  "html-instead": "answer with a page of HTML",
  "wrong-types": "answer with fields of wrong types",
  "leave-out": "leave a field out of the answer",
  "callback-error": "send the person back with an error",
  "id-token": "make the id token wrong",
  "meet-pending": "Meet link is being made for a while",
  "meet-failure": "Meet link cannot be made",
  "meet-not-allowed": "Meet is not allowed on this calendar",
};

/** Faults to be switched by hand, dead tokens, and the mail that Google would have sent. */
export function faultsPage(store: Store, refused: string | null): Response {
  const { faults, accounts, mails } = store.state;
  return page(
    refused === null ? 200 : 422,
    "Faults and mail",
    html`${siteNav("sandbox")}
<h1>Faults and mail</h1>
${refused === null ? null : html`<p class="error" role="alert">${refused}</p>`}
<section><h2>Faults that are on</h2>
${faults.length === 0 ? html`<p class="soft">None: everything works.</p>` : activeFaults(faults)}
</section>
<section class="card"><h2 style="margin-top:0">Switch a fault on</h2>${faultForm()}</section>
<section><h2>Project</h2>${projectForm(store.state.isInTesting)}
${keyForms(store.state.retiredKeys.length)}</section>
<section><h2>Tokens</h2>
${accounts.map(({ email, name }) => tokenForms(email, name))}
</section>
<section><h2>Mail to guests</h2>
${mails.length === 0 ? html`<p class="soft">None was sent.</p>` : mailList(mails)}
</section>`,
  );
}

function activeFaults(faults: Fault[]): Html {
  return html`<ul class="plain">${faults.map(
    (fault) => html`<li class="card row">
<span><strong>${matchOf(fault)}</strong>: ${parametersOf(fault)}</span>
<form method="post" action="/sandbox/faults/clear"><input type="hidden" name="id" value="${fault.id}">
<button class="quiet">Switch off</button></form></li>`,
  )}</ul>
<form method="post" action="/sandbox/faults/clear"><button class="danger">Switch all off</button></form>`;
}

function matchOf({ match }: Fault): string {
  const parts = [match.method, match.path ?? "any call", match.grantType];
  return parts.filter(Boolean).join(" ");
}

function parametersOf({ effect, status, reason, field, flaw, delayMs, times }: Fault): string {
  return [
    EFFECT_LABELS[effect],
    effect === "refuse" ? String(status) : "",
    reason ?? "",
    field ?? "",
    flaw === undefined ? "" : ID_TOKEN_FLAWS[flaw],
    delayMs > 0 ? `${delayMs} ms` : "",
    times === null ? "until switched off" : `${times} more`,
  ]
    .filter(Boolean)
    .join(", ");
}

function faultForm(): Html {
  return html`<form method="post" action="/sandbox/faults">
<div class="fields">
<label>Which calls<select name="path"><option value="">any</option>${ENDPOINT_NAMES.map(
    (name) => html`<option>${name}</option>`,
  )}</select></label>
<label>Which grant<select name="grantType"><option value="">any</option>
<option value="authorization_code">a code is redeemed</option>
<option value="refresh_token">a token is refreshed</option></select></label>
<label>What happens<select name="effect">${EFFECTS.map((effect) => html`<option value="${effect}">${EFFECT_LABELS[effect]}</option>`)}</select></label>
<label>Status when refused<input name="status" inputmode="numeric" placeholder="the usual one"></label>
<label>Reason or error code<input name="reason" placeholder="the usual one" list="reasons"></label>
<label>Body when refused<select name="body"><option value="">the usual one</option><option>json</option><option>html</option></select></label>
<label>Retry-After when refused<input name="retryAfter" placeholder="none"></label>
<label>A wrong id token is<select name="flaw">${Object.entries(ID_TOKEN_FLAWS).map(
    ([flaw, label]) => html`<option value="${flaw}">${label}</option>`,
  )}</select></label>
<label>Field to leave out<input name="field" placeholder="access_token"></label>
<label>Delay in ms<input name="delayMs" inputmode="numeric" placeholder="the usual one"></label>
<label>How many calls<input name="times" inputmode="numeric" value="1"></label>
</div>
<datalist id="reasons">${Object.keys(OAUTH_REFUSALS).map((name) => html`<option>${name}</option>`)}</datalist>
<label class="box"><input type="checkbox" name="untilCleared"><span>Until it is switched off</span></label>
<div class="buttons"><button>Switch on</button></div>
</form>`;
}

function projectForm(isInTesting: boolean): Html {
  const [now, next, label] = isInTesting
    ? ["in testing: a refresh token dies a week after its consent", "production", "Publish it"]
    : ["published: refresh tokens do not end by themselves", "testing", "Put it in testing"];
  return html`<form class="card row" method="post" action="/sandbox/project">
<span>The application is ${now}.</span>
<button class="quiet" name="publishing" value="${next}">${label}</button></form>`;
}

function keyForms(retired: number): Html {
  const old = retired === 0 ? "no older one" : `${retired} older`;
  return html`<div class="card row"><span>One key signs id tokens; ${old} is still published.</span>
<div class="buttons">
<form method="post" action="/sandbox/keys/rotate"><button class="quiet">Use a new key</button></form>
<form method="post" action="/sandbox/keys/withdraw-old"><button class="quiet">Withdraw old keys</button></form>
</div></div>`;
}

function tokenForms(email: string, name: string): Html {
  const action = (what: string) => `/sandbox/accounts/${encodeURIComponent(email)}/${what}`;
  return html`<div class="card"><h3>${name}</h3><span class="soft">${email}</span>
<div class="buttons">
<form method="post" action="${action("expire-access-tokens")}"><button class="quiet">Expire access tokens<span class="visually-hidden"> of ${name}</span></button></form>
<form method="post" action="${action("kill-tokens")}"><button class="danger">Kill all tokens<span class="visually-hidden"> of ${name}</span></button></form>
<form method="post" action="${action("empty-trash")}"><button class="quiet">Empty the trash<span class="visually-hidden"> of ${name}</span></button></form>
</div></div>`;
}

function mailList(mails: Mail[]): Html {
  const latest = mails.slice(-MAILS_SHOWN).reverse();
  return html`<ul class="plain">${latest.map(
    ({ at, kind, to, summary, start }) => html`<li class="card">
<strong>${kind}</strong> to ${to}
<p>${summary}, ${start.dateTime ?? start.date ?? ""}</p>
<span class="soft">sent ${new Date(at).toISOString().slice(0, 19)}Z</span></li>`,
  )}</ul>`;
}
