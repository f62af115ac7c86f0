import { type EksEfaNodePoolSpec, planEksEfaNodePool } from "../plan/eks-efa-node-pool";
import { type EksGpuNodePoolPlan, planEksGpuNodePool } from "../plan/eks-gpu-node-pool";
import type { EksGpuNodePoolSpec } from "../plan/eks-gpu-node-pool-spec";
import { checkChoice, isMap } from "../plan/value-check";
import { type Issue, issue, type Result } from "../units/issue";
import { checkSharedKeys, type PoolSection } from "./pool-section";

/** What the program makes a pool on EKS with. */
export const EksPoolKind = { gpu: "gpu", efa: "efa" } as const;
export type EksPoolKind = (typeof EksPoolKind)[keyof typeof EksPoolKind];

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

/** A pool on EKS that the program makes. */
export type EksPool =
  | { readonly kind: "gpu"; readonly spec: EksGpuNodePoolSpec; readonly plan: EksGpuNodePoolPlan }
  | {
      readonly kind: "efa";
      readonly spec: EksEfaNodePoolSpec & { readonly availabilityZone: string };
      readonly plan: EksGpuNodePoolPlan;
    };

/** The pools below `eks.nodePools` of a stack file. */
export const EKS_SECTION: PoolSection<EksPool> = {
  name: "eks",
  planPool: planEksPool,
  checkPool: (pool, section) => [
    ...checkSharedKeys(pool, SHARED_KEYS, "write it under eks, subnets by zone"),
    ...checkZone(pool, section),
  ],
};

function planEksPool(name: string, pool: unknown): Result<EksPool> {
  const { kind = EksPoolKind.gpu, ...rest } = isMap(pool) ? pool : {};
  const issues = checkChoice(Object.values(EksPoolKind))("kind", kind);
  if (issues.length > 0) return { ok: false, issues };
  // What stands in the file is checked by the plan, whatever it is.
  const spec = rest as unknown as EksEfaNodePoolSpec & { availabilityZone: string };
  if (kind === EksPoolKind.gpu) {
    const plan = planEksGpuNodePool(name, spec);
    return plan.ok ? { ok: true, value: { kind, spec, plan: plan.value } } : plan;
  }
  const plan = planEksEfaNodePool(name, spec);
  return plan.ok ? { ok: true, value: { kind: "efa", spec, plan: plan.value.pool } } : plan;
}

const SHARED_KEYS = [
  ...["clusterName", "nodeRoleArn", "clusterSecurityGroupId", "vpcId"],
  ...["subnetId", "subnetIds"],
];

/** A zone without a subnet has no place for nodes. What is no zone, or no map of subnets, has been told already. */
function checkZone(pool: unknown, section: unknown): Issue[] {
  const zone = isMap(pool) ? pool.availabilityZone : undefined;
  const subnets = isMap(section) && isMap(section.subnets) ? section.subnets : undefined;
  if (typeof zone !== "string" || subnets === undefined || Object.hasOwn(subnets, zone)) return [];
  const zones = Object.keys(subnets).join(", ");
  const rule = `eks.subnets has subnets in ${zones === "" ? "no zone" : zones}`;
  return [issue("availabilityZone", zone, rule, "use one of them, or write a subnet of this zone")];
}
