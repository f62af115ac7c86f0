import { isMap } from "../plan/value-check";
import { type Issue, issue, issuesOf, joinPath, prefixIssues, type Result } from "../units/issue";

/** How the pools of one cloud are planned: those below `nodePools` of its section of a stack file. */
export interface PoolSection<Pool> {
  /** Name of the section, such as `eks`. */
  readonly name: string;
  /** Plans one pool; its form may be anything. */
  readonly planPool: (name: string, pool: unknown) => Result<Pool>;
  /** What of a pool does not go with what the section says once for all of them; the forms of both may be anything. */
  readonly checkPool: (pool: unknown, section: unknown) => Issue[];
}

/** The pools of a section. */
export interface PlannedSection<Pool> {
  /** Those without issues, by name. */
  readonly pools: ReadonlyMap<string, Pool>;
  /** Where each is written, broken ones too, by name: `eks.nodePools.deepseek`. */
  readonly places: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
}

/** Plans the pools of a section of a stack file, whose form may be anything. */
export function planPoolSection<Pool>(
  { name: sectionName, planPool, checkPool }: PoolSection<Pool>,
  config: unknown,
): PlannedSection<Pool> {
  const { [sectionName]: section, nodePools } = isMap(config) ? config : {};
  const entries = Object.entries(
    isMap(section) && isMap(section.nodePools) ? section.nodePools : {},
  );
  const existing = isMap(nodePools) ? nodePools : {};
  const results = entries.map(([name, pool]) => {
    const place = joinPath(`${sectionName}.nodePools`, name);
    const result = planPool(name, pool);
    const ofSection = checkPool(pool, section);
    const issues = [
      ...ofSection,
      // The section knows more of a place than the pool alone.
      ...issuesOf(result).filter(({ path }) => !ofSection.some((each) => each.path === path)),
      ...(Object.hasOwn(existing, name) ? [toNameTaken(name)] : []),
    ];
    return { name, place, result, issues: prefixIssues(place, issues) };
  });
  const sound = results.flatMap(({ name, result, issues }) =>
    result.ok && issues.length === 0 ? [[name, result.value] as const] : [],
  );
  return {
    pools: new Map(sound),
    places: new Map(results.map(({ name, place }) => [name, place])),
    issues: results.flatMap(({ issues }) => issues),
  };
}

function toNameTaken(name: string): Issue {
  const wayOut = "give each its own name, or leave the description out";
  return issue("", name, "is the name of a pool under nodePools too", wayOut);
}

/** What a component is told, and a stack says once for all its pools. */
export function checkSharedKeys(pool: unknown, keys: readonly string[], wayOut: string): Issue[] {
  return Object.entries(isMap(pool) ? pool : {})
    .filter(([key]) => keys.includes(key))
    .map(([key, value]) => issue(key, value, "is the same for all pools of a stack", wayOut));
}
