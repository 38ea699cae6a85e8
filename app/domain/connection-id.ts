const CONNECTION_ID = /^[\w-]{32}$/;

/** Whether a text could be the id of a calendar connection: 192 bits of a digest, base64url. */
export function isConnectionId(text: string): boolean {
  return CONNECTION_ID.test(text);
}
