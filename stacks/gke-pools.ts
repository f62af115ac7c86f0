import { type GkeGpuNodePoolPlan, planGkeGpuNodePool } from "../plan/gke-gpu-node-pool";
import type { GkeGpuNodePoolSpec } from "../plan/gke-gpu-node-pool-spec";
import { type GkeTpuNodePoolPlan, planGkeTpuNodePool } from "../plan/gke-tpu-node-pool";
import type { GkeTpuNodePoolSpec } from "../plan/gke-tpu-node-pool-spec";
import { checkChoice, isMap } from "../plan/value-check";
import { type Issue, issue, type Result } from "../units/issue";
import { checkSharedKeys, type PoolSection } from "./pool-section";

/** What the program makes a pool on GKE with. */
export const GkePoolKind = { gpu: "gpu", tpu: "tpu" } as const;
export type GkePoolKind = (typeof GkePoolKind)[keyof typeof GkePoolKind];

/** The GKE cluster in which the program makes pools. */
export interface GkeSettings {
  readonly project: string;
  /** Region or zone of the cluster. */
  readonly location: string;
  readonly clusterName: string;
  /** E-mail address of the service account of the nodes. */
  readonly nodeServiceAccount: string;
}

/** A pool on GKE that the program makes. */
export type GkePool =
  | { readonly kind: "gpu"; readonly spec: GkeGpuNodePoolSpec; readonly plan: GkeGpuNodePoolPlan }
  | { readonly kind: "tpu"; readonly spec: GkeTpuNodePoolSpec; readonly plan: GkeTpuNodePoolPlan };

/** The pools below `gke.nodePools` of a stack file. */
export const GKE_SECTION: PoolSection<GkePool> = {
  name: "gke",
  planPool: planGkePool,
  checkPool: (pool, section) => [
    ...checkSharedKeys(pool, SHARED_KEYS, "write it under gke"),
    ...checkZones(pool, section),
  ],
};

function planGkePool(name: string, pool: unknown): Result<GkePool> {
  const { kind = GkePoolKind.gpu, ...rest } = isMap(pool) ? pool : {};
  const issues = [...checkChoice(Object.values(GkePoolKind))("kind", kind), ...checkKind(pool)];
  if (issues.length > 0) return { ok: false, issues };
  // What stands in the file is checked by the plan, whatever it is.
  if (kind === GkePoolKind.gpu) {
    const spec = rest as unknown as GkeGpuNodePoolSpec;
    const plan = planGkeGpuNodePool(name, spec);
    return plan.ok ? { ok: true, value: { kind, spec, plan: plan.value } } : plan;
  }
  const spec = rest as unknown as GkeTpuNodePoolSpec;
  const plan = planGkeTpuNodePool(name, spec);
  return plan.ok ? { ok: true, value: { kind: "tpu", spec, plan: plan.value } } : plan;
}

/** A pool without a kind has GPUs, and would refuse all that describes a slice. */
function checkKind(pool: unknown): Issue[] {
  if (!isMap(pool) || pool.kind !== undefined || pool.machineType !== undefined) return [];
  const key = ["generation", "topology"].find((each) => pool[each] !== undefined);
  if (key === undefined) return [];
  return [issue("kind", undefined, `${key} describes a slice of TPUs`, "write kind: tpu")];
}

const SHARED_KEYS = ["project", "location", "clusterName", "nodeServiceAccount"];

/** The name of a zone begins with that of its region, and all nodes of a cluster are in one: https://cloud.google.com/compute/docs/regions-zones. What is no zone, or no location, is told elsewhere. */
function checkZones(pool: unknown, section: unknown): Issue[] {
  const location = isMap(section) ? section.location : undefined;
  const [region] = typeof location === "string" ? (REGION.exec(location) ?? []) : [];
  if (!isMap(pool) || region === undefined) return [];
  const listed = Array.isArray(pool.zones) ? pool.zones : [];
  const zones = [
    ["zone", pool.zone] as const,
    ...listed.map((zone: unknown, index) => [`zones[${index}]`, zone] as const),
  ];
  const rule = `gke.location is ${location}, and all nodes of a cluster are in its region`;
  return zones
    .filter(([, zone]) => typeof zone === "string" && !zone.startsWith(`${region}-`))
    .map(([path, zone]) => issue(path, zone, rule, `write a zone of ${region}`));
}

const REGION = /^[a-z]+-[a-z]+\d+/;
