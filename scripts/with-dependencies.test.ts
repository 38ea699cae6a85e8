import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const lock = {
  packages: {
    "": { name: "project" },
    "node_modules/wanted": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/of-another-platform": { version: "1.0.0", optional: true, os: ["darwin"] },
  },
};
const installed = { packages: { "node_modules/wanted": lock.packages["node_modules/wanted"] } };

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "slotkeeper-dependencies-"));
  for (const folder of ["scripts", "bin", "node_modules"]) mkdirSync(path.join(root, folder));
  copyFileSync("scripts/with-dependencies.mjs", path.join(root, "scripts/with-dependencies.mjs"));
  write("package.json", '{ "type": "module" }');
  write("package-lock.json", JSON.stringify(lock));
  write(
    "scripts/script.ts",
    "console.log('arguments:', ...process.argv.slice(2)); process.exit(7);",
  );
  mkdirSync(path.join(root, "node_modules/wanted"));
  write("node_modules/wanted/package.json", "{}");
  fakeNpm("exit 0");
});

afterEach(() => rmSync(root, { recursive: true }));

test("dependencies that fit the lock file are not installed again", async () => {
  write("node_modules/.package-lock.json", JSON.stringify(installed));
  const { output } = await run();
  expect(output).not.toContain("npm ci");
  expect(npmWasCalled()).toBe(false);
});

test("missing dependencies are installed, and that is said", async () => {
  const { output } = await run();
  expect(output).toContain("Installing dependencies with `npm ci`");
  expect(npmWasCalled()).toBe(true);
});

test("dependencies of an older lock file are installed again", async () => {
  const older = {
    packages: { "node_modules/wanted": { version: "0.9.0", integrity: "sha512-b" } },
  };
  write("node_modules/.package-lock.json", JSON.stringify(older));
  await run();
  expect(npmWasCalled()).toBe(true);
});

test("a package that was deleted is installed again, with all the others", async () => {
  write("node_modules/.package-lock.json", JSON.stringify(installed));
  rmSync(path.join(root, "node_modules/wanted"), { recursive: true });
  const { output } = await run();
  expect(output).toContain("Installing dependencies with `npm ci`");
  expect(npmWasCalled()).toBe(true);
});

test("when installing fails, npm's output is shown and its exit code kept", async () => {
  fakeNpm("echo no such package >&2; exit 5");
  const { code, output } = await run();
  expect(code).toBe(5);
  expect(output).toContain("no such package");
  expect(output).not.toContain("arguments:");
});

test("the script gets the arguments, and its exit code is passed on", async () => {
  const { code, output } = await run("one", "two");
  expect(output).toContain("arguments: one two");
  expect(code).toBe(7);
});

function write(file: string, content: string): void {
  writeFileSync(path.join(root, file), content);
}

function fakeNpm(commands: string): void {
  writeFileSync(path.join(root, "bin/npm"), `#!/bin/sh\ntouch npm-was-called\n${commands}\n`, {
    mode: 0o755,
  });
}

function npmWasCalled(): boolean {
  return existsSync(path.join(root, "npm-was-called"));
}

function run(...scriptArguments: string[]): Promise<{ code: number; output: string }> {
  const withDependencies = path.join(root, "scripts/with-dependencies.mjs");
  const env = { ...process.env, PATH: `${path.join(root, "bin")}:${process.env.PATH}` };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [withDependencies, "scripts/script.ts", ...scriptArguments],
      { env },
      (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
      },
    );
  });
}
