import assert from "node:assert/strict";
import { type EngineVersion, engineVersions } from "../../catalog/engine-versions";
import type { Engine } from "../../catalog/engines";
import { readWords } from "../../plan/engine-word";
import { checkFlagKinds } from "../../plan/flag-kind";
import { checkFlagValues } from "../../plan/flag-values";
import { toKvConnectorArgs } from "../../plan/kv-connector";
import { planKvTransfer } from "../../plan/kv-transfer";
import type { RoleName } from "../../plan/model-role";
import { linesOf } from "./specs";

/** What an engine would refuse in arguments: flags that it does not have in full, values that do not belong to their flag, and values that it cannot read. */
export function refusedArguments(version: EngineVersion, args: readonly string[]): string[] {
  const words = readWords(version, args);
  const flags = args.filter((_, index) => {
    const word = words[index];
    return word?.kind !== "value" && !(word?.kind === "flag" && !word.short);
  });
  const values = checkFlagValues(words, args);
  return [
    ...flags,
    ...linesOf([...values, ...checkFlagKinds(version, words, args, () => undefined)]),
  ];
}

export function requireVersion(engine: Engine, version: string): EngineVersion {
  const row = engineVersions(engine).find((each) => each.version === version);
  assert.ok(row, `${engine} ${version} has no row`);
  return row;
}

/** The arguments by which a server without tiers hands over its cache; none for one that does both halves of the work. */
export function toTransferArgs(engine: Engine, role: RoleName): string[] {
  const plan = planKvTransfer(engine, role, { platform: "nvidia", byEfa: true });
  return plan === undefined ? [] : [...plan.args, ...toKvConnectorArgs(plan.connectors)];
}
