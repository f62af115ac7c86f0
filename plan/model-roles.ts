import { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { type Issue, issue, issuesOf, prefixIssues, type Result } from "../units/issue";
import { checkEfaTransfer, type EfaSide } from "./efa-transfer";
import {
  checkRoleForm,
  countRolePods,
  RoleName,
  type RolePools,
  type RoleSettings,
  type RoleSize,
  sizeModelRole,
  toPodDemand,
} from "./model-role";
import { countPods, fitsPool } from "./placement";
import { checkRolePlacement } from "./role-placement";
import { planRollout, type RolloutPlan, type RolloutSettings } from "./rollout";
import { checkGroupRoles } from "./server-group";
import { checkSharedPool, toPodDemands } from "./shared-pool";

/** Which servers a model has: either `both`, or `prefill` and `decode` together. */
export interface RolesSettings {
  /** Servers that do both halves of the work: read the prompt and write the answer. */
  readonly both?: RoleSettings;
  /** Servers that read prompts and hand the cache to `decode`. They need a router that pairs the two. Requires `decode`. */
  readonly prefill?: RoleSettings;
  /** Servers that write answers, each behind a routing proxy that has a server of `prefill` read the prompt first. Requires `prefill`. */
  readonly decode?: RoleSettings;
}

/** A role with everything that the plan decides of its pods' number, size and place. */
export interface PlacedRole extends RoleSize {
  /** How new pods take the place of old ones. */
  readonly rollout: RolloutPlan;
}

export interface RolesContext {
  readonly engine: Engine;
  readonly pools: RolePools;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly model: Model | undefined;
  readonly rollout: RolloutSettings | undefined;
  /** Part of a node that is left to daemon sets, in tenths. */
  readonly daemonTenths: number;
}

/** The roles that are given, in the order in which a prompt meets them. */
export function rolesOf(roles: RolesSettings): (readonly [RoleName, RoleSettings])[] {
  return Object.values(RoleName).flatMap((name) => {
    const settings = roles[name];
    return settings === undefined ? [] : [[name, settings] as const];
  });
}

/** Refuses roles that leave half of the work undone, or twice done. */
export function checkRoleNames(roles: RolesSettings): Issue[] {
  const names = rolesOf(roles).map(([name]) => name);
  if (["both", "prefill decode"].includes(names.join(" "))) return [];
  const rule =
    "a model has servers that do both halves of the work, or servers of two kinds that share it";
  return [issue("roles", names, rule, "write both alone, or prefill and decode together")];
}

/** What is wrong with the settings of each role by themselves: all that can be told while a pool is not known. */
export function checkRoleForms(roles: RolesSettings): Issue[] {
  return rolesOf(roles).flatMap(([name, settings]) => checkRoleForm(`roles.${name}`, settings));
}

/** Plans the servers of all roles, or says everything that is wrong; paths begin at the service: `roles.both...`, `rollout...`. */
export function planModelRoles(
  roles: RolesSettings,
  context: RolesContext,
): Result<readonly PlacedRole[]> {
  const sizes = rolesOf(roles).flatMap(([name, settings]) => {
    const pool = context.pools[name];
    if (pool === undefined) return [];
    const { engine, model, daemonTenths } = context;
    const size = sizeModelRole(settings, { name, engine, pool, model, daemonTenths });
    const misfits = size.ok ? checkRolePlacement(size.value, model) : size.issues;
    if (misfits.length === 0) return [size];
    return [{ ok: false as const, issues: prefixIssues(`roles.${name}`, misfits) }];
  });
  const issues = sizes.flatMap(issuesOf);
  if (issues.length > 0) return { ok: false, issues };
  const sized = sizes.flatMap((size) => (size.ok ? [size.value] : []));
  const misfits = checkPair(sized, roles, context);
  return misfits.length > 0 ? { ok: false, issues: misfits } : planRollouts(sized, context.rollout);
}

function planRollouts(
  roles: readonly RoleSize[],
  settings: RolloutSettings | undefined,
): Result<readonly PlacedRole[]> {
  const placed: PlacedRole[] = [];
  for (const role of roles) {
    const rollout = planRollout(settings, (extra) => hasRoomFor(extra, role, roles));
    if (!rollout.ok) return { ok: false, issues: prefixIssues("rollout", rollout.issues) };
    placed.push({ ...role, rollout: rollout.value });
  }
  return { ok: true, value: placed };
}

/** All roles are exchanged at the same time, so those on one pool need their extra pods together. */
function hasRoomFor(
  extra: number,
  role: RoleSize,
  roles: readonly RoleSize[],
): boolean | undefined {
  const tenants = roles.filter(({ pool }) => pool.name === role.pool.name);
  const most = tenants.map((each) => countPods(role.pool, toPodDemand(each)));
  if (most.includes(undefined)) return undefined;
  if (tenants.some((each, index) => countRolePods(each, extra) > (most[index] ?? 0))) return false;
  if (tenants.length === 1) return true;
  const pods = tenants.flatMap((each) => toPodDemands(each, extra));
  return fitsPool(role.pool, pods);
}

/** What prefill and decode owe each other. */
function checkPair(
  sizes: readonly RoleSize[],
  roles: RolesSettings,
  { engine, model }: RolesContext,
): Issue[] {
  const prefill = sizes.find(({ name }) => name === RoleName.prefill);
  const decode = sizes.find(({ name }) => name === RoleName.decode);
  if (prefill === undefined || decode === undefined) return [];
  // Told where a pool is written for a role, since that of the service serves both.
  const owner = roles.decode?.nodePool === undefined ? RoleName.prefill : RoleName.decode;
  const path = `roles.${owner}.nodePool`;
  return [
    ...checkReplicas(prefill, decode, engine),
    ...checkGroupRoles(sizes),
    ...prefixIssues(path, checkPools(prefill, decode, owner)),
    ...checkEfaTransfer(toEfaSide(prefill, roles), toEfaSide(decode, roles), model),
    ...(prefill.pool.name === decode.pool.name
      ? checkSharedPool("nodePool", decode.pool, [
          { label: "prefill", role: prefill },
          { label: "decode", role: decode },
        ])
      : []),
  ];
}

function toEfaSide(role: RoleSize, roles: RolesSettings): EfaSide {
  const isOwn = roles[role.name]?.nodePool !== undefined;
  return { role, isOwn, poolPath: isOwn ? `roles.${role.name}.nodePool` : "nodePool" };
}

function checkReplicas(prefill: RoleSize, decode: RoleSize, engine: Engine): Issue[] {
  if (decode.replicas === 0 && prefill.replicas > 0) {
    const rule = "requests arrive at decode, and without it those who read prompts have no work";
    return [issue("roles.decode.replicas", 0, rule, "write 1 or more, or 0 for roles.prefill too")];
  }
  // https://github.com/llm-d/llm-d guides/pd-disaggregation: vLLM's decode reads a prompt that nobody has read for it.
  if (engine !== Engine.sglang || prefill.replicas > 0 || decode.replicas === 0) return [];
  const rule = "a decode server of SGLang cannot read a prompt itself";
  return [
    issue(
      "roles.prefill.replicas",
      0,
      rule,
      "write 1 or more, or use roles.both in place of the two",
    ),
  ];
}

/** The cache goes from the memory of one device to that of another. */
function checkPools(prefill: RoleSize, decode: RoleSize, owner: RoleName): Issue[] {
  const [mine, theirs] =
    owner === RoleName.decode ? [decode.pool, prefill] : [prefill.pool, decode];
  const { pool: other } = theirs;
  if (mine.deviceResource === other.deviceResource) return [];
  return [
    issue(
      "",
      mine.name,
      `its devices (${mine.deviceResource ?? "none"}) and those of ${theirs.name} (${other.deviceResource ?? "none"}) cannot hand a cache over`,
      "use pools with the same kind of devices",
    ),
  ];
}
