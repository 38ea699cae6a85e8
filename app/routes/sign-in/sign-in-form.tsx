import { useNonce } from "../../ui/nonce.ts";

interface Props {
  /** The page that signing in leads to; null for the one that comes by itself. */
  wanted?: string | null;
}

/** Off to Google, with the browser's time zone, which one line of script tells. Without it, it is asked after signing in. */
export function SignInForm({ wanted = null }: Props) {
  const nonce = useNonce();
  return (
    <>
      <p className="text-quiet">
        We learn your name, e-mail address and picture from Google. Your calendar stays untouched
        until you connect it yourself.
      </p>
      <form method="post" action="/sign-in" className="mt-5">
        <input type="hidden" name="timeZone" id="timeZone" />
        {wanted ? <input type="hidden" name="to" value={wanted} /> : null}
        <button type="submit" className="button">
          Sign in with Google
        </button>
      </form>
      <script
        nonce={nonce}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, and scripts can't be text
        dangerouslySetInnerHTML={{
          __html:
            "document.getElementById('timeZone').value=Intl.DateTimeFormat().resolvedOptions().timeZone||''",
        }}
      />
    </>
  );
}
