import type { ReactNode } from "react";
import { ACCENTS, type AccentName } from "../../domain/accent.ts";
import { Month } from "../../slot-pages/month.tsx";
import { monthInterval, viewMonth } from "../../slot-pages/month-view.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Choice, ChoiceGroup, SelectField } from "../../ui/choice-field.tsx";
import { CopyField } from "../../ui/copy-field.tsx";
import { Fact, Facts } from "../../ui/facts.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { HostLine } from "../../ui/host-line.tsx";
import { Badge, Notice, type Tone } from "../../ui/notice.tsx";
import { ZoneForm } from "../../ui/zone-form.tsx";

function Sample({ title, children }: { title: string; children: ReactNode }) {
  const id = title.toLowerCase().replaceAll(" ", "-");
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-4 border-b border-line pb-2">
        {title}
      </h2>
      {children}
    </section>
  );
}

export function Texts() {
  return (
    <Sample title="Words">
      <p className="text-3xl font-semibold tracking-tight">Heading of a page</p>
      <p className="mt-2 text-lg font-semibold">Heading of a section</p>
      <p className="mt-2">
        Words as they are read, with <a href="#words">words that lead on</a> among them.
      </p>
      <p className="mt-2 text-quiet">Quieter words, for what explains.</p>
      <p className="mt-2 text-sm text-quiet">Small ones, for what may be missed.</p>
    </Sample>
  );
}

const accents = Object.keys(ACCENTS) as AccentName[];

export function Accents() {
  return (
    <Sample title="Accents">
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-5">
        {accents.map((name) => (
          <li key={name} data-accent={name} className="card grid justify-items-start gap-2 p-4!">
            <span className="button">{name}</span>
            <span className="rounded-lg bg-accent-soft px-3 py-1 font-semibold text-accent">
              soft
            </span>
            <a href="#accents">{name} words</a>
          </li>
        ))}
      </ul>
    </Sample>
  );
}

export function Buttons() {
  return (
    <Sample title="Buttons">
      <p className="flex flex-wrap gap-3">
        <button type="button" className="button">
          Main
        </button>
        <button type="button" className="button button-quiet">
          Quiet
        </button>
        <button type="button" className="button button-bad">
          Takes away
        </button>
        <button type="button" className="button button-bad-solid">
          Takes away, for sure
        </button>
        <button type="button" className="button" aria-disabled="true">
          Under way…
        </button>
      </p>
    </Sample>
  );
}

export function Fields() {
  return (
    <Sample title="Fields">
      <div className="grid gap-x-8 sm:grid-cols-2">
        <TextField name="plain" label="Plain" error={undefined} defaultValue="Grace Hopper" />
        <TextField
          name="wrong"
          label="With a hint and an error"
          hint="What helps to fill it in."
          error="What is wrong, and what to do."
          defaultValue="grace@"
        />
        <TextArea name="long" label="Several lines (optional)" error={undefined} />
        <SelectField
          name="list"
          label="One of a few"
          error={undefined}
          value="b"
          options={[
            { value: "a", text: "The first" },
            { value: "b", text: "The second" },
          ]}
        />
        <ChoiceGroup name="choice" label="All in view" error="Choose one of these.">
          <Choice name="choice" value="a" chosen="b" label="The first" hint="With a hint." />
          <Choice name="choice" value="b" chosen="b" label="The second" />
        </ChoiceGroup>
        <CopyField id="copied" label="To be taken along" value="https://example.org/ada" />
        <details className="self-start">
          <summary className="min-h-11 content-center">More, when it is wanted</summary>
          <p className="text-quiet">What was folded away.</p>
        </details>
      </div>
    </Sample>
  );
}

const tones: Tone[] = ["good", "info", "plain", "warn", "bad"];

export function Messages() {
  return (
    <Sample title="Messages">
      {tones.map((tone) => (
        <Notice key={tone} tone={tone}>
          A message that is {tone}.
        </Notice>
      ))}
      <p className="flex flex-wrap gap-3">
        {tones.map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
      </p>
    </Sample>
  );
}

export function Meetings() {
  return (
    <Sample title="People and meetings">
      <div className="flex flex-wrap items-start gap-8">
        <Avatar name="Ada Lovelace" picture={null} isLarge />
        <HostLine name="Ada Lovelace" picture={null} href="#people-and-meetings" />
        <Facts>
          <Fact icon="calendar">Tuesday 3 March, 13:30 to 14:00</Fact>
          <Fact icon="clock">30 min</Fact>
          <Fact icon="video">By Google Meet</Fact>
          <Fact icon="phone">By phone: Ada Lovelace calls you</Fact>
          <Fact icon="pin">In person: St James’s Square</Fact>
          <Fact icon="person">For Grace Hopper</Fact>
          <Fact icon="mail">grace@example.org</Fact>
        </Facts>
      </div>
    </Sample>
  );
}

const HALF_HOUR_MS = 1_800_000;
const MONTH = "2026-03";
const zone = "Europe/Berlin";

function aMonth(day: string | null) {
  const { start } = monthInterval(MONTH, zone);
  const slots = [2, 3, 9, 16, 30].flatMap((date) =>
    Array.from({ length: date === 2 ? 18 : 3 }, (_, nth) => {
      const at = start + (date - 1) * 86_400_000 + 9 * 3_600_000 + nth * HALF_HOUR_MS;
      return { start: at, end: at + HALF_HOUR_MS };
    }),
  );
  const now = start + 2 * 86_400_000;
  return viewMonth(slots, { month: MONTH, day, zone, now, lastBookableDay: "2026-05-01" });
}

export function Calendars() {
  const links = { path: "/styleguide", slotPath: "/styleguide", query: {} };
  return (
    <Sample title="A month and a day">
      <Month
        {...links}
        view={aMonth(null)}
        zoneForm={<ZoneForm path="/styleguide" zone={zone} label="Europe/Berlin (GMT+1)" />}
      />
    </Sample>
  );
}
