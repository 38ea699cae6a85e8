import { addressGroup } from "../domain/client-address.ts";

/**
 * Whom a request comes from, as `addressGroup` writes it; null where that is unknown. Only Cloudflare's own header is
 * believed, which it writes itself: anybody can send any other.
 * https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip
 */
export function clientAddress(request: Request): string | null {
  return addressGroup(request.headers.get("CF-Connecting-IP"));
}
