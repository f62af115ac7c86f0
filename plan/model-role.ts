import type { Model } from "../catalog/models";
import { type Issue, issue, issuesOf, prefixIssues, type Result } from "../units/issue";
import {
  formatBytes,
  formatGiB,
  formatMilliCpu,
  MEBIBYTE,
  parseBytes,
  parseMilliCpu,
} from "../units/quantity";
import type { NodePoolPlan } from "./node-pool";
import {
  checkParallelism,
  type ParallelismPlan,
  type ParallelismSettings,
  resolveParallelism,
} from "./parallelism";
import { countPods, describePod, type PodDemand } from "./placement";
import { planRollout, type RolloutPlan, type RolloutSettings } from "./rollout";
import { checkKeys, checkWholeNumber } from "./value-check";

/** Processors and memory of one pod; requests and limits are the same, so that no neighbour can take them away. */
export interface ResourceSettings {
  /** Processors as a Kubernetes quantity, such as `32`. Defaults to the pod's share of what its node can give: its devices of the node's devices, less a tenth for daemons. */
  readonly cpu?: string;
  /** Memory as a Kubernetes quantity, such as `700Gi`. Defaults like `cpu`. */
  readonly memory?: string;
}

/** Servers of one kind. */
export interface RoleSettings {
  /** Number of servers. Whole number of 0 or more. Defaults to 1. */
  readonly replicas?: number;
  /** How one server is spread over devices. Defaults to one device. */
  readonly parallelism?: ParallelismSettings;
  /** Processors and memory of one pod. Defaults to its share of the node. */
  readonly resources?: ResourceSettings;
}

export interface RolePlan {
  readonly replicas: number;
  readonly parallelism: ParallelismPlan;
  readonly resources: { readonly milliCpu: number; readonly memoryBytes: number };
  readonly rollout: RolloutPlan;
}

export interface RoleContext {
  readonly pool: NodePoolPlan;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly model: Model | undefined;
  readonly rollout: RolloutSettings | undefined;
}

/** Part of a node that pods of daemon sets (network, storage drivers, monitoring) take before ours, in tenths. */
const DAEMON_TENTHS = 1;

/** Number of servers when none is given. */
const DEFAULT_REPLICAS = 1;

/** The number of servers, given or not. */
export function resolveReplicas({ replicas }: RoleSettings): number {
  return replicas ?? DEFAULT_REPLICAS;
}

/** Plans the servers of one role, or says everything that is wrong; paths begin at the service: `roles.both...`, `rollout...`. */
export function planModelRole(settings: RoleSettings, context: RoleContext): Result<RolePlan> {
  const { pool, model } = context;
  const replicas = resolveReplicas(settings);
  const form = [
    ...checkWholeNumber(0)("replicas", replicas),
    ...checkKeys("parallelism", settings.parallelism ?? {}, ["tensor", "pipeline", "expert"]),
    ...checkKeys("resources", settings.resources ?? {}, ["cpu", "memory"]),
  ];
  if (form.length > 0) return { ok: false, issues: prefixIssues("roles.both", form) };

  const parallelism = resolveParallelism(settings.parallelism ?? {}, pool);
  const resources = resolveResources(settings.resources ?? {}, pool, parallelism.devicesPerPod);
  const issues = [
    ...prefixIssues(
      "roles.both.parallelism",
      checkParallelism(settings.parallelism ?? {}, model, pool),
    ),
    ...prefixIssues("roles.both", issuesOf(resources)),
  ];
  if (issues.length > 0 || !resources.ok) return { ok: false, issues };

  const pod = { devices: parallelism.devicesPerPod, ...resources.value };
  const most = countPods(pool, pod);
  // Where even the replicas do not fit, that is the one thing to tell.
  const rollout = planRollout(context.rollout, (extra) =>
    most === undefined || replicas > most ? undefined : replicas + extra <= most,
  );
  const misfits = [
    ...prefixIssues("roles.both", checkPlacement(pool, pod, replicas)),
    ...prefixIssues("rollout", issuesOf(rollout)),
  ];
  if (misfits.length > 0 || !rollout.ok) return { ok: false, issues: misfits };
  return {
    ok: true,
    value: { replicas, parallelism, resources: resources.value, rollout: rollout.value },
  };
}

function resolveResources(
  settings: ResourceSettings,
  pool: NodePoolPlan,
  devices: number,
): Result<{ milliCpu: number; memoryBytes: number }> {
  const { milliCpu, memoryBytes } = pool.allocatable;
  const share = (all: number): number => {
    const [part, whole] = pool.devicesPerNode === 0 ? [1, 1] : [devices, pool.devicesPerNode];
    return Math.floor((all * part * (10 - DAEMON_TENTHS)) / (whole * 10));
  };
  const cpu = settings.cpu === undefined ? undefined : parseMilliCpu("resources.cpu", settings.cpu);
  const memory =
    settings.memory === undefined ? undefined : parseBytes("resources.memory", settings.memory);
  const issues = [...(cpu ? issuesOf(cpu) : []), ...(memory ? issuesOf(memory) : [])];
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: {
      // Whole cores and whole MiB: engines pin threads to cores, and people read the numbers.
      milliCpu: cpu?.ok ? cpu.value : Math.max(1000, Math.floor(share(milliCpu) / 1000) * 1000),
      memoryBytes: memory?.ok ? memory.value : Math.floor(share(memoryBytes) / MEBIBYTE) * MEBIBYTE,
    },
  };
}

function checkPlacement(pool: NodePoolPlan, pod: PodDemand, replicas: number): Issue[] {
  const { allocatable } = pool;
  const issues: Issue[] = [];
  if (pod.milliCpu > allocatable.milliCpu) {
    const rule = `a node of ${pool.name} (${pool.instanceType}) gives pods ${formatMilliCpu(allocatable.milliCpu)} CPU`;
    issues.push(
      issue(
        "resources.cpu",
        formatMilliCpu(pod.milliCpu),
        rule,
        "ask for less, daemons need some too, or use a larger machine",
      ),
    );
  }
  if (pod.memoryBytes > allocatable.memoryBytes) {
    const rule = `a node of ${pool.name} (${pool.instanceType}) gives pods ${formatGiB(allocatable.memoryBytes)}`;
    issues.push(
      issue(
        "resources.memory",
        formatBytes(pod.memoryBytes),
        rule,
        "ask for less, daemons need some too, or use a larger machine",
      ),
    );
  }
  const most = countPods(pool, pod);
  if (issues.length > 0 || most === undefined || replicas <= most) return issues;
  return [
    issue(
      "replicas",
      replicas,
      `at its maximum of ${pool.maxSize} x ${pool.instanceType} the pool ${pool.name} holds ${most} such pods (${describePod(pod)})`,
      "use fewer replicas, smaller pods, or raise maxSize of the pool",
    ),
  ];
}
