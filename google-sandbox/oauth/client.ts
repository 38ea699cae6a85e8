/** The one application that is registered at the sandbox. */
export type RegisteredClient = {
  id: string;
  secret: string;
  /** The origin of its redirect URIs; null accepts any port of this machine. */
  redirectOrigin: string | null;
};

/** What is wrong with a redirect URI, or null when it is registered. */
export function redirectUriFault(client: RegisteredClient, redirectUri: string): string | null {
  if (!/^[\x21-\x7e]+$/.test(redirectUri)) return "It holds characters that cannot be printed.";
  if (!URL.canParse(redirectUri)) return "It is not an absolute URL.";
  if (redirectUri.includes("#")) return "It must not have a fragment.";
  if (redirectUri.includes("*")) return "It must not have a wildcard.";
  if (/%(?![0-9a-f]{2})/i.test(redirectUri)) return "It has a broken percent-encoding.";
  if (/(\/|\\|%2f|%5c)(\.|%2e){2}/i.test(redirectUri)) return "It must not climb with '..'.";

  const url = new URL(redirectUri);
  if (url.username !== "" || url.password !== "") return "It must not hold a user name.";
  const isLocal = url.hostname === "localhost" || url.hostname === "127.0.0.1";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLocal)) {
    return "It must use https, except on localhost.";
  }
  if (client.redirectOrigin === null) return isLocal ? null : "Only this machine is registered.";
  return isUnder(client.redirectOrigin, redirectUri)
    ? null
    : `Registered is only ${client.redirectOrigin}.`;
}

// Compared as text: a redirect URI has to match to the letter, not only once it is normalised.
function isUnder(origin: string, redirectUri: string): boolean {
  if (!redirectUri.startsWith(origin)) return false;
  const next = redirectUri.charAt(origin.length);
  return next === "" || next === "/" || next === "?";
}
