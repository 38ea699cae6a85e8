// Whom an address on the Internet stands for, where bookings are counted.

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** How many of the eight groups of an IPv6 address name a network: 64 of its 128 bits. */
const NETWORK_GROUPS = 4;

/**
 * What counts as one address: an IPv4 address as it is, of an IPv6 address the first 64 bits, since the rest is its
 * owner's to choose (RFC 4291 section 2.5.1): "2001:db8:0:1::/64". Null for what is no address, and for a machine's own
 * (loopback), which stands for nobody: no guest comes from there.
 */
export function addressGroup(text: string | null): string | null {
  const address = text?.trim() ?? "";
  if (IPV4.test(address)) return ipv4(address);
  const groups = ipv6Groups(address);
  if (groups === null) return null;
  const mapped = mappedIpv4(groups);
  if (mapped !== null) return ipv4(mapped);
  if (groups.slice(0, 7).every((group) => group === 0) && (groups[7] ?? 0) <= 1) return null;
  const network = groups.slice(0, NETWORK_GROUPS).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

function ipv4(address: string): string | null {
  const bytes = address.split(".").map(Number);
  if (bytes.some((byte) => byte > 255) || bytes[0] === 127) return null;
  return bytes.join(".");
}

/** The eight 16-bit groups; null for what is no IPv6 address. */
function ipv6Groups(address: string): number[] | null {
  const url = `http://[${address}]/`;
  if (!/^[0-9a-f:.]+$/i.test(address) || !URL.canParse(url)) return null;
  // The URL parser writes it in one way: lower case, no dotted part, the longest run of zeros as "::".
  const [head = "", tail] = new URL(url).hostname.slice(1, -1).split("::");
  const numbers = (part: string) =>
    part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16));
  const first = numbers(head);
  const last = tail === undefined ? [] : numbers(tail);
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

/** "::ffff:192.0.2.1" is 192.0.2.1 (RFC 4291 section 2.5.5.2). */
function mappedIpv4(groups: number[]): string | null {
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped) return null;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
