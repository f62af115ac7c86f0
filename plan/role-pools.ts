import { issuesOf, prefixIssues, type Result } from "../units/issue";
import type { RolePools } from "./model-role";
import { rolesOf } from "./model-roles";
import type { ModelServiceSpec } from "./model-service-spec";
import { planNodePool } from "./node-pool";

/** The pool of each role; what is wrong with one is told where it is written, and once. */
export function planRolePools({ nodePool, roles }: ModelServiceSpec): Result<RolePools> {
  const shared = planNodePool(nodePool);
  const own = rolesOf(roles).map(([name, settings]) => {
    const pool = settings.nodePool === undefined ? shared : planNodePool(settings.nodePool);
    return { name, pool, isOwn: settings.nodePool !== undefined };
  });
  const issues = [
    ...prefixIssues("nodePool", issuesOf(shared)),
    ...own.flatMap(({ name, pool, isOwn }) =>
      isOwn ? prefixIssues(`roles.${name}.nodePool`, issuesOf(pool)) : [],
    ),
  ];
  if (issues.length > 0) return { ok: false, issues };
  const pools = own.flatMap(({ name, pool }) => (pool.ok ? [[name, pool.value] as const] : []));
  return { ok: true, value: Object.fromEntries(pools) };
}
