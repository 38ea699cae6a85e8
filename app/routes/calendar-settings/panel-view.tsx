import { looks } from "../../ui/notice.tsx";
import type { EndedAccount } from "./accounts.server.ts";
import { CalendarChoice, type ChoiceAnswer } from "./calendar-choice.tsx";
import { Behind, Connected, GoogleUnavailable, Loading } from "./connected-states.tsx";
import { Disconnecting } from "./leaving-states.tsx";
import type { ListAnswer } from "./list-answer.ts";
import { LostDestination } from "./lost-destination.tsx";
import type { Panel } from "./panel.server.ts";
import { Blocked, MissingPermission, NeedsReconnect } from "./trouble-states.tsx";
import { Denied, Disconnected, NotConnected } from "./unconnected-states.tsx";

export type PanelAnswer = ChoiceAnswer & { errors: { replacement?: string } };

interface Props {
  panel: Panel;
  answer: PanelAnswer | null;
  /** The disconnected accounts in whose calendars bookings belong, of which the page tells too. */
  left: EndedAccount[];
}

/** The state, and where calendars can be chosen the form for that. */
export function PanelView({ panel, answer, left }: Props) {
  const { kind } = panel.state;
  const canChoose = kind === "connected" || kind === "behind" || kind === "googleUnavailable";
  return (
    <>
      <div>
        <Answer answer={panel.listAnswer} />
        <State panel={panel} answer={answer} left={left} />
      </div>
      {canChoose ? <CalendarChoice panel={panel} answer={answer} /> : null}
    </>
  );
}

/** There before it says anything: what changes in it is read out. */
function Answer({ answer }: { answer: ListAnswer | null }) {
  return (
    <div role="status">
      {answer ? (
        <p className={`mb-5 rounded-lg border-l-4 px-4 py-3 wrap-anywhere ${looks[answer.tone]}`}>
          {answer.text}
        </p>
      ) : null}
    </div>
  );
}

function State({ panel, answer, left }: Props) {
  const { state, touched } = panel;
  const meanwhile = { waiting: touched, isRefusingAll: panel.isRefusingAll };
  switch (state.kind) {
    case "notConnected":
      return <NotConnected />;
    case "denied":
      return <Denied />;
    case "loading":
      return <Loading account={state.account} />;
    case "connected":
      return <Connected account={state.account} panel={panel} left={left} />;
    case "behind":
      return <Behind account={state.account} panel={panel} left={left} />;
    case "googleUnavailable":
      return <GoogleUnavailable account={state.account} panel={panel} />;
    case "destinationLost":
      return <LostDestination state={state} panel={panel} error={answer?.errors.replacement} />;
    case "needsReconnect":
      return <NeedsReconnect account={state.account} {...meanwhile} />;
    case "missingPermission":
      return <MissingPermission account={state.account} missing={state.missing} {...meanwhile} />;
    case "blocked":
      return <Blocked account={state.account} {...meanwhile} />;
    case "disconnecting":
      return <Disconnecting account={state.account} panel={panel} />;
    case "disconnected":
      return <Disconnected account={state.account} grant={state.grant} panel={panel} />;
  }
}
