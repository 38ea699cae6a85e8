// Every child runs in a process group of its own: Ctrl-C in the terminal does not reach it, so that it is
// stopped in order, and whatever it started itself (workerd, esbuild) ends with it.
import { type ChildProcess, fork, spawn } from "node:child_process";

export interface ProcessGroup {
  pid: number;
  ended: Promise<ProcessEnd>;
  /** Asks the first process to end, and kills what is left of the group after a grace period. */
  stop(): Promise<void>;
  /** Ends the whole group at once, the way a crash does. */
  kill(): Promise<void>;
}

export interface ProcessEnd {
  /** "exit code 1", "SIGKILL". */
  how: string;
  /** By `stop` or `kill`. */
  wasAsked: boolean;
}

const GRACE_MS = 5_000;
const running = new Set<ProcessGroup>();
const exitWithParent = new URL("exit-with-parent.ts", import.meta.url).href;

/** Starts a TypeScript module in a Node of its own, which ends with this one, however that ends. */
export function forkModule(
  script: string,
  options: { env: NodeJS.ProcessEnv; stdout: "inherit" | "ignore" },
): ChildProcess {
  return fork(script, {
    execArgv: [
      "--experimental-strip-types",
      "--disable-warning=ExperimentalWarning",
      "--import",
      exitWithParent,
    ],
    env: options.env,
    stdio: ["ignore", options.stdout, "inherit", "ipc"],
    detached: true,
  });
}

/** Takes charge of a child that was spawned with `detached: true`. */
export function processGroupOf(child: ChildProcess): ProcessGroup {
  const { pid } = child;
  if (pid === undefined) throw new Error(`${child.spawnfile} could not be started`);
  let wasAsked = false;
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once("exit", (code, signal) => {
      killGroup(pid);
      running.delete(group);
      resolve({ how: signal ?? `exit code ${code}`, wasAsked });
    });
  });
  const kill = async () => {
    wasAsked = true;
    killGroup(pid);
    await ended;
  };
  const stop = async () => {
    wasAsked = true;
    child.kill("SIGTERM");
    const impatience = setTimeout(kill, GRACE_MS);
    await ended;
    clearTimeout(impatience);
  };
  const group = { pid, ended, stop, kill };
  running.add(group);
  return group;
}

/** Leaves nothing behind of what this process started, whatever it was in the middle of. */
export async function stopAllProcessGroups(): Promise<void> {
  await Promise.all([...running].map((group) => group.stop()));
}

/** Runs a program to its end; its output is shown only by the error that a failure throws. */
export async function runQuietly(
  program: string,
  programArguments: string[],
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const child = spawn(program, programArguments, {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => output.push(chunk));
  const { how } = await processGroupOf(child).ended;
  if (how === "exit code 0") return;
  const command = [program, ...programArguments].join(" ");
  throw new Error(`${Buffer.concat(output).toString()}\n${command}\nfailed (${how})`);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // Nobody is left in the group: that is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
