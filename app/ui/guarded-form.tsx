import { Form, type FormProps, useActionData, useLocation } from "@remix-run/react";
import { useContext, useEffect, useId } from "react";
import { doesKeepForms, UnsavedFormsContext } from "./unsaved-guard.tsx";

interface Props extends FormProps {
  /** Where other forms of the page are answered with data too: whether this one was. */
  isRefused?: boolean;
}

/** A form that changes what is stored: what is typed into it is not left behind without a question. */
export function GuardedForm({ isRefused: asked, ...props }: Props) {
  const { mark, forget } = useContext(UnsavedFormsContext);
  const form = useId();
  const location = useLocation();
  // An action answers with data when it stored nothing; when it did, it redirects.
  const isAnswered = useActionData() !== undefined;
  const isRefused = asked ?? isAnswered;
  useEffect(() => {
    if (isRefused) mark(form);
    // Each answer has a location of its own.
    else if (!doesKeepForms(location)) forget(form);
  }, [form, forget, isRefused, location, mark]);
  useEffect(() => () => forget(form), [form, forget]);
  return <Form {...props} onInput={() => mark(form)} onSubmit={() => forget(form)} />;
}
