import type { RunReport, SkippedTest } from "../test/support/run-report";

/** One process of mocha. Several, because Pulumi's mocks and its runtime are process-wide. */
export interface MochaRun {
  readonly name: string;
  /** Folders of `test/` whose specs it runs; `"."` for the specs that lie in `test/` itself. */
  readonly folders: readonly string[];
  readonly timeoutSeconds: number;
  /** A test that takes longer is printed with its time. */
  readonly slowSeconds: number;
  /** Files that mocha loads before the specs, beside those of `.mocharc.json`. */
  readonly require?: readonly string[];
}

/** Fast and certain first: a mistake is reported by the cheapest run that can see it. */
export const MOCHA_RUNS: readonly MochaRun[] = [
  {
    name: "pure",
    folders: [".", "units", "catalog", "plan", "stacks", "cli", "scripts"],
    timeoutSeconds: 30,
    slowSeconds: 0.5,
    require: ["./test/support/pure-run.ts"],
  },
  { name: "component", folders: ["components"], timeoutSeconds: 20, slowSeconds: 2 },
  {
    name: "engine",
    folders: ["engine", "local", "chart", "examples", "package", "preload"],
    timeoutSeconds: 300,
    slowSeconds: 15,
  },
];

/**
 * The spec files of every run, by its name. Throws on a spec that no run would take: it would pass
 * for ever without having been run.
 */
export function assignSpecs(specs: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const assigned = new Map<string, string[]>(MOCHA_RUNS.map((run) => [run.name, []]));
  for (const spec of specs) {
    const [first = "", ...rest] = spec.split("/");
    const folder = rest.length === 0 ? "." : first;
    const run = MOCHA_RUNS.find((each) => each.folders.includes(folder));
    if (run === undefined) {
      throw new Error(`test/${spec}: no test run takes this folder; add it to MOCHA_RUNS`);
    }
    assigned.get(run.name)?.push(`test/${spec}`);
  }
  return assigned;
}

/** What one step did, in the form that adds up. */
export interface Tally {
  readonly step: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
  readonly seconds: number;
}

/** A step that is one test by itself: the type check, the linter. */
export function tallyCommand(step: string, exitCode: number, seconds: number): Tally {
  const failed = exitCode === 0 ? 0 : 1;
  return { step, passed: 1 - failed, failed, skipped: [], seconds };
}

/** A run that dies without a report, or after a report without failures, is one failure. */
export function tallyMocha(
  step: string,
  exitCode: number,
  report: RunReport | undefined,
  seconds: number,
): Tally {
  const counted = report ?? { passed: 0, failed: 0, skipped: [] };
  const failed = exitCode !== 0 && counted.failed === 0 ? 1 : counted.failed;
  return { step, passed: counted.passed, failed, skipped: counted.skipped, seconds };
}

/** The end of the output; its last line is read by machines. */
export function renderSummary(tallies: readonly Tally[]): string {
  const steps = tallies.map((tally) =>
    [
      tally.step.padEnd(10),
      `${tally.passed} passed`.padStart(12),
      `${tally.failed} failed`.padStart(10),
      `${tally.skipped.length} skipped`.padStart(11),
      `${tally.seconds.toFixed(1)} s`.padStart(9),
    ].join(" "),
  );
  const skipped = tallies.flatMap((tally) => tally.skipped);
  const named = skipped.map(({ title, reason }) => `  ${title}: ${reason}`);
  return [
    ...steps,
    ...(named.length > 0 ? ["", "Skipped:", ...named] : []),
    "",
    `${sum(tallies, "passed")} passed, ${sum(tallies, "failed")} failed, ${skipped.length} skipped`,
  ].join("\n");
}

/** The number of failures of all steps. */
export function countFailures(tallies: readonly Tally[]): number {
  return sum(tallies, "failed");
}

function sum(tallies: readonly Tally[], key: "passed" | "failed"): number {
  return tallies.reduce((total, tally) => total + tally[key], 0);
}
