// Google as a Worker reaches it: slow, at times refusing, lying or losing what it says, and doing late what it was asked.
import type { Fetch } from "#app/google/exchange.server.ts";
import type { GoogleSandbox } from "#google-sandbox/sandbox.ts";
import type { Faults, GoogleFault } from "./faults.ts";
import { answerUnder } from "./google-answers.ts";
import { type Asked, accountOf, asksForMeet, described, takeApart } from "./google-call.ts";
import type { Caller, Invocation } from "./invocation.ts";
import type { Ledger } from "./ledger.ts";
import { patienceOf } from "./platform.ts";
import type { Random } from "./random.ts";
import type { Safeguards } from "./sabotage.ts";
import type { Trace } from "./trace.ts";

interface Wires {
  caller: Caller;
  faults: Faults;
  random: Random;
  trace: Trace;
  ledger: Ledger;
  sabotage: Safeguards;
  sandbox: GoogleSandbox;
  /** A Worker has fallen asleep before it could note what came of this. */
  sleptOver?: (asked: Asked) => unknown;
}

/** The `fetch` of one invocation, for calls to Google only. */
export function linkGoogle(invocation: Invocation, wires: Wires): Fetch {
  return async (url, init = {}) => {
    const { faults, ledger, sabotage } = wires;
    const asked = sabotage.request(takeApart(url, init));
    const fault = faults.google(asked.endpoint, asksForMeet(asked));
    if (fault) noteLies(wires, asked, fault);
    const write = ledger.noteWrite(invocation, asked);
    const response = await send(wires, invocation, asked, fault, patienceOf(init.signal)).finally(
      () => write && ledger.endWrite(write),
    );
    if (write) write.isKnown = isTelling(response, fault);
    return sabotage.response(asked, response);
  };
}

function send(
  { caller, random, sandbox, sabotage, trace, sleptOver }: Wires,
  invocation: Invocation,
  asked: Asked,
  fault: GoogleFault | null,
  patience: number,
): Promise<Response> {
  const answer = () => {
    const instead = sabotage.instead(asked);
    return instead ? Promise.resolve(instead) : answerUnder(sandbox, asked, fault, random);
  };
  return caller.perform(invocation, {
    what: () => `Google ${described(asked)}`,
    there: random.between(20, 400),
    back: backAfter(fault, patience, random),
    patience,
    isDelicate: isDelicate(asked),
    // A token is dead: whatever is done about it takes the connection for the one that it was.
    isMomentous: ({ status }) => asked.endpoint === "token" && status === 400,
    sleeps: () => sleptOver?.(asked),
    act: () => (trace.isOn ? noted(trace, invocation, asked, fault, answer) : answer()),
  });
}

/** Google is about to say what is not so: nobody can know better than to believe some of it for a while. */
function noteLies({ ledger, sandbox }: Wires, asked: Asked, fault: GoogleFault): void {
  const email = fault === "invalid_grant" ? accountOf(asked, sandbox) : null;
  if (email) ledger.doubtGrantOf(email);
  const story = fault === "lie_410" && asked.eventId ? ledger.storyOfEvent(asked.eventId) : null;
  if (story) story.wasLiedAbout = true;
}

/** What it does or tells should be noted right after it. */
function isDelicate({ endpoint }: Asked): boolean {
  return endpoint !== "read" && endpoint !== "get";
}

/** Whether whoever gets this answer knows what has become of the call. */
function isTelling({ status }: Response, fault: GoogleFault | null): boolean {
  return status < 500 && fault !== "cut_off" && fault !== "wrong_types";
}

function backAfter(fault: GoogleFault | null, patience: number, random: Random): number {
  if (fault === "slow") return patience + random.between(1_000, 30_000);
  const isSilent = fault === "lost_before" || fault === "late" || fault === "lost_after";
  // A lost reply shows at once as a broken connection, or never.
  if (isSilent && random.chance(0.5)) return patience + 1_000;
  return random.between(20, 400);
}

async function noted(
  trace: Trace,
  { name }: Invocation,
  asked: Asked,
  fault: GoogleFault | null,
  answered: () => Promise<Response>,
): Promise<Response> {
  const what = `Google ${described(asked)}${fault ? ` [${fault}]` : ""}`;
  try {
    const response = await answered();
    // Each thread makes keys of its own to sign with: they are no part of the world.
    const text = asked.url.endsWith("/certs") ? "(keys)" : await response.clone().text();
    trace.note(name, `${what} -> ${response.status} ${text.replaceAll(/\s+/g, " ").slice(0, 700)}`);
    return response;
  } catch (error) {
    trace.note(name, `${what} -> ${(error as Error).message}`);
    throw error;
  }
}
