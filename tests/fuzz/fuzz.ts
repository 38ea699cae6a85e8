// npm run fuzz: requests that nobody sends who means well, against the built Worker.
import { parseArgs } from "node:util";
import { type Finding, fuzz } from "./run.ts";

const NEWS_EVERY = 1_000;

const HELP = `npm run fuzz -- [options]

Sends crafted and broken requests to every address of the built Worker, those of its forms made of the forms that its pages
serve. None may be answered 5xx or tell a stack trace, and a refused one may write nothing.

  --cases N   how many (20000)
  --seed S    of all that is random (1)
  --case N    only this one, to replay it
  --help`;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    case: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const seed = Number(values.seed);
  const numbers = values.case
    ? [Number(values.case)]
    : Array.from({ length: Number(values.cases) }, (_, at) => at + 1);
  let nextNews = NEWS_EVERY;
  const startedAt = performance.now();
  const { cases, statuses, log, findings } = await fuzz(seed, numbers, (finding, casesSoFar) => {
    if (finding) tell(seed, finding);
    if (casesSoFar < nextNews) return;
    console.log(`${casesSoFar} cases…`);
    nextNews += NEWS_EVERY;
  });
  const seconds = (performance.now() - startedAt) / 1000;
  console.log({ statuses, log });
  console.log(
    `${cases} cases, ${findings.length} wrong, ${seconds.toFixed(1)} s, ${(cases / seconds).toFixed(0)} cases/s`,
  );
  return findings.length === 0;
}

function tell(seed: number, { number, name, wrong, request, answer }: Finding): void {
  console.log(`\ncase ${number}, ${name}: ${wrong.join("; ")}`);
  console.log(`replay: npm run fuzz -- --seed ${seed} --case ${number}`);
  console.log(`sent: ${JSON.stringify(request)}\nanswered: ${JSON.stringify(answer)}`);
}
