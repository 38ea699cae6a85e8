import { MOST_QUESTIONS } from "../../domain/event-type.ts";
import { SelectField } from "../../ui/choice-field.tsx";
import { TextArea, TextField } from "../../ui/field.tsx";
import { FormSection, type PartProps } from "./form-section.tsx";
import {
  ADD_QUESTION,
  type QuestionRow,
  questionField,
  questionRows,
  REMOVE_QUESTION,
} from "./form-values.ts";

const kinds = [
  { value: "text", text: "A line of text" },
  { value: "long_text", text: "Several lines of text" },
  { value: "choice", text: "One of several answers" },
];

/** What guests are asked. Rows come and go with the whole form: its buttons send it, and all that was typed comes back. */
export function QuestionsSection({ values, errors }: PartProps) {
  const rows = questionRows(values);
  return (
    <FormSection id="questions" heading="Questions to your guests">
      <p className="mb-4">Beside name, e-mail address and notes, which are always asked for.</p>
      <input type="hidden" name="questionCount" value={rows.length} />
      {rows.map((row, index) => (
        <Question key={row.id} row={row} index={index} errors={errors} />
      ))}
      {rows.length < MOST_QUESTIONS ? (
        <button
          type="submit"
          name="intent"
          value={ADD_QUESTION}
          className="button button-quiet"
          // The field that comes with the answer: the page opens there.
          formAction={`#${questionField(rows.length, "label")}`}
          formNoValidate
        >
          Add a question
        </button>
      ) : (
        <p className="text-quiet">These are as many as there can be.</p>
      )}
    </FormSection>
  );
}

interface QuestionProps {
  row: QuestionRow;
  index: number;
  errors: PartProps["errors"];
}

function Question({ row, index, errors }: QuestionProps) {
  const name = (field: string) => questionField(index, field);
  const number = index + 1;
  return (
    <fieldset className="mb-6 min-w-0 rounded-lg border border-line p-4">
      <legend className="px-1 font-medium">Question {number}</legend>
      <input type="hidden" name={name("id")} value={row.id} />
      <TextField
        name={name("label")}
        label="Question"
        maxLength={200}
        autoComplete="off"
        defaultValue={row.label}
        error={errors[name("label")]}
      />
      <SelectField
        name={name("kind")}
        label="Answered by"
        options={kinds}
        value={row.kind}
        error={errors[name("kind")]}
      />
      <TextArea
        name={name("choices")}
        label="Answers to choose from"
        hint="One on a line, at most 20. Only for “One of several answers”."
        defaultValue={row.choices}
        error={errors[name("choices")]}
      />
      <label className="mb-4 flex min-h-6 items-center gap-3">
        <input
          type="checkbox"
          name={name("required")}
          value="yes"
          defaultChecked={row.isRequired}
          className="size-6 shrink-0"
        />
        Guests have to answer it
      </label>
      <button
        type="submit"
        name="intent"
        value={`${REMOVE_QUESTION}${index}`}
        className="button button-bad"
        formAction="#questions"
        formNoValidate
      >
        Remove question {number}
      </button>
    </fieldset>
  );
}
