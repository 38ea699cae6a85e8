const SHORTEST = 3;
const LONGEST = 40;

export type HandleCheck =
  | { ok: true; handle: string }
  | { ok: false; problem: "too_short" | "too_long" | "malformed" | "reserved" };

/**
 * Handles live at the top level of the site's paths, so every name the app serves there, or may
 * come to serve, is closed to hosts, and so are names that pass for the people who run the site.
 */
const RESERVED = new Set(
  `about abuse accessibility account account-deleted accounts admin administrator all android
  announcements api app apple-touch-icon apps archive assets auth availability avatar avatars
  billing blog board book booking bookings brand browserconfig build cache calendar calendars
  callback cancel careers cdn changelog ci confirm connect connections contact contact-us cookies
  cron csp css custom dashboard delete demo deploy dev developer developers dns docs documentation
  domain domains download downloads edit email embed emails error errors event event-type
  event-types events export faq favicon features feed feedback file files fonts forgot-password form
  forms free ftp google guest guests handle health healthcheck healthz help home homepage host
  hostmaster hosts icon icons image images img import index info install integrations invite invites
  ics javascript jobs js legal license link links live local localhost log-in log-out login logout
  logs mail mailer-daemon manage manifest me media meet meeting meetings message messages metrics
  mobile move new news newsletter nobody noreply no-reply notifications null oauth oauth2 offline
  onboarding ops order orders org organization organizations page pages partners password pay
  payment payments ping plan plans policy postmaster press preview pricing privacy profile profiles
  public queue ready register registration reminders report reschedule reset robots root routing rss
  sandbox schedule schedules script scripts search secure security self server service services
  service-worker session sessions settings setup share sign-in sign-out sign-up signin signout
  signup site sitemap slot slotkeeper slots sms source sso staff static stats status store
  styleguide styles stylesheets subscribe support sw sync sync-status system team teams terms test
  tests tos tour trust undefined unsubscribe update updates upload uploads url user users verify
  version video webhook webhooks webmaster welcome well-known widget widgets workspace workspaces
  www you zone zones`.split(/\s+/),
);

// Letters that Unicode does not decompose into a Latin letter and a mark.
const LATIN: Record<string, string> = {
  æ: "ae",
  ð: "d",
  đ: "d",
  ħ: "h",
  ı: "i",
  ĸ: "k",
  ł: "l",
  ŋ: "ng",
  ø: "o",
  œ: "oe",
  ß: "ss",
  þ: "th",
  ŧ: "t",
  ə: "e",
};

/**
 * A handle for a new host, from the name or, where that holds no Latin letters, from the part of
 * the e-mail address before the "@". Always one that `checkHandle` accepts; whether it is taken is
 * for the caller to find out (see `handleWithSuffix`).
 */
export function proposeHandle(name: string, email: string): string {
  const fromName = slugOf(beforeAt(name));
  const fromEmail = slugOf(beforeAt(email).replace(/\+.*$/, ""));
  const proposals = [fromName, fromEmail, `book-${fromName}`, `book-${fromEmail}`];
  return proposals.find((proposal) => checkHandle(proposal).ok) ?? "book-me";
}

/**
 * Whether `text` may be a handle: 3 to 40 of a-z, 0-9 and single hyphens between them, not
 * reserved. Space around it is dropped and capitals become small before it is judged.
 */
export function checkHandle(text: string): HandleCheck {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST) return { ok: false, problem: "too_long" };
  // Before changing the case: the Kelvin sign, for one, has an ASCII small letter.
  if (!/^[A-Za-z0-9-]*$/.test(trimmed)) return { ok: false, problem: "malformed" };
  if (trimmed.length < SHORTEST) return { ok: false, problem: "too_short" };
  const handle = trimmed.toLowerCase();
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(handle)) return { ok: false, problem: "malformed" };
  if (RESERVED.has(handle)) return { ok: false, problem: "reserved" };
  return { ok: true, handle };
}

/**
 * A handle to try when `base`, itself a handle, is taken: "ada-2". Never too long.
 * @param suffix a number, or letters and digits only
 */
export function handleWithSuffix(base: string, suffix: number | string): string {
  const end = `-${suffix}`;
  return `${cutTo(base, LONGEST - end.length)}${end}`;
}

/** The Latin letters and digits of a text, in small letters and joined by hyphens, at most 40 characters; may be empty. */
export function slugOf(text: string): string {
  const latin = text
    .slice(0, 200)
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/\p{Letter}/gu, (letter) => LATIN[letter] ?? letter);
  const words = latin.replace(/['’ʼ`]/g, "").replace(/[^a-z0-9]+/g, "-");
  return cutTo(words.replace(/^-/, ""), LONGEST);
}

function beforeAt(text: string): string {
  const at = text.indexOf("@");
  return at < 0 ? text : text.slice(0, at);
}

function cutTo(handle: string, length: number): string {
  return handle.slice(0, length).replace(/-+$/, "");
}
