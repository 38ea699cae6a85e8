const ID = /^[0-9a-f]{32}$/;

/** Whether a text could be the id of a booking or a host: 128 bits in hex. */
export function isId(text: string): boolean {
  return ID.test(text);
}
