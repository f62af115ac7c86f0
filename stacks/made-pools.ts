import { type EksEfaNodePoolSpec, planEksEfaNodePool } from "../plan/eks-efa-node-pool";
import { type EksGpuNodePoolPlan, planEksGpuNodePool } from "../plan/eks-gpu-node-pool";
import type { EksGpuNodePoolSpec } from "../plan/eks-gpu-node-pool-spec";
import { checkChoice, isMap } from "../plan/value-check";
import { type Issue, issue, issuesOf, joinPath, prefixIssues, type Result } from "../units/issue";

/** What the program makes a pool with. */
export const PoolKind = { gpu: "gpu", efa: "efa" } as const;
export type PoolKind = (typeof PoolKind)[keyof typeof PoolKind];

/** The EKS cluster in which the program makes pools. */
export interface EksSettings {
  readonly region: string;
  readonly clusterName: string;
  readonly nodeRoleArn: string;
  readonly clusterSecurityGroupId: string;
  readonly vpcId: string;
  /** Subnet of the nodes by zone. */
  readonly subnets: Readonly<Record<string, string>>;
}

/** A pool that the program makes. */
export type MadePool =
  | { readonly kind: "gpu"; readonly spec: EksGpuNodePoolSpec; readonly plan: EksGpuNodePoolPlan }
  | {
      readonly kind: "efa";
      readonly spec: EksEfaNodePoolSpec & { readonly availabilityZone: string };
      readonly plan: EksGpuNodePoolPlan;
    };

export interface MadePools {
  /** Those without issues, by name. */
  readonly pools: ReadonlyMap<string, MadePool>;
  /** Names of all, broken ones too. */
  readonly names: readonly string[];
  readonly issues: readonly Issue[];
}

const SECTION = "eks.nodePools";

/** Plans the pools below `eks.nodePools` of a stack file, whose form may be anything. */
export function planMadePools(config: unknown): MadePools {
  const { eks, nodePools } = isMap(config) ? config : {};
  const entries = Object.entries(isMap(eks) && isMap(eks.nodePools) ? eks.nodePools : {});
  const subnets = isMap(eks) && isMap(eks.subnets) ? eks.subnets : undefined;
  const existing = isMap(nodePools) ? nodePools : {};
  const results = entries.map(([name, pool]) => {
    const result = planMadePool(name, pool);
    const issues = [
      ...issuesOf(result),
      ...checkSharedKeys(pool),
      ...checkZone(pool, subnets),
      ...(Object.hasOwn(existing, name) ? [toNameTaken(name)] : []),
    ];
    return { name, result, issues: prefixIssues(joinPath(SECTION, name), issues) };
  });
  const sound = results.flatMap(({ name, result, issues }) =>
    result.ok && issues.length === 0 ? [[name, result.value] as const] : [],
  );
  return {
    pools: new Map(sound),
    names: entries.map(([name]) => name),
    issues: results.flatMap(({ issues }) => issues),
  };
}

function planMadePool(name: string, pool: unknown): Result<MadePool> {
  const { kind = PoolKind.gpu, ...rest } = isMap(pool) ? pool : {};
  const issues = checkChoice(Object.values(PoolKind))("kind", kind);
  if (issues.length > 0) return { ok: false, issues };
  // What stands in the file is checked by the plan, whatever it is.
  const spec = rest as unknown as EksEfaNodePoolSpec & { availabilityZone: string };
  if (kind === PoolKind.gpu) {
    const plan = planEksGpuNodePool(name, spec);
    return plan.ok ? { ok: true, value: { kind, spec, plan: plan.value } } : plan;
  }
  const plan = planEksEfaNodePool(name, spec);
  return plan.ok ? { ok: true, value: { kind: "efa", spec, plan: plan.value.pool } } : plan;
}

/** What a component is told, and a stack says once for all its pools. */
const SHARED_KEYS = [
  ...["clusterName", "nodeRoleArn", "clusterSecurityGroupId", "vpcId"],
  ...["subnetId", "subnetIds"],
];

function checkSharedKeys(pool: unknown): Issue[] {
  const written = Object.entries(isMap(pool) ? pool : {});
  return written
    .filter(([key]) => SHARED_KEYS.includes(key))
    .map(([key, value]) =>
      issue(
        key,
        value,
        "is the same for all pools of a stack",
        "write it under eks, subnets by zone",
      ),
    );
}

/** A zone without a subnet has no place for nodes. What is no zone, or no map of subnets, has been told already. */
function checkZone(pool: unknown, subnets: Record<string, unknown> | undefined): Issue[] {
  const zone = isMap(pool) ? pool.availabilityZone : undefined;
  if (typeof zone !== "string" || subnets === undefined || Object.hasOwn(subnets, zone)) return [];
  const zones = Object.keys(subnets).join(", ");
  const rule = `eks.subnets has subnets in ${zones === "" ? "no zone" : zones}`;
  return [issue("availabilityZone", zone, rule, "use one of them, or write a subnet of this zone")];
}

function toNameTaken(name: string): Issue {
  const wayOut = "give each its own name, or leave the description out";
  return issue("", name, "is the name of a pool under nodePools too", wayOut);
}
