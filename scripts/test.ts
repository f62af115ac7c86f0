/**
 * The one command behind `make test`, `npm test` and CI: types, lint, API reference, then every mocha run.
 *
 *   node -r ts-node/register/transpile-only scripts/test.ts [step...]
 *
 * Without arguments all steps run; a failed step does not keep the next from running.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RunReport } from "../test/support/run-report";
import type { MochaRun, Tally } from "./test-runs";
import {
  assignSpecs,
  countFailures,
  MOCHA_RUNS,
  renderSummary,
  tallyCommand,
  tallyMocha,
} from "./test-runs";

const ROOT = resolve(__dirname, "..");
const REPORTS = join(ROOT, ".local", "test-reports");
/** Steps that are one test by themselves. */
const COMMANDS: Readonly<Record<string, () => Promise<number>>> = {
  types: checkTypes,
  lint: () => execute("node_modules/@biomejs/biome/bin/biome", "check"),
  // Fails on an export without a comment (typedoc.json).
  docs: () => execute("node_modules/typedoc/bin/typedoc", "--emit", "none"),
};
const STEPS = [...Object.keys(COMMANDS), ...MOCHA_RUNS.map((run) => run.name)];

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((step) => !STEPS.includes(step));
  if (unknown !== undefined) throw new Error(`no step "${unknown}"; there are ${STEPS.join(", ")}`);
  const specs = assignSpecs(findSpecs());
  const tallies: Tally[] = [];
  for (const step of STEPS.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    console.log(`\n== ${step}`);
    tallies.push(...(await runStep(step, specs.get(step) ?? [])));
  }
  console.log(`\n${renderSummary(tallies)}`);
  process.exitCode = countFailures(tallies) === 0 ? 0 : 1;
}

async function runStep(step: string, specs: readonly string[]): Promise<readonly Tally[]> {
  const command = COMMANDS[step];
  if (command !== undefined) return [await runCommand(step, command)];
  const run = MOCHA_RUNS.find((each) => each.name === step);
  return run === undefined || specs.length === 0 ? [] : [await runMocha(run, specs)];
}

async function runCommand(step: string, command: () => Promise<number>): Promise<Tally> {
  const started = performance.now();
  return tallyCommand(step, await command(), secondsSince(started));
}

async function checkTypes(): Promise<number> {
  const compiler = "node_modules/typescript/bin/tsc";
  const [library, rest] = await Promise.all([
    execute(compiler, "--noEmit", "-p", "tsconfig.json"),
    execute(compiler, "--noEmit", "-p", "test/tsconfig.json"),
  ]);
  return library + rest;
}

async function runMocha(run: MochaRun, specs: readonly string[]): Promise<Tally> {
  const started = performance.now();
  const output = join(REPORTS, `${run.name}.json`);
  mkdirSync(REPORTS, { recursive: true });
  rmSync(output, { force: true });
  const exitCode = await execute(
    ...["-r", "ts-node/register/transpile-only", "node_modules/mocha/bin/mocha.js"],
    ...(run.require ?? []).flatMap((file) => ["--require", file]),
    ...["--timeout", `${run.timeoutSeconds * 1000}`, "--slow", `${run.slowSeconds * 1000}`],
    ...["--reporter", "./test/support/reporter.ts", "--reporter-option", `output=${output}`],
    ...specs,
  );
  return tallyMocha(run.name, exitCode, readReport(output), secondsSince(started));
}

/** The report of a run that has written one; a run that died early has none. */
function readReport(path: string): RunReport | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/** Runs Node with our own output; a death by signal counts as a failure. */
function execute(...args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => done(code ?? 1));
  });
}

function findSpecs(): string[] {
  return readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".spec.ts"))
    .sort();
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.log("\n0 passed, 1 failed, 0 skipped");
  process.exitCode = 1;
});
