import { type Issue, issue } from "../units/issue";
import { checkKeys } from "./value-check";

/** What people know from the resource underneath and from other tools, why it is no key here, and what is in its place. */
export type ForeignKeys = Readonly<Record<string, readonly [rule: string, wayOut: string]>>;

/** What is no key; a word of others is told with what stands for it here. */
export function checkOwnKeys(
  spec: object,
  keys: readonly string[],
  foreignKeys: ForeignKeys,
): Issue[] {
  return checkKeys("", spec, keys).map((each) => {
    const foreign = Object.hasOwn(foreignKeys, each.path) ? foreignKeys[each.path] : undefined;
    return foreign === undefined ? each : issue(each.path, each.value, ...foreign);
  });
}
