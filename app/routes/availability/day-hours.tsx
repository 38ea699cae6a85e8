import { Icon } from "../../ui/icon.tsx";
import { fieldName, type HoursRow, WEEKDAYS } from "./hours-rows.ts";
import { FieldMessage, TimeField } from "./time-field.tsx";

interface Props {
  /** 1 for Monday to 7 for Sunday. */
  day: number;
  rows: HoursRow[];
  errors: Record<string, string>;
  /** The name of the field or button that was just brought up. */
  focus: string | null;
}

/** The hours of one weekday, with what can be done to them. */
export function DayHours({ day, rows, errors, focus }: Props) {
  const name = WEEKDAYS[day - 1] ?? "";
  const add = `add-${day}`;
  return (
    <fieldset className="border-b border-line py-4 last-of-type:border-0">
      <legend className="float-left mb-2 w-full font-medium">{name}</legend>
      <div className="clear-both" />
      {rows.length === 0 ? <p className="mb-2 text-quiet">Not available</p> : null}
      <FieldMessage id={`day-${day}-error`} text={errors[`day-${day}`]} />
      {rows.map((row, number) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its number in the form
          key={number}
          {...{ day, number, row, errors, focus }}
        />
      ))}
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <button
          type="submit"
          name="do"
          value={add}
          className="button button-quiet"
          // biome-ignore lint/a11y/noAutofocus: the page is a new one after each button, and goes on where it was pressed
          autoFocus={focus === add}
          formNoValidate
        >
          Add hours<span className="sr-only"> to {name}</span>
        </button>
        {rows.length > 0 ? <Copy {...{ day, errors, focus }} /> : null}
      </div>
    </fieldset>
  );
}

interface RowProps extends Omit<Props, "rows"> {
  number: number;
  row: HoursRow;
}

function Row({ day, number, row, errors, focus }: RowProps) {
  const weekday = WEEKDAYS[day - 1];
  const nth = number === 0 ? "" : ` (${number + 1})`;
  const field = (part: "from" | "to", value: string, label: string) => {
    const name = fieldName(part, day, number);
    return (
      <TimeField
        {...{ name, value, focus }}
        label={`${weekday}${nth}, ${label}`}
        error={errors[name]}
      />
    );
  };
  return (
    <div className="mb-3">
      <div className="flex flex-wrap items-center gap-1 sm:gap-2">
        {field("from", row.from, "from")}
        <span aria-hidden="true">–</span>
        {field("to", row.to, "to")}
        <button
          type="submit"
          name="do"
          value={`remove-${day}-${number}`}
          className="button button-quiet px-2 sm:px-4"
          formNoValidate
        >
          <Icon name="cross" className="sm:hidden" />
          <span className="max-sm:sr-only">Remove</span>
          <span className="sr-only">{` ${weekday}${nth}`}</span>
        </button>
      </div>
      {(["from", "to"] as const).map((part) => {
        const name = fieldName(part, day, number);
        return <FieldMessage key={part} id={`${name}-error`} text={errors[name]} />;
      })}
    </div>
  );
}

/** Puts one day's hours in place of those of the days that are ticked. */
function Copy({ day, errors, focus }: Omit<Props, "rows">) {
  const weekday = WEEKDAYS[day - 1];
  const name = `copy-${day}`;
  return (
    <details open={errors[name] !== undefined || undefined}>
      {/* biome-ignore lint/a11y/noAutofocus: the page is a new one after each button, and goes on where it was pressed */}
      <summary className={SUMMARY} autoFocus={focus === name}>
        Copy these hours to …<span className="sr-only"> (from {weekday})</span>
      </summary>
      <fieldset className="mt-2" aria-describedby={errors[name] ? `${name}-error` : undefined}>
        <legend className="sr-only">Days to copy {weekday}’s hours to</legend>
        <FieldMessage id={`${name}-error`} text={errors[name]} />
        <div className="flex flex-wrap gap-x-5">
          {WEEKDAYS.map((target, index) =>
            index === day - 1 ? null : (
              <label key={target} className="flex min-h-11 items-center gap-2">
                <input
                  type="checkbox"
                  name={`${name}-to-${index + 1}`}
                  // Most weeks are alike from Monday to Friday.
                  defaultChecked={day <= 5 && index < 5}
                  className="size-5 shrink-0"
                />
                {target}
              </label>
            ),
          )}
        </div>
        <button
          type="submit"
          name="do"
          value={name}
          className="button button-quiet mt-2"
          formNoValidate
        >
          Copy<span className="sr-only"> {weekday}’s hours</span>
        </button>
      </fieldset>
    </details>
  );
}

const SUMMARY =
  "inline-flex min-h-11 cursor-pointer items-center text-accent underline underline-offset-2";
