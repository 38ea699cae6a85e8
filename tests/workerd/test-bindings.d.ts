declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    SYNC_QUEUE: Queue;
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
    APP_ORIGIN: string;
    GOOGLE_ACCOUNTS_ORIGIN: string;
    GOOGLE_OAUTH_ORIGIN: string;
    GOOGLE_API_ORIGIN: string;
    GOOGLE_CLIENT_ID: string;
    GOOGLE_CLIENT_SECRET: string;
    TOKEN_KEY_RING: string;
    LINK_KEY_RING: string;
  }
}
