import type { MetaDescriptor } from "@remix-run/cloudflare";

/** What a page is called where it is linked to: in a chat, in a list of results. */
export interface Preview {
  title: string;
  description: string;
  /** The app's own origin. */
  origin: string;
  /** The page's one address, without a query. */
  path: string;
  /** False: only who has the address finds it. */
  isListed: boolean;
}

/** Searches show about so much; chats even less. */
const LONGEST_DESCRIPTION = 200;

/** Title, description and picture of a public page, for whoever links to it. */
export function previewMeta({
  title,
  description,
  origin,
  path,
  isListed,
}: Preview): MetaDescriptor[] {
  const text = shortened(description);
  const url = origin + path;
  return [
    { title },
    { name: "description", content: text },
    { tagName: "link", rel: "canonical", href: url },
    ...(isListed ? [] : [{ name: "robots", content: "noindex" }]),
    { property: "og:type", content: "website" },
    { property: "og:site_name", content: "Slotkeeper" },
    { property: "og:title", content: title },
    { property: "og:description", content: text },
    { property: "og:url", content: url },
    { property: "og:image", content: `${origin}/preview.png` },
    { property: "og:image:width", content: "1200" },
    { property: "og:image:height", content: "630" },
    { property: "og:image:alt", content: "A page of a calendar with one day ticked" },
    { name: "twitter:card", content: "summary_large_image" },
  ];
}

/** A page that is one person's: it has a title, and nothing is said of it elsewhere. */
export function privateMeta(title: string): MetaDescriptor[] {
  return [{ title }, { name: "robots", content: "noindex" }];
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (line.length <= LONGEST_DESCRIPTION) return line;
  return `${line.slice(0, line.lastIndexOf(" ", LONGEST_DESCRIPTION)).slice(0, LONGEST_DESCRIPTION)}…`;
}
