import { brotliCompressSync, gzipSync } from "node:zlib";

export interface Weight {
  htmlBytes: number;
  cssBytes: number;
  jsBytes: number;
  requests: number;
  thirdParty: number;
}

/** What a page and all that it asks for weighs, each file compressed by brotli as Cloudflare does. */
export async function weigh(url: string): Promise<Weight> {
  const html = await (await fetch(url)).text();
  const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)];
  const scripts = [...html.matchAll(/<script[^>]*\bsrc="([^"]+)"/g)];
  const inline = [...html.matchAll(/<script[^>]*>([^<]+)<\/script>/g)];
  const images = [...html.matchAll(/<(?:img|source)\b[^>]*\bsrc="([^"]+)"/g)];
  const files = [...styles, ...scripts, ...images].map(([, src = ""]) => new URL(src, url));
  const weightOf = async (found: RegExpMatchArray[]) => {
    const sizes = found.map(async ([, src = ""]) => {
      const answer = await fetch(new URL(src, url));
      if (!answer.ok) throw new Error(`${src}: ${answer.status}`);
      return brotliCompressSync(await answer.bytes()).length;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  };
  return {
    htmlBytes: brotliCompressSync(html).length,
    cssBytes: await weightOf(styles),
    jsBytes:
      (await weightOf(scripts)) +
      inline.reduce((sum, [, code = ""]) => sum + gzipSync(code).length, 0),
    requests: 1 + files.length,
    thirdParty: files.filter(({ origin }) => origin !== new URL(url).origin).length,
  };
}
