// When D1 can't answer: a 503 that says so, on whichever page it happens.
import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type ServerBuild,
} from "@remix-run/cloudflare";
import { logError } from "../log.server.ts";

/** What D1 says when it fails, and the runtime when it can't reach D1, which may come without D1's name. */
const FAILED = /^(?:D1_ERROR|internal error|Network connection lost)/;
/** What D1 answers to a statement that is wrong: our mistake, which trying again does not mend. */
const OUR_MISTAKE = /D1_TYPE_ERROR|SQLITE_(?:ERROR|CONSTRAINT|MISMATCH|RANGE|TOOBIG|AUTH)/;

/** Whether an error, or what caused it, is D1's failing: out of reach, overloaded, too slow. */
export function isDatabaseAway(error: unknown): boolean {
  let isFailure = false;
  let innermost = "";
  for (let at = error; at instanceof Error; at = at.cause) {
    isFailure ||= at.name === "DrizzleQueryError" || FAILED.test(at.message);
    innermost = at.message;
  }
  return isFailure && !OUR_MISTAKE.test(innermost);
}

/** The app, with every loader and action answering 503 when it fails because the database does. */
export function answeringDatabaseAway(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    const { loader, action } = route.module;
    const module = {
      ...route.module,
      ...(loader && { loader: (args: LoaderFunctionArgs) => or503(() => loader(args)) }),
      ...(action && { action: (args: ActionFunctionArgs) => or503(() => action(args)) }),
    };
    return [id, { ...route, module }];
  });
  return { ...build, routes: Object.fromEntries(routes) };
}

async function or503<T>(work: () => T): Promise<Awaited<T>> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    logError("database_away", error);
    // Pages show their own words for a 503; addresses without a page show these.
    throw new Response("Slotkeeper is not available just now. Please try again in a minute.\n", {
      status: 503,
      headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
    });
  }
}

/**
 * Does what a form asks for.
 * @throws a 503 that brings the form back as it was sent, when the database fails: see `useSentForm`
 */
export async function orSendAgain<T>(
  form: Record<string, string>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    logError("database_away", error);
    throw sendAgain(form);
  }
}

/** The 503 that brings a form back as it was sent. */
export function sendAgain(form: Record<string, string>) {
  return data({ ...form }, { status: 503 });
}
