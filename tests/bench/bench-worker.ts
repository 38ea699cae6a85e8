import path from "node:path";
import { build } from "vite";
import { type BuiltWorker, startBuiltWorker } from "../built-worker.ts";

const outer = `
import worker from "./entry.worker.js";
import { answerWithRows, listMonths, ROWS_HEADER } from "./instruments.js";
export default {
  ...worker,
  fetch: async (request, env, executionContext) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/bench/nothing") return new Response("nothing");
    if (pathname === "/bench/months") return new Response(String(listMonths(Number(searchParams.get("calls")))));
    return request.headers.has(ROWS_HEADER)
      ? answerWithRows(worker, request, env, executionContext)
      : worker.fetch(request, env, executionContext);
  },
};
`;

/** The built Worker in plain workerd, with instruments beside it. */
export async function startBenchWorker(): Promise<BuiltWorker> {
  return startBuiltWorker({
    source: outer,
    modules: [{ name: "instruments.js", source: await bundleInstruments() }],
  });
}

async function bundleInstruments(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      lib: { entry: path.resolve("tests/bench/instruments.ts"), formats: ["es"] },
    },
  });
  const [result] = [built].flat();
  if (!result || !("output" in result)) throw new Error("the instruments were not built");
  return result.output[0].code;
}
