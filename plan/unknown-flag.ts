import {
  type EngineVersion,
  engineVersions,
  flagsOf,
  packageVersions,
} from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { findNearest } from "../units/nearest";
import { nameOfVersion } from "./engine-version";
import type { EngineWord } from "./engine-word";
import { type Counterpart, findCounterpart, findNamesake } from "./flag-setting";
import { nameOfFlag } from "./secret-flag";

/** What to write in place of a flag that we write ourselves; `undefined` for any other flag. */
export type FlagOwner = (flag: string) => string | undefined;

/** A flag that a version of an engine does not have, or that could be several of its flags. */
export function checkFlag(
  version: EngineVersion,
  path: string,
  argument: string,
  word: EngineWord,
  ownerOf: FlagOwner,
): Issue[] {
  if (word.kind === "ambiguous") {
    const [one, another, ...more] = word.names;
    const flags =
      more.length === 0 ? `${one} or ${another}` : `${one}, ${another} or ${more.length} more`;
    const rule = `could be ${flags} of ${nameOfVersion(version)}`;
    return [issue(path, nameOfFlag(argument), rule, "write one of them in full")];
  }
  if (word.kind !== "unknown") return [];
  const { rule, wayOut } = explain(version, word.name, ownerOf);
  return [issue(path, nameOfFlag(argument), rule, wayOut)];
}

interface Explanation {
  readonly rule: string;
  readonly wayOut: string;
}

/** The nearest that can be said of the flag: whose it is, what stands for it, or how it is probably spelt. */
function explain(version: EngineVersion, flag: string, ownerOf: FlagOwner): Explanation {
  const { engine } = version;
  const name = nameOfVersion(version);
  const other = Object.values(Engine).find(
    (each) => each !== engine && engineVersions(each).some((row) => flagsOf(row).has(flag)),
  );
  const sibling = packageVersions(version.package).find((row) => flagsOf(row).has(flag));
  if (sibling !== undefined) {
    const rule = `is no flag of ${name}, but of v${sibling.version}`;
    return { rule, wayOut: "leave it out, or use an image of that version" };
  }
  const rule =
    other === undefined ? `is no flag of ${name}` : `is a flag of ${other}, not of ${name}`;
  const counterpart =
    other === undefined ? findNamesake(flag, engine) : findCounterpart(other, flag, engine);
  if (counterpart !== undefined) return toExplanation(rule, counterpart);
  const nearest = findNearest(flag, [...flagsOf(version).keys()]);
  if (nearest === undefined) return { rule, wayOut: "leave it out" };
  const owner = ownerOf(nearest);
  const then = owner === undefined ? "" : ` then ${owner}`;
  return { rule, wayOut: `did you mean ${nearest}?${then}` };
}

function toExplanation(rule: string, { setting, lacks }: Counterpart): Explanation {
  const reason = lacks === undefined ? "" : `, and ${lacks}`;
  return { rule: `${rule}${reason}`, wayOut: `use engine.${setting}` };
}
