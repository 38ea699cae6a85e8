// npm run storm: many who want the same time at the same moment, in the full figures.
import { parseArgs } from "node:util";
import { createRandom } from "../simulation/random.ts";
import { bookingStorm } from "./booking-storm.ts";
import { changeStorm } from "./change-storm.ts";
import { townOnSqlite } from "./town-on-sqlite.ts";

const HELP = `npm run storm -- [options]

Calls the real use cases, over the real SQL, for many people at once, and sweeps what is stored for double bookings.

  --rounds N       how often many guests book overlapping times of one host at the same moment (200)
  --guests N       how many of them (500)
  --operations N   then: random bookings, moves and cancellations over ten hosts (20000)
  --seed S         of all that is random (1); who overtakes whom is not
  --help`;

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "200" },
    guests: { type: "string", default: "500" },
    operations: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(HELP);
else process.exitCode = (await run()) ? 0 : 1;

async function run(): Promise<boolean> {
  const [rounds, guests, operations] = [values.rounds, values.guests, values.operations].map(
    Number,
  );
  const seed = Number(values.seed);
  const bookings = await timed("bookings at once", async () =>
    bookingStorm(
      await townOnSqlite(seed),
      { rounds: rounds ?? 0, guests: guests ?? 0 },
      createRandom(seed, "bookings"),
    ),
  );
  const changes = await timed("changes", async () =>
    changeStorm(await townOnSqlite(seed), operations ?? 0, createRandom(seed, "changes")),
  );
  return bookings.wrong.length + changes.wrong.length === 0;
}

async function timed<Report>(what: string, storm: () => Promise<Report>): Promise<Report> {
  const startedAt = performance.now();
  const report = await storm();
  console.log(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`, report);
  return report;
}
