import { isDeepStrictEqual } from "node:util";
import type { DiffResult, PropertyChange } from "./protocol";
import type { PropertyMap, PropertyValue } from "./wire";
import { isList, isMap, revealSecrets, Unknown } from "./wire";

/**
 * The changed property paths between two sets of inputs, deepest first known place each: `values.replicas`.
 *
 * An unknown differs from everything, as in a preview it may. A key that is absent equals one that is `undefined`,
 * but not one that is `null`.
 */
export function findChanges(
  olds: PropertyMap,
  news: PropertyMap,
): ReadonlyMap<string, PropertyChange> {
  const changes = new Map<string, PropertyChange>();
  collectMap("", revealSecrets(olds), revealSecrets(news), changes);
  return changes;
}

/** The answer to the engine's question, with the properties that cannot change in place. */
export function toDiff(
  changes: ReadonlyMap<string, PropertyChange>,
  isFixed: (path: string) => boolean,
): DiffResult {
  const replaces = [...changes.keys()].filter(isFixed);
  return {
    changes: changes.size > 0,
    diffs: [...new Set([...changes.keys()].map(rootOf))],
    replaces: [...new Set(replaces.map(rootOf))],
    detailedDiff: Object.fromEntries(
      [...changes].map(([path, change]) => [path, isFixed(path) ? toReplace(change) : change]),
    ),
  };
}

function collectMap(
  prefix: string,
  olds: PropertyMap,
  news: PropertyMap,
  changes: Map<string, PropertyChange>,
): void {
  for (const name of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    collect(joinName(prefix, name), olds[name], news[name], changes);
  }
}

function collect(
  path: string,
  old: PropertyValue | undefined,
  now: PropertyValue | undefined,
  changes: Map<string, PropertyChange>,
): void {
  if (now instanceof Unknown) changes.set(path, old === undefined ? "add" : "update");
  else if (isMap(old) && isMap(now)) collectMap(path, old, now, changes);
  else if (isList(old) && isList(now)) {
    for (let index = 0; index < Math.max(old.length, now.length); index++) {
      collect(`${path}[${index}]`, old[index], now[index], changes);
    }
  } else if (!isDeepStrictEqual(old, now)) {
    changes.set(path, toChange(old, now));
  }
}

function toChange(old: PropertyValue | undefined, now: PropertyValue | undefined): PropertyChange {
  if (old === undefined) return "add";
  return now === undefined ? "delete" : "update";
}

/** The engine reads `a.b` as two names, so a name with a dot in it stands in quotes. */
function joinName(prefix: string, name: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${prefix}[${JSON.stringify(name)}]`;
  return prefix === "" ? name : `${prefix}.${name}`;
}

function rootOf(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

function toReplace(change: PropertyChange): PropertyChange {
  if (change === "add") return "add-replace";
  return change === "delete" ? "delete-replace" : "update-replace";
}
