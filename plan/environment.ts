import { findModel } from "../catalog/models";
import { type Issue, issue, issuesOf, prefixIssues, type Result } from "../units/issue";
import { formatBytes, formatGiB } from "../units/quantity";
import { filesBytes, neededBytes } from "./model-bytes";
import { type ModelServicePlan, planModelService } from "./model-service";
import type { ModelServiceSpec } from "./model-service-spec";
import { type ModelStoragePlan, planModelStorage } from "./model-storage";
import type { ModelStorageSpec } from "./model-storage-spec";
import { checkModelValues } from "./model-values";
import { type NodePoolPlan, planNodePool } from "./node-pool";
import type { NodePoolRef } from "./node-pool-ref";
import { checkSelections } from "./node-selection";
import type { RolePlan } from "./role-plan";
import { checkSharedPool } from "./shared-pool";
import { checkKeys, isMap } from "./value-check";

/** Everything that one namespace of one cluster serves, each part under the user's own key. */
export interface EnvironmentSpec {
  /** The pools that the models may run on. */
  readonly nodePools: Readonly<Record<string, NodePoolRef>>;
  /** The claims that hold the weights. */
  readonly storage: Readonly<Record<string, ModelStorageSpec>>;
  /** The models that are served. */
  readonly models: Readonly<Record<string, ModelServiceSpec>>;
}

/** The plan of everything in an environment, each part under its key in the specification. */
export interface EnvironmentPlan {
  /** Each pool with everything known of it. */
  readonly nodePools: Readonly<Record<string, NodePoolPlan>>;
  /** Each claim, and whether it is made. */
  readonly storage: Readonly<Record<string, ModelStoragePlan>>;
  /** Each model, with what runs for it. */
  readonly models: Readonly<Record<string, ModelServicePlan>>;
}

/**
 * Plans a whole environment, or gives every issue of all its parts at once.
 *
 * Beyond what each part checks for itself it refuses what no part can see: two models with one release name, two claims
 * or classes with one name, pools that select each other's nodes, pods of several models that do not fit on their pool
 * together, and a claim too small for all that lies in it. What several parts cause together is told once, at the last of them.
 */
export function planEnvironment(spec: EnvironmentSpec): Result<EnvironmentPlan> {
  const form = checkForm(spec);
  if (!isMap(spec) || !SECTIONS.every((section) => isMap(spec[section]))) {
    return { ok: false, issues: form };
  }
  const nodePools = planEach(spec.nodePools, (_, ref) => planNodePool(ref));
  const storage = planEach(spec.storage, planModelStorage);
  const models = planEach(withoutBroken(spec, nodePools.plans, storage.plans), planModelService);
  const issues = [
    ...form,
    ...prefixIssues("nodePools", [...nodePools.issues, ...checkSelections(nodePools.plans)]),
    ...prefixIssues("storage", [
      ...storage.issues,
      ...checkUnique(storage.plans, "claimName", ({ ref }) => ref.claimName),
      ...checkUnique(storage.plans, "storageClassName", ({ claim }) => claim?.storageClass?.name),
      ...checkUnique(storage.plans, "volumeName", ({ claim }) => claim?.volume?.name),
    ]),
    ...prefixIssues("models", [
      ...models.issues,
      ...checkUnique(models.plans, "releaseName", ({ releaseName }) => releaseName),
      ...checkPools(models.plans, spec.models),
      ...checkClaims(models.plans),
      ...checkSharedCaches(models.plans),
      ...Object.entries(models.plans).flatMap(([key, plan]) =>
        prefixIssues(key, checkModelValues(plan)),
      ),
    ]),
  ];
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: { nodePools: nodePools.plans, storage: storage.plans, models: models.plans },
  };
}

const SECTIONS = [
  "nodePools",
  "storage",
  "models",
] as const satisfies readonly (keyof EnvironmentSpec)[];

/** Sections must be maps; what is in them is checked by its own plan. */
function checkForm(spec: EnvironmentSpec): Issue[] {
  const form = checkKeys("", spec, SECTIONS);
  if (!isMap(spec)) return form;
  const broken = SECTIONS.filter((section) => !isMap(spec[section]));
  return [
    ...form,
    ...broken.map((section) =>
      issue(section, spec[section], "must be a map by name", "write {} where there is none"),
    ),
  ];
}

interface Planned<P> {
  readonly plans: Readonly<Record<string, P>>;
  readonly issues: readonly Issue[];
}

function planEach<S, P>(
  specs: Readonly<Record<string, S>>,
  plan: (key: string, spec: S) => Result<P>,
): Planned<P> {
  const results = Object.entries(specs).map(([key, spec]) => [key, plan(key, spec)] as const);
  return {
    plans: Object.fromEntries(
      results.flatMap(([key, result]) => (result.ok ? [[key, result.value]] : [])),
    ),
    issues: results.flatMap(([key, result]) => prefixIssues(key, issuesOf(result))),
  };
}

/** The models whose pool and claim are sound: what is wrong with those is told once, at their own place. */
function withoutBroken(
  { nodePools, storage, models }: EnvironmentSpec,
  soundPools: Readonly<Record<string, NodePoolPlan>>,
  soundStorage: Readonly<Record<string, ModelStoragePlan>>,
): Record<string, ModelServiceSpec> {
  const brokenPools = Object.entries(nodePools)
    .filter(([key]) => !Object.hasOwn(soundPools, key))
    .map(([, ref]) => ref?.name);
  const brokenClaims = Object.entries(storage)
    .filter(([key]) => !Object.hasOwn(soundStorage, key))
    .map(([key, settings]) => settings?.claimName ?? key);
  return Object.fromEntries(
    Object.entries(models).filter(
      ([, model]) =>
        !brokenPools.some((name) =>
          [model?.nodePool?.name, ...rolePoolNames(model?.roles)].includes(name),
        ) && !brokenClaims.includes(model?.model?.storage?.claimName),
    ),
  );
}

function rolePoolNames(roles: unknown): unknown[] {
  return Object.values(isMap(roles) ? roles : {}).flatMap((role) =>
    isMap(role) && isMap(role.nodePool) ? [role.nodePool.name] : [],
  );
}

/** Names that two parts cannot share: Kubernetes has one object of a name, and pods are selected by that of their release. */
function checkUnique<P>(
  plans: Readonly<Record<string, P>>,
  property: string,
  nameOf: (plan: P) => string | undefined,
): Issue[] {
  const owners = new Map<string, string>();
  return Object.entries(plans).flatMap(([key, plan]) => {
    const name = nameOf(plan);
    if (name === undefined) return [];
    const owner = owners.get(name);
    owners.set(name, owner ?? key);
    if (owner === undefined) return [];
    return [
      issue(`${key}.${property}`, name, `is the name that ${owner} has`, "give each its own name"),
    ];
  });
}

function checkPools(
  models: Readonly<Record<string, ModelServicePlan>>,
  specs: Readonly<Record<string, ModelServiceSpec>>,
): Issue[] {
  return groupBy(toTenants(models), ({ role }) => role.pool.name).flatMap((tenants) => {
    const last = tenants.at(-1);
    // The roles of a single model are checked against the pool by its own plan.
    if (last === undefined || new Set(tenants.map(({ key }) => key)).size < 2) return [];
    const { key, role } = last;
    const isOwn = specs[key]?.roles[role.name]?.nodePool !== undefined;
    const path = isOwn ? `${key}.roles.${role.name}.nodePool` : `${key}.nodePool`;
    return checkSharedPool(path, role.pool, tenants);
  });
}

interface Tenant {
  readonly key: string;
  readonly label: string;
  readonly role: RolePlan;
}

function toTenants(models: Readonly<Record<string, ModelServicePlan>>): Tenant[] {
  return Object.entries(models).flatMap(([key, { roles }]) =>
    roles.map((role) => ({
      key,
      label: roles.length === 1 ? key : `${key} (${role.name})`,
      role,
    })),
  );
}

function checkClaims(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  return groupBy(Object.entries(models), ([, { files }]) => files.claimName).flatMap((group) => {
    const last = group.at(-1);
    if (last === undefined) return [];
    const [key, { files: claim }] = last;
    const ids = [...new Set(group.map(([, { model }]) => model.id))];
    const rows = ids.map(findModel).filter((row) => row !== undefined);
    const files = rows.reduce((sum, row) => sum + filesBytes(row), 0);
    const needed = rows.reduce((sum, row) => sum + neededBytes(row), 0);
    // A single model is checked against the claim by its own plan.
    if (claim.claimBytes === undefined || rows.length < 2 || needed <= claim.claimBytes) return [];
    return [
      issue(
        `${key}.model.storage.size`,
        formatBytes(claim.claimBytes),
        `the files of ${rows.map(({ id }) => id).join(" and ")} are ${formatGiB(files)} together and need ${formatGiB(needed)}`,
        "use a larger claim, or one for each model",
      ),
    ];
  });
}

/** A cache would fill what weights lie in. The claim of the model's own weights is refused by its own plan. */
function checkSharedCaches(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  return Object.entries(models).flatMap(([key, { roles }]) => {
    const volumes = roles.flatMap(({ kvCacheTiers }) => kvCacheTiers?.volumes ?? []);
    const claims = volumes.flatMap(({ source }) =>
      "claimName" in source ? [source.claimName] : [],
    );
    return Object.entries(models)
      .filter(([, { files }]) => claims.includes(files.claimName))
      .map(
        ([
          owner,
          {
            files: { claimName },
          },
        ]) =>
          issue(
            `${key}.engine.kvCache.tiers.shared.claimName`,
            claimName,
            `is the claim of the weights of ${owner}, which the cache would fill`,
            "use a claim of its own",
          ),
      );
  });
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
