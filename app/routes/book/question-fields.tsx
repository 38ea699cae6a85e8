import { LONGEST_ANSWER, LONGEST_PHONE } from "../../domain/guest-details.ts";
import type { Question } from "../../domain/question.ts";
import { TextArea, TextField } from "../../ui/field.tsx";
import { answerField, PHONE } from "./field-names.ts";
import { ChoiceField } from "./one-of-several.tsx";

type Errors = Record<string, string | undefined>;

interface Props {
  questions: readonly Question[];
  /** By the ids of the questions. */
  answers: Record<string, string>;
  errors: Errors;
}

/** What the host wants to know of everyone who books. */
export function QuestionFields({ questions, answers, errors }: Props) {
  return questions.map((question) => (
    <QuestionField
      key={question.id}
      question={question}
      value={answers[question.id] ?? ""}
      error={errors[answerField(question.id)]}
    />
  ));
}

function QuestionField(props: { question: Question; value: string; error: string | undefined }) {
  const { question, value, error } = props;
  const { isRequired } = question;
  const label = isRequired ? question.label : `${question.label} (optional)`;
  const field = { name: answerField(question.id), label, error };
  if (question.kind === "choice") {
    return <ChoiceField {...field} {...{ value, isRequired }} choices={question.choices} />;
  }
  const text = { required: isRequired, maxLength: LONGEST_ANSWER[question.kind] };
  return question.kind === "text" ? (
    <TextField {...field} {...text} defaultValue={value} />
  ) : (
    <TextArea {...field} {...text} defaultValue={value} />
  );
}

/** Where the host calls the guest. */
export function PhoneField(props: { hostName: string; value: string; error: string | undefined }) {
  return (
    <TextField
      name={PHONE}
      type="tel"
      label="Your phone number"
      hint={`${props.hostName} calls you there.`}
      autoComplete="tel"
      required
      maxLength={LONGEST_PHONE}
      defaultValue={props.value}
      error={props.error}
    />
  );
}
