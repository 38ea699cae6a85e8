import type { ReactNode } from "react";
import { TextArea, TextField } from "./field.tsx";

interface Props {
  value: string;
  error: string | undefined;
  hint?: ReactNode;
}

/** Who the guest is, filled in by themselves. */
export function GuestNameField({ value, ...said }: Props) {
  return (
    <TextField
      name="name"
      label="Your name"
      autoComplete="name"
      required
      maxLength={100}
      defaultValue={value}
      {...said}
    />
  );
}

/** What the guest wants the host to know. */
export function GuestNotesField({ label, value, ...said }: Props & { label: string }) {
  return <TextArea name="notes" label={label} maxLength={1000} defaultValue={value} {...said} />;
}

/** How the guest is asked for their notes. */
export const askForNotes = (hostName: string) => `Anything ${hostName} should know? (optional)`;
