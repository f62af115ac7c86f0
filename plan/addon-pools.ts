import { ClusterProvider } from "../catalog/cluster-addons";
import {
  EKS_COMPUTE_TYPE_LABEL,
  INSTANCE_TYPE_LABEL,
  NODE_POOL_LABEL,
  NVIDIA_GPU_RESOURCE,
} from "../catalog/well-known";
import { type Issue, issue, issuesOf, prefixIssues } from "../units/issue";
import type { ClusterAddonsSpec } from "./cluster-addons-spec";
import { type NodePoolPlan, planNodePool } from "./node-pool";
import type { NodePoolRef } from "./node-pool-ref";
import { checkSelections } from "./node-selection";

/** A pool on whose nodes device plugins may have to run. */
export interface AddonPool {
  /** Where it stands: `nodePools[0]`. */
  readonly path: string;
  readonly ref: NodePoolRef;
  readonly plan: NodePoolPlan;
  /** Whether its image has NVIDIA's plugin built in. */
  readonly isBottlerocket: boolean;
}

const POOL_KEYS = ["nodePools", "bottlerocketNodePools"] as const;

/** Every pool that can be planned, and what is wrong with the others. */
export function planAddonPools(spec: ClusterAddonsSpec): {
  readonly pools: readonly AddonPool[];
  readonly issues: readonly Issue[];
} {
  const pools: AddonPool[] = [];
  const issues: Issue[] = [];
  for (const key of POOL_KEYS) {
    const refs: unknown = spec[key] ?? [];
    if (!Array.isArray(refs)) {
      const wayOut = "write name and instanceType of each, or take ref of a pool";
      issues.push(issue(key, refs, "must be a list of node pools", wayOut));
      continue;
    }
    refs.forEach((ref: NodePoolRef, index) => {
      const path = `${key}[${index}]`;
      const planned = planNodePool(ref);
      issues.push(...prefixIssues(path, issuesOf(planned)));
      if (planned.ok) {
        const isBottlerocket = key === "bottlerocketNodePools";
        pools.push({ path, ref, plan: planned.value, isBottlerocket });
      }
    });
  }
  return { pools, issues: [...issues, ...checkPools(spec, pools)] };
}

function checkPools(spec: ClusterAddonsSpec, pools: readonly AddonPool[]): Issue[] {
  const twice = checkNames(pools);
  // One pool that is named twice selects itself.
  const plans = Object.fromEntries(pools.map(({ path, plan }) => [path, plan]));
  return [
    ...twice,
    ...(twice.length > 0 ? [] : checkSelections(plans)),
    ...checkClouds(spec, pools),
  ];
}

function checkNames(pools: readonly AddonPool[]): Issue[] {
  return pools.flatMap(({ path, plan: { name } }, index) => {
    const first = pools.find(({ plan }) => plan.name === name);
    if (first === undefined || first === pools[index]) return [];
    const rule = `a pool is named once, and ${first.path} has this name`;
    return [issue(`${path}.name`, name, rule, "leave one of the two out")];
  });
}

/** The property by which pools of the other cloud name their machine. */
const OTHER_MACHINES = [
  { provider: ClusterProvider.eks, key: "machineType", other: ClusterProvider.gke },
  { provider: ClusterProvider.gke, key: "instanceType", other: ClusterProvider.eks },
] as const;

function checkClouds({ provider }: ClusterAddonsSpec, pools: readonly AddonPool[]): Issue[] {
  const row = OTHER_MACHINES.find((each) => each.provider === provider);
  if (row === undefined) return [];
  const { key, other } = row;
  const wayOut = `leave the pool out, or use provider ${other}`;
  return pools
    .filter(({ ref }) => ref[key] !== undefined)
    .map(({ path, ref }) =>
      issue(`${path}.${key}`, ref[key], `${provider} has no such machine`, wayOut),
    );
}

/** Whether pods can ask its nodes for NVIDIA's devices. */
export function hasNvidiaDevices({ plan }: AddonPool): boolean {
  return plan.deviceResource === NVIDIA_GPU_RESOURCE && plan.devicesPerNode > 0;
}

/** Whether its nodes are of EKS Auto Mode. */
export function isAutoMode({ plan }: AddonPool): boolean {
  return plan.labels[EKS_COMPUTE_TYPE_LABEL] === "auto";
}

/** The pools on which NVIDIA's plugin is not built in. */
export function findNvidiaPools(pools: readonly AddonPool[]): AddonPool[] {
  return pools.filter((pool) => hasNvidiaDevices(pool) && !pool.isBottlerocket);
}

/** The pools with EFA interfaces, whatever their image. */
export function findEfaPools(pools: readonly AddonPool[]): AddonPool[] {
  return pools.filter(({ plan }) => plan.efaDevicesPerNode > 0);
}

/** One label that every node of the pool carries: that of our pools, else the machine. */
export function toSelectingLabel({ plan }: AddonPool): readonly [key: string, value: string] {
  const own = plan.labels[NODE_POOL_LABEL];
  return own === undefined ? [INSTANCE_TYPE_LABEL, plan.machine] : [NODE_POOL_LABEL, own];
}
