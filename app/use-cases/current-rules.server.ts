import { refusalOf } from "#db/database.server.ts";

/** How often rules that change under a request are read anew. */
const MOST_DECISIONS = 3;

/**
 * Stores a time, which the database does only while the rules that it was decided by are still the host's: when they
 * changed in between, it is decided again.
 * @param decideAndStore throws what the database refuses
 * @returns what came of it, that another booking is there, that the limit of its day or week is reached, or that the rules
 * changed every time
 */
export async function byCurrentRules<Outcome>(
  decideAndStore: () => Promise<Outcome>,
): Promise<Outcome | { kind: "taken" } | { kind: "limitReached" } | "rulesChanged"> {
  for (let decision = 0; decision < MOST_DECISIONS; decision++) {
    try {
      return await decideAndStore();
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === "slot_taken") return { kind: "taken" };
      if (refusal === "day_full" || refusal === "week_full") return { kind: "limitReached" };
      if (refusal !== "stale_rules") throw error;
    }
  }
  return "rulesChanged";
}
