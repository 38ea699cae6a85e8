/** Who signed in, as Google says. */
export interface GoogleProfile {
  /** Google's lasting name for the account; an e-mail address can change hands. */
  sub: string;
  email: string;
  name: string;
  pictureUrl: string | null;
}
