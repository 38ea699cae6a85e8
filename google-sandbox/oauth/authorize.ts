import { addAccount, findAccount, findAccountBySub, isEmail } from "../accounts.ts";
import { type Call, type Effect, field, formOf } from "../call.ts";
import { blockedPage, chooserPage, consentPage } from "../pages/sign-in-pages.ts";
import type { Account, Store } from "../state.ts";
import {
  type AuthorizeRequest,
  BlockedRequest,
  parseAuthorizeRequest,
} from "./authorize-request.ts";
import { sendCode, sendError } from "./callback.ts";
import type { RegisteredClient } from "./client.ts";
import { grantedScopes } from "./grants.ts";
import { isSignInScope } from "./scopes.ts";

/** `GET /o/oauth2/v2/auth`: asks which account, after checking the application's request. */
export function admitAuthorize(store: Store, call: Call, client: RegisteredClient): Effect {
  return () =>
    onPage(() => {
      const request = parseAuthorizeRequest(call, client);
      if (request.prompts.includes("none")) return answerSilently(store, call, request);
      return chooserPage(200, request, store.state.accounts, null);
    });
}

/** The form on the account chooser: an account of the list, or one that is made up here. */
export function chooseAccount(store: Store, call: Call, client: RegisteredClient): Response {
  return onPage(() => {
    const request = parseAuthorizeRequest(call, client);
    const form = formOf(call) ?? new URLSearchParams();
    const account = chosenAccount(store, form);
    if (account?.isDisabled) throw disabledAccount();
    if (account === null) {
      const typed = { name: field(form, "name"), email: field(form, "email") };
      return chooserPage(422, request, store.state.accounts, typed);
    }
    if (needsConsent(store, account, request)) {
      return consentPage(request, account, boxesOf(request.scopes));
    }
    return sendCode(store, call, request, { account, scopes: request.scopes, wasAsked: false });
  });
}

/** The form on the consent page. */
export function decideConsent(store: Store, call: Call, client: RegisteredClient): Response {
  return onPage(() => {
    const request = parseAuthorizeRequest(call, client);
    const form = formOf(call) ?? new URLSearchParams();
    const account = findAccount(store.state, field(form, "account"));
    if (account === null) throw new BlockedRequest("invalid_request", "There is no such account.");
    if (account.isDisabled) throw disabledAccount();
    if (field(form, "decision") !== "allow") return sendError(request, "access_denied");

    const boxes = boxesOf(request.scopes);
    const ticked = form.getAll("scope");
    const scopes = request.scopes.filter(
      (scope) => !boxes.includes(scope) || ticked.includes(scope),
    );
    if (scopes.length === 0) return sendError(request, "access_denied");
    return sendCode(store, call, request, { account, scopes, wasAsked: true });
  });
}

function onPage(answer: () => Response): Response {
  try {
    return answer();
  } catch (error) {
    if (error instanceof BlockedRequest) return blockedPage(error.error, error.message);
    throw error;
  }
}

function disabledAccount(): BlockedRequest {
  return new BlockedRequest("account_disabled", "This account has been disabled.");
}

function chosenAccount(store: Store, form: URLSearchParams): Account | null {
  if (form.has("account")) return findAccount(store.state, field(form, "account"));
  const name = field(form, "name").trim();
  const email = field(form, "email").trim();
  if (name === "" || name.length > 100 || !isEmail(email)) return null;
  const account = addAccount(store.state, { name, email });
  store.changed();
  return account;
}

function needsConsent(store: Store, account: Account, request: AuthorizeRequest): boolean {
  const granted = grantedScopes(store, account);
  return (
    request.prompts.includes("consent") || request.scopes.some((scope) => !granted.includes(scope))
  );
}

/**
 * The scopes that get a box of their own: none when only sign-in scopes are asked for, and none
 * for one single other scope; then the whole is allowed or denied.
 */
function boxesOf(scopes: string[]): string[] {
  const others = scopes.filter((scope) => !isSignInScope(scope));
  return others.length === 1 && scopes.length === 1 ? [] : others;
}

function answerSilently(store: Store, call: Call, request: AuthorizeRequest): Response {
  const hint = request.loginHint ?? "";
  const account = findAccount(store.state, hint) ?? findAccountBySub(store.state, hint);
  if (account === null || account.isDisabled) return sendError(request, "login_required");
  if (needsConsent(store, account, request)) return sendError(request, "consent_required");
  return sendCode(store, call, request, { account, scopes: request.scopes, wasAsked: false });
}
