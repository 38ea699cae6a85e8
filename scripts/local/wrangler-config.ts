import { unstable_readConfig } from "wrangler";

/** What the scripts read of wrangler.toml; wrangler's own type needs a package that it does not ship. */
export interface WranglerConfig {
  name: string;
  compatibility_date: string;
  compatibility_flags: string[];
  vars: Record<string, string>;
  d1_databases: { binding: string; database_name: string; database_id: string }[];
  queues: {
    producers: { binding: string; queue: string }[];
    consumers: { queue: string; dead_letter_queue?: string }[];
  };
}

export function readWranglerConfig(): WranglerConfig {
  return unstable_readConfig({ config: "wrangler.toml" }, { hideWarnings: true });
}
