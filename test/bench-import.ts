import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { renderTable } from "../cli/table";

/**
 * What a program pays for importing this package, as it is packed, beside the SDK that every Pulumi program imports: each
 * in processes of its own, by turns, so that a busy machine is as busy for both. Processor time says more on such a one.
 */

const ROOT = resolve(__dirname, "..");
const RUNS = 9;
const OURS = resolve(ROOT, "dist", "index.js");

/** Milliseconds that pass, and that processors work. */
interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

const TIMED_REQUIRE = `const start = performance.now();
require(process.argv[1]);
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ wall: performance.now() - start, cpu: (user + system) / 1000 }));`;

function main(): void {
  run("npm", ["run", "--silent", "build"]);
  const rounds = Array.from({ length: RUNS }, () => ({
    sdk: measureImport("@pulumi/pulumi"),
    ours: measureImport(OURS),
  }));
  const sdk = summarize(rounds.map((round) => round.sdk));
  const ours = summarize(rounds.map((round) => round.ours));
  const rows = [
    ["import @pulumi/pulumi", ...sdk.map(describe)],
    ["import llmd", ...ours.map(describe)],
    ["llmd over @pulumi/pulumi", ...ours.map((each, index) => describe(each - (sdk[index] ?? 0)))],
  ];
  process.stdout.write(`${renderTable(["", "BEST", "MEDIAN", "MEDIAN CPU"], rows)}\n`);
}

function measureImport(path: string): Cost {
  return JSON.parse(run(process.execPath, ["-e", TIMED_REQUIRE, path]));
}

/** The columns of the table. */
function summarize(costs: readonly Cost[]): number[] {
  const wall = costs.map((cost) => cost.wall);
  return [Math.min(...wall), median(wall), median(costs.map((cost) => cost.cpu))];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function describe(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`;
}

function run(command: string, args: readonly string[]): string {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

main();
