import { EFA_POOL_KEYS, GPU_POOL_KEYS } from "../../plan/eks-gpu-node-pool-spec";
import {
  checkRequiredText,
  checkText,
  checkTexts,
  isMap,
  optional,
  type ValueCheck,
  withoutMisspelt,
} from "../../plan/value-check";
import { type Issue, issue } from "../../units/issue";
import { isLater, withoutLater } from "../wiring";

const CLUSTER_CHECKS: Readonly<Record<string, ValueCheck>> = {
  clusterName: checkRequiredText,
  nodeRoleArn: checkRequiredText,
  tags: optional(checkTexts()),
};

const GPU_POOL_CHECKS: Readonly<Record<string, ValueCheck>> = {
  ...CLUSTER_CHECKS,
  subnetIds: checkSubnetIds,
  clusterSecurityGroupId: optional(checkText),
};

const EFA_POOL_CHECKS: Readonly<Record<string, ValueCheck>> = {
  ...CLUSTER_CHECKS,
  subnetId: checkRequiredText,
  vpcId: checkRequiredText,
  clusterSecurityGroupId: checkRequiredText,
  efaSecurityGroupId: optional(checkText),
};

/** What is wrong with the wiring of a pool without EFA, as far as it is known before anything runs. */
export function checkGpuPoolWiring(args: unknown): Issue[] {
  return checkWiring(args, GPU_POOL_CHECKS, GPU_POOL_KEYS);
}

/** The same for a pool with EFA, which has one subnet and interfaces of its own. */
export function checkEfaPoolWiring(args: unknown): Issue[] {
  return checkWiring(args, EFA_POOL_CHECKS, EFA_POOL_KEYS);
}

/** The plan refuses what is no map, and keys that it does not know. */
function checkWiring(
  args: unknown,
  checks: Readonly<Record<string, ValueCheck>>,
  keys: readonly string[],
): Issue[] {
  if (!isMap(args)) return [];
  const issues = Object.entries(checks)
    .filter(([key]) => !isLater(args[key]))
    .flatMap(([key, check]) => check(key, withoutLater(args[key])));
  return withoutMisspelt(issues, { path: "", value: args, keys });
}

/** How many there may be is checked by the plan, which knows of reservations. */
function checkSubnetIds(path: string, ids: unknown): Issue[] {
  if (Array.isArray(ids)) {
    return ids.flatMap((id: unknown, index) => optional(checkText)(`${path}[${index}]`, id));
  }
  const wayOut = 'write for example ["subnet-0123456789abcdef0"]';
  return [issue(path, ids, "must be a list of subnets", wayOut)];
}
