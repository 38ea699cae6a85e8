// A served form's fields, changed as no browser would change them.
import type { Random } from "../simulation/random.ts";
import { NO_ADDRESS, NO_START, nastyValueFor } from "./values.ts";

export type Fields = [name: string, value: string][];

export interface Change {
  name: string;
  /** No form that was changed like this may be accepted. */
  mustRefuse: boolean;
}

interface Changed {
  change: Change;
  fields: Fields;
}

export function changeFields(served: Fields, random: Random): Changed {
  if (served.length === 0)
    return { change: { name: "no fields", mustRefuse: false }, fields: served };
  const one = changes[random.weighted(WEIGHTS)](served, random);
  // Several at once, now and then.
  if (one.fields.length === 0 || random.chance(0.8)) return one;
  const other = changes[random.weighted(WEIGHTS)](one.fields, random);
  return {
    change: {
      name: `${one.change.name} and ${other.change.name}`,
      // The second may mend what the first broke, so only a field that is still there twice has to be refused.
      mustRefuse: new Set(other.fields.map(([name]) => name)).size < other.fields.length,
    },
    fields: other.fields,
  };
}

const WEIGHTS = {
  replace: 10,
  start: 2,
  address: 1,
  drop: 2,
  twice: 1,
  add: 1,
  huge: 0.5,
  none: 0.5,
};

const changes: Record<keyof typeof WEIGHTS, (fields: Fields, random: Random) => Changed> = {
  replace: (fields, random) => {
    const [name] = random.pick(fields);
    return replaced(fields, name, nastyValueFor(name, random), false);
  },
  start: (fields, random) => replaced(fields, "start", random.pick(NO_START), true),
  address: (fields, random) => replaced(fields, "email", random.pick(NO_ADDRESS), true),
  huge: (fields) => replaced(fields, "notes", "x".repeat(65_536), true),
  drop: (fields, random) => {
    const [dropped] = random.pick(fields);
    const isNeeded = ["start", "name", "email", "key", "revision"].includes(dropped);
    return {
      change: { name: `without ${dropped}`, mustRefuse: isNeeded },
      fields: fields.filter(([name]) => name !== dropped),
    };
  },
  twice: (fields, random) => {
    const [name, value] = random.pick(fields);
    const second = random.chance(0.5) ? value : nastyValueFor(name, random);
    return {
      change: { name: `${name} twice`, mustRefuse: true },
      fields: [...fields, [name, second]],
    };
  },
  add: (fields, random) => {
    const name = random.pick([
      "__proto__",
      "constructor",
      "hostId",
      "status",
      "guest[email]",
      "",
      "_method",
      "capability",
    ]);
    return {
      change: { name: `with ${name}`, mustRefuse: false },
      fields: [...fields, [name, nastyValueFor(name, random)]],
    };
  },
  none: () => ({ change: { name: "no fields", mustRefuse: false }, fields: [] }),
};

function replaced(fields: Fields, which: string, value: string, mustRefuse: boolean): Changed {
  const isThere = fields.some(([name]) => name === which);
  return {
    change: {
      name: `${which}=${JSON.stringify(value.slice(0, 60))}`,
      mustRefuse: mustRefuse && isThere,
    },
    fields: fields.map(([name, old]) => [name, name === which ? value : old]),
  };
}
