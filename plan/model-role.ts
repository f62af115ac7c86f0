import type { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { joinPath, prefixIssues, type Result } from "../units/issue";
import { MEBIBYTE, parseBytes, parseMilliCpu } from "../units/quantity";
import type { NodePoolPlan } from "./node-pool";
import type { NodePoolRef } from "./node-pool-ref";
import {
  checkParallelism,
  checkParallelismForm,
  type ParallelismPlan,
  type ParallelismSettings,
  resolveParallelism,
} from "./parallelism";
import type { PodDemand } from "./placement";
import {
  checkBytes,
  checkKeys,
  checkMilliCpu,
  checkWholeNumber,
  isMap,
  optional,
  type ValueCheck,
} from "./value-check";

/** Processors and memory of one pod; requests and limits are the same, so that no neighbour can take them away. */
export interface ResourceSettings {
  /** Processors as a Kubernetes quantity, such as `32`. Defaults to the pod's share of what its node can give: its devices of the node's devices, less a tenth for daemons. */
  readonly cpu?: string;
  /** Memory as a Kubernetes quantity, such as `700Gi`. Defaults like `cpu`. */
  readonly memory?: string;
  /** Disk of the node as a Kubernetes quantity, for logs, what the engine compiles, and `engine.kvCache.tiers.disk`. Defaults to no limit; with an amount in that tier, to what it needs. Whether a node has as much is not checked. */
  readonly ephemeralStorage?: string;
}

/** Servers of one kind. */
export interface RoleSettings {
  /** Number of servers, each of them one pod, or with `parallelism.workers` a group of pods. Whole number of 0 or more. Defaults to 1. */
  readonly replicas?: number;
  /** How one server is spread over devices and hosts. Defaults to one device. */
  readonly parallelism?: ParallelismSettings;
  /** Processors and memory of one pod. Defaults to its share of the node. */
  readonly resources?: ResourceSettings;
  /** The pool whose nodes run these servers. Defaults to the pool of the service. */
  readonly nodePool?: NodePoolRef;
}

/** Which half of the work a server does: both, reading prompts, or writing answers. */
export const RoleName = {
  /** Reads prompts and writes answers. */
  both: "both",
  /** Reads prompts. */
  prefill: "prefill",
  /** Writes answers. */
  decode: "decode",
} as const;
export type RoleName = (typeof RoleName)[keyof typeof RoleName];

/** The pool of each role. */
export type RolePools = Readonly<Partial<Record<RoleName, NodePoolPlan>>>;

/** How many servers a role has and what each of them takes. */
export interface RoleSize {
  /** Which half of the work the servers do. */
  readonly name: RoleName;
  /** The pool whose nodes run them. */
  readonly pool: NodePoolPlan;
  /** Number of servers. */
  readonly replicas: number;
  /** How one server is spread over devices. */
  readonly parallelism: ParallelismPlan;
  /** What one pod requests, and its limit. */
  readonly resources: {
    /** Processors, in thousandths. */
    readonly milliCpu: number;
    /** Memory in bytes. */
    readonly memoryBytes: number;
    /** Disk of the node in bytes; absent when nothing is said of it. */
    readonly ephemeralStorageBytes?: number;
  };
}

export interface RoleContext {
  readonly name: RoleName;
  readonly engine: Engine;
  readonly pool: NodePoolPlan;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly model: Model | undefined;
  /** Part of a node that is left to daemon sets, in tenths. */
  readonly daemonTenths: number;
}

/** Number of servers when none is given. */
const DEFAULT_REPLICAS = 1;

/** The number of servers, given or not. */
export function resolveReplicas({ replicas }: RoleSettings): number {
  return replicas ?? DEFAULT_REPLICAS;
}

/** Pods of all servers of the role, and of `extra` more when given. */
export function countRolePods({ replicas, parallelism }: RoleSize, extra = 0): number {
  return (replicas + extra) * parallelism.workers;
}

/** What one pod of the role asks of its node. */
export function toPodDemand({ parallelism, resources }: RoleSize): PodDemand {
  return { devices: parallelism.devicesPerPod, ...resources };
}

/** Sizes the servers of one role by themselves, or says everything that is wrong; paths are relative to the role. */
export function sizeModelRole(
  settings: RoleSettings,
  { name, engine, pool, model, daemonTenths }: RoleContext,
): Result<RoleSize> {
  const form = checkRoleForm("", settings);
  // What is no number of devices cannot be held against the node or the model.
  if (form.some(({ path }) => path.startsWith("parallelism"))) return { ok: false, issues: form };

  const replicas = resolveReplicas(settings);
  const parallelism = resolveParallelism(settings.parallelism ?? {}, pool);
  const share = toNodeShare(pool, parallelism.devicesPerPod, daemonTenths);
  const resources = resolveResources(settings.resources ?? {}, share);
  const issues = [
    ...form,
    ...prefixIssues("parallelism", checkParallelism(parallelism, { engine, model, pool })),
  ];
  if (issues.length > 0) return { ok: false, issues };

  return { ok: true, value: { name, pool, replicas, parallelism, resources } };
}

/** What a pod gets of its node when nothing is said: by its devices, less the part of daemon sets. */
function toNodeShare(
  { allocatable, devicesPerNode }: NodePoolPlan,
  devices: number,
  daemonTenths: number,
): RoleSize["resources"] {
  const [part, whole] = devicesPerNode === 0 ? [1, 1] : [devices, devicesPerNode];
  const share = (all: number) => Math.floor((all * part * (10 - daemonTenths)) / (whole * 10));
  // Whole cores and whole MiB: engines pin threads to cores, and people read the numbers.
  return {
    milliCpu: Math.max(1000, Math.floor(share(allocatable.milliCpu) / 1000) * 1000),
    memoryBytes: Math.floor(share(allocatable.memoryBytes) / MEBIBYTE) * MEBIBYTE,
  };
}

const ROLE_KEYS = [
  ...["replicas", "parallelism", "resources", "nodePool"],
] as const satisfies readonly (keyof RoleSettings)[];

/** What is wrong with the settings by themselves, whatever the pool. */
export const checkRoleForm: ValueCheck = (path, settings) => {
  const form = checkKeys(path, settings, ROLE_KEYS);
  if (!isMap(settings)) return form;
  return [
    ...form,
    ...optional(checkWholeNumber(0))(joinPath(path, "replicas"), settings.replicas),
    ...optional(checkParallelismForm)(joinPath(path, "parallelism"), settings.parallelism),
    ...optional(checkResourcesForm)(joinPath(path, "resources"), settings.resources),
  ];
};

const checkResourcesForm: ValueCheck = (path, resources) => {
  const form = checkKeys(path, resources, ["cpu", "memory", "ephemeralStorage"]);
  if (!isMap(resources)) return form;
  return [
    ...form,
    ...optional(checkMilliCpu)(joinPath(path, "cpu"), resources.cpu),
    ...optional(checkBytes)(joinPath(path, "memory"), resources.memory),
    ...optional(checkBytes)(joinPath(path, "ephemeralStorage"), resources.ephemeralStorage),
  ];
};

function resolveResources(
  settings: ResourceSettings,
  share: RoleSize["resources"],
): RoleSize["resources"] {
  const cpu = parseMilliCpu("cpu", settings.cpu);
  const memory = parseBytes("memory", settings.memory);
  const disk = parseBytes("ephemeralStorage", settings.ephemeralStorage);
  return {
    milliCpu: cpu.ok ? cpu.value : share.milliCpu,
    memoryBytes: memory.ok ? memory.value : share.memoryBytes,
    ...(disk.ok ? { ephemeralStorageBytes: disk.value } : {}),
  };
}
