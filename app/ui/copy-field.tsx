import { useEffect, useRef, useState } from "react";

interface Props {
  id: string;
  label: string;
  value: string;
}

/** A text to be taken along: by a button where script runs, and by selecting it anywhere. */
export function CopyField({ id, label, value }: Props) {
  const [canCopy, setCanCopy] = useState(false);
  const [news, setNews] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setCanCopy(true), []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setNews("Copied");
    } catch {
      // Not every browser lets a page write there.
      field.current?.select();
      setNews("Selected: copy it now");
    }
  }

  return (
    <div>
      <label className="mb-1 block font-medium" htmlFor={id}>
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        <input
          ref={field}
          id={id}
          value={value}
          readOnly
          className="min-w-0 flex-1 basis-72"
          onFocus={({ target }) => target.select()}
        />
        <button type="button" className="button button-quiet" hidden={!canCopy} onClick={copy}>
          Copy<span className="sr-only"> the {label.toLowerCase()}</span>
        </button>
      </div>
      <p role="status" className="min-h-6 text-sm text-good">
        {news}
      </p>
    </div>
  );
}
