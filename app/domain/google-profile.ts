/** Who signed in, as Google says. */
export interface GoogleProfile {
  /** Google's lasting name for the account; an e-mail address can change hands. */
  sub: string;
  email: string;
  /** Whether Google has made sure that the address is theirs; missing where it did not say. */
  emailVerified?: boolean;
  name: string;
  pictureUrl: string | null;
}
