// The only script that may meet a machine with nothing installed, so it runs on Node 20.20 and imports
// nothing but Node. It installs what is missing, then runs the given script on the Node of devDependencies.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const installedNode = path.join(root, "node_modules", ".bin", "node");
// The first version that has both what wrangler asks for and type stripping that needs no build.
const oldestUsableNode = [22, 12];
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

if (!dependenciesAreUpToDate()) await installDependencies();
runScript(chooseNode(), process.argv.slice(2));

/** Compares with what npm itself recorded about its last complete installation, and with what is still there. */
function dependenciesAreUpToDate() {
  const installed = readPackages(path.join(root, "node_modules", ".package-lock.json"));
  if (!installed || !Object.keys(installed).every(isThere)) return false;
  const wanted = readPackages(path.join(root, "package-lock.json")) ?? {};
  return Object.entries(wanted).every(([location, entry]) => {
    const found = installed[location];
    if (found) return found.version === entry.version && found.integrity === entry.integrity;
    // "" is this project; optional packages are those of other platforms.
    return location === "" || entry.optional || entry.os || entry.cpu;
  });
}

/** Somebody may have deleted a part of node_modules, or npm was stopped in the middle. */
function isThere(location) {
  return existsSync(path.join(root, location, "package.json"));
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return null;
  }
}

async function installDependencies() {
  console.log("Installing dependencies with `npm ci` (about a minute)…");
  const startedAt = Date.now();
  const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  const progress = setInterval(() => console.log(`  still installing (${elapsed()})`), 10_000);
  const { code, output } = await runNpmCi();
  clearInterval(progress);
  if (code === 0) {
    console.log(`Installed in ${elapsed()}.`);
    return;
  }
  console.error(output);
  console.error(`\`npm ci\` failed with exit code ${code}; its output is above.`);
  process.exit(code);
}

function runNpmCi() {
  // dev: NODE_ENV=production would leave out the tools that build and run the app.
  const npm = spawn(
    "npm",
    ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      // node_modules/.bin/node is about to be deleted, so npm has to run on the machine's own Node.
      env: { ...process.env, PATH: pathWithoutNodeModules() },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    },
  );
  const stopInstalling = () => {
    npm.kill();
    process.exit(1);
  };
  for (const signal of stopSignals) process.once(signal, stopInstalling);
  const chunks = [];
  npm.stdout.on("data", (chunk) => chunks.push(chunk));
  npm.stderr.on("data", (chunk) => chunks.push(chunk));
  return new Promise((resolve) => {
    const finish = (result) => {
      for (const signal of stopSignals) process.off(signal, stopInstalling);
      resolve(result);
    };
    npm.on("error", (error) =>
      finish({ code: 1, output: `npm could not be run: ${error.message}` }),
    );
    npm.on("close", (code) =>
      finish({ code: code ?? 1, output: Buffer.concat(chunks).toString() }),
    );
  });
}

function pathWithoutNodeModules() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders
    .filter((folder) => !folder.includes(`node_modules${path.sep}.bin`))
    .join(path.delimiter);
}

function chooseNode() {
  // npm 12 runs no install scripts unless told to, and the package `node` gets its binary by one.
  if (existsSync(installedNode)) return installedNode;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldestUsableNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return process.execPath;
  }
  console.error(
    `This needs Node ${oldestUsableNode.join(".")} or newer, but the machine's is ${process.versions.node} and npm did not install the package "node". Run \`npm ci\` with install scripts allowed, or update Node.`,
  );
  return process.exit(1);
}

function runScript(node, [script, ...scriptArguments]) {
  const child = spawn(
    node,
    [
      "--experimental-strip-types",
      "--disable-warning=ExperimentalWarning",
      script,
      ...scriptArguments,
    ],
    // The IPC channel carries nothing: by its end the script notices that this process was killed.
    { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] },
  );
  for (const signal of stopSignals) process.on(signal, () => child.kill(signal));
  stopWithParent(child);
  child.on("error", (error) => {
    console.error(`${node} could not be run: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

/** npm passes SIGTERM on, but a killed npm cannot; its orphans would keep the ports. */
function stopWithParent(child) {
  const parent = process.ppid;
  const npm = parentBehindShell(parent);
  const check = () => {
    if (process.ppid !== parent || parentBehindShell(parent) !== npm) child.kill("SIGTERM");
  };
  setInterval(check, 1000).unref();
}

/** npm runs scripts through `sh -c`, and that shell survives it. Null where the system does not tell. */
function parentBehindShell(pid) {
  try {
    const [, name, parent] = readFileSync(`/proc/${pid}/stat`, "utf8").match(/\((.*)\) \S+ (\d+)/);
    return /^(sh|dash|bash|ash)$/.test(name) ? Number(parent) : null;
  } catch {
    return null;
  }
}
