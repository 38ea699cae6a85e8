// Forms as a page serves them, read from its HTML, and filled in as a person would: what a page hides is sent back as it
// came, whatever it is, and what it asks for is typed.

export interface ServedField {
  name: string;
  /** "hidden", "text", "email", "radio", "checkbox", "select", "textarea", … */
  kind: string;
  /** What it holds; of a radio button or checkbox, what it stands for. */
  value: string;
  /** A radio button's or checkbox's. */
  isChecked: boolean;
  isRequired: boolean;
  /** Of a select. */
  options: string[];
}

export interface ServedForm {
  method: "GET" | "POST";
  /** Absolute. */
  action: string;
  fields: ServedField[];
}

/** What people type, by the kind of field and then by its name. */
const TYPED: Record<string, string> = {
  email: "guest@example.org",
  tel: "+49 30 1234567",
  url: "https://example.org/",
  number: "30",
  date: "2027-01-04",
  time: "09:00",
  text: "Grace Hopper",
  textarea: "About engines",
};

/** The forms of a page. @param url where it was read */
export function formsOf(html: string, url: string): ServedForm[] {
  const found = html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs);
  return [...found].map(([, opening = "", inside = ""]) => ({
    method: attribute(opening, "method")?.toUpperCase() === "POST" ? "POST" : "GET",
    action: new URL(attribute(opening, "action") ?? url, url).href,
    fields: fieldsOf(inside),
  }));
}

/** The first form of a page that posts. */
export function postFormOf(html: string, url: string): ServedForm {
  const form = formsOf(html, url).find(({ method }) => method === "POST");
  if (!form) throw new Error(`there is no form at ${url}`);
  return form;
}

/**
 * What a person sends: hidden fields and buttons as they are, choices as they stand or else the first, and each field that is
 * required and empty filled in. Others stay as they are, so that a trap for robots stays empty.
 * @param typed by name, instead
 */
export function fillIn(
  { fields }: ServedForm,
  typed: Record<string, string> = {},
): Record<string, string> {
  const filled: Record<string, string> = {};
  for (const field of fields) {
    const value = typedInto(field, filled);
    if (value !== null) filled[field.name] = value;
  }
  const names = new Set(fields.map(({ name }) => name));
  for (const [name, value] of Object.entries(typed)) if (names.has(name)) filled[name] = value;
  return filled;
}

function typedInto(field: ServedField, filled: Record<string, string>): string | null {
  const { kind, name, value, isChecked, isRequired, options } = field;
  if (kind === "submit" || kind === "button" || kind === "file") return null;
  if (kind === "checkbox") return isChecked || isRequired ? value : null;
  if (kind === "radio") return isChecked || !Object.hasOwn(filled, name) ? value : null;
  if (kind === "select") return value || (options.find((option) => option !== "") ?? "");
  if (value === "" && isRequired) return TYPED[kind] ?? TYPED.text ?? "";
  return value;
}

function fieldsOf(html: string): ServedField[] {
  const tags = html.matchAll(/<(input|button)\b([^>]*)>|<(textarea|select)\b([^>]*)>(.*?)<\/\3>/gs);
  return [...tags].flatMap(([, single, attributes, pair, pairAttributes, inside = ""]) => {
    const text = attributes ?? pairAttributes ?? "";
    const name = attribute(text, "name");
    if (name === null) return [];
    const options = pair === "select" ? optionsOf(inside) : [];
    return [
      {
        name,
        kind: pair ?? (single === "button" ? "submit" : (attribute(text, "type") ?? "text")),
        value:
          pair === "textarea"
            ? decode(inside.replace(/^\n/, ""))
            : pair === "select"
              ? (options.find(({ isSelected }) => isSelected)?.value ?? "")
              : (attribute(text, "value") ?? (attribute(text, "type") === "checkbox" ? "on" : "")),
        isChecked: / checked(?:=|\s|\/|$)/.test(text),
        isRequired: / required(?:=|\s|\/|$)/.test(text),
        options: options.map(({ value }) => value),
      },
    ];
  });
}

function optionsOf(html: string): { value: string; isSelected: boolean }[] {
  const found = html.matchAll(/<option\b([^>]*)>([^<]*)/g);
  return [...found].map(([, attributes = "", text = ""]) => ({
    value: attribute(attributes, "value") ?? decode(text),
    isSelected: / selected(?:=|\s|$)/.test(attributes),
  }));
}

function attribute(text: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(text)?.[1];
  return found === undefined ? null : decode(found);
}

function decode(text: string): string {
  return text
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
