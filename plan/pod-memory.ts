import { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { formatGiB, GIBIBYTE, parseBytes } from "../units/quantity";
import type { EngineSettings } from "./engine-settings";
import { flagNameOf } from "./engine-word";
import type { RoleSize } from "./model-role";
import { ranksPerPod } from "./parallelism";
import { checkBytes } from "./value-check";

/** What takes the memory of a pod besides the engine itself: `/dev/shm`, and caches and weights that do not fit its devices. */
export function checkPodMemory(
  sharedMemory: string,
  roles: readonly RoleSize[],
  engine: EngineSettings,
): Issue[] {
  const form = checkBytes("sharedMemory", sharedMemory);
  const size = parseBytes("sharedMemory", sharedMemory);
  if (form.length > 0 || !size.ok) return form;
  const shared = size.value;
  return roles.flatMap((role) => {
    const { memoryBytes } = role.resources;
    if (shared >= memoryBytes) return [explainShared(role, sharedMemory)];
    return checkTiers(role, shared, engine);
  });
}

function explainShared({ name, resources }: RoleSize, sharedMemory: string): Issue {
  return issue(
    "sharedMemory",
    sharedMemory,
    `counts against the memory of the pod, which is ${formatGiB(resources.memoryBytes)}`,
    `use less, or more memory in roles.${name}.resources`,
  );
}

/** A flag that takes memory of the pod, and how much one of its units is there. */
interface Tier {
  readonly engine: Engine;
  readonly flag: string;
  readonly unitBytes: number;
  /** Whether each device of a server has its own, instead of each rank of `data`. */
  readonly isPerDevice: boolean;
}

const TIERS: readonly Tier[] = [
  // The total of a server: https://docs.vllm.ai/en/latest/configuration/engine_args/
  { engine: Engine.vllm, flag: "--kv-offloading-size", unitBytes: GIBIBYTE, isPerDevice: false },
  { engine: Engine.vllm, flag: "--cpu-offload-gb", unitBytes: GIBIBYTE, isPerDevice: true },
  // https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/mem_cache/pool_host/base.py
  { engine: Engine.sglang, flag: "--hicache-size", unitBytes: 1e9, isPerDevice: true },
  { engine: Engine.sglang, flag: "--cpu-offload-gb", unitBytes: GIBIBYTE, isPerDevice: true },
];

function checkTiers(role: RoleSize, shared: number, { name, extraArgs }: EngineSettings): Issue[] {
  const words: readonly unknown[] = Array.isArray(extraArgs) ? extraArgs : [];
  const { tensor, pipeline } = role.parallelism;
  const devices = ranksPerPod(role.parallelism);
  return TIERS.filter(({ engine }) => engine === name).flatMap((tier) => {
    const value = findValue(name, words, tier.flag);
    if (value === undefined) return [];
    const count = tier.isPerDevice ? devices : devices / (tensor * pipeline);
    const unit = tier.isPerDevice ? "devices" : "ranks";
    const bytes = value * tier.unitBytes * count;
    const { memoryBytes } = role.resources;
    if (bytes + shared < memoryBytes) return [];
    const each = count > 1 ? ` (${count} ${unit} x ${formatGiB(value * tier.unitBytes)})` : "";
    return [
      issue(
        "engine.extraArgs",
        `${tier.flag} ${value}`,
        `takes ${formatGiB(bytes)}${each} of the pod's memory beside ${formatGiB(shared)} in /dev/shm, and the pod has ${formatGiB(memoryBytes)}`,
        `use less, or more memory in roles.${role.name}.resources`,
      ),
    ];
  });
}

/** The number of a flag, joined to it or in the next entry; the last one counts. */
function findValue(engine: Engine, words: readonly unknown[], flag: string): number | undefined {
  const values = words.flatMap((word, index) => {
    if (typeof word !== "string" || flagNameOf(engine, word) !== flag) return [];
    const value = Number(word.includes("=") ? word.slice(word.indexOf("=") + 1) : words[index + 1]);
    return Number.isFinite(value) && value > 0 ? [value] : [];
  });
  return values.at(-1);
}
