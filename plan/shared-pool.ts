import { type Issue, issue } from "../units/issue";
import { countRolePods, type RoleSize, toPodDemand } from "./model-role";
import type { NodePoolPlan } from "./node-pool";
import { describePod, fitsPool, type PodDemand, repeatPod } from "./placement";

/** The pods of a role, and of `extra` more servers when given. */
export function toPodDemands(role: RoleSize, extra = 0): PodDemand[] {
  return repeatPod(toPodDemand(role), countRolePods(role, extra));
}

/** What each of several roles on one pool is called, in messages. */
export interface PoolTenant {
  readonly label: string;
  readonly role: RoleSize;
}

/** Refuses roles that fit on their pool one by one and not together. */
export function checkSharedPool(
  path: string,
  pool: NodePoolPlan,
  tenants: readonly PoolTenant[],
): Issue[] {
  if (pool.maxSize === undefined) return [];
  const pods = tenants.flatMap(({ role }) => toPodDemands(role));
  if (fitsPool(pool, pods) !== false) return [];
  const demands = tenants.map(
    ({ label, role }) =>
      `${label} with ${countRolePods(role)} x (${describePod(toPodDemand(role))})`,
  );
  return [
    issue(
      path,
      pool.name,
      `its maximum of ${pool.maxSize} x ${pool.machine} does not hold ${demands.join(" and ")}`,
      "use fewer replicas, another pool, or let the pool have more nodes",
    ),
  ];
}
