// What a host asks guests when they book, beside name, e-mail address and notes.

interface QuestionText {
  /** Stays the same when the wording changes: the name of its field. */
  id: string;
  label: string;
  isRequired: boolean;
}

export type Question =
  | (QuestionText & { kind: "text" | "long_text" })
  | (QuestionText & { kind: "choice"; choices: string[] });

/** What a guest answered, in the words of the question as it was then. */
export interface Answer {
  question: string;
  answer: string;
}
