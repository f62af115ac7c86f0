import { findModel } from "../catalog/models";
import { type Issue, issue, issuesOf, prefixIssues, type Result } from "../units/issue";
import { formatBytes, formatGiB } from "../units/quantity";
import type { RolePlan } from "./model-role";
import { type ModelServicePlan, planModelService } from "./model-service";
import type { ModelServiceSpec } from "./model-service-spec";
import {
  filesBytes,
  type ModelStoragePlan,
  type ModelStorageSpec,
  planModelStorage,
} from "./model-storage";
import { type NodePoolPlan, planNodePool } from "./node-pool";
import type { NodePoolRef } from "./node-pool-ref";
import { checkSelections } from "./node-selection";
import { describePod, fitsPool, type PodDemand, repeatPod } from "./placement";

/** Everything that one namespace of one cluster serves, each part under the user's own key. */
export interface EnvironmentSpec {
  readonly nodePools: Readonly<Record<string, NodePoolRef>>;
  readonly storage: Readonly<Record<string, ModelStorageSpec>>;
  readonly models: Readonly<Record<string, ModelServiceSpec>>;
}

export interface EnvironmentPlan {
  readonly nodePools: Readonly<Record<string, NodePoolPlan>>;
  readonly storage: Readonly<Record<string, ModelStoragePlan>>;
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
  const nodePools = planEach(spec.nodePools, (_, ref) => planNodePool(ref));
  const storage = planEach(spec.storage, planModelStorage);
  const models = planEach(withoutBroken(spec, nodePools.plans, storage.plans), planModelService);
  const issues = [
    ...prefixIssues("nodePools", [...nodePools.issues, ...checkSelections(nodePools.plans)]),
    ...prefixIssues("storage", [
      ...storage.issues,
      ...checkUnique(storage.plans, "claimName", ({ ref }) => ref.claimName),
      ...checkUnique(storage.plans, "storageClassName", ({ claim }) => claim?.storageClass?.name),
    ]),
    ...prefixIssues("models", [
      ...models.issues,
      ...checkUnique(models.plans, "releaseName", ({ releaseName }) => releaseName),
      ...checkPools(models.plans),
      ...checkClaims(models.plans),
    ]),
  ];
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: { nodePools: nodePools.plans, storage: storage.plans, models: models.plans },
  };
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
    .map(([key, settings]) => settings.claimName ?? key);
  return Object.fromEntries(
    Object.entries(models).filter(
      ([, { nodePool, model }]) =>
        !brokenPools.includes(nodePool?.name) && !brokenClaims.includes(model?.storage?.claimName),
    ),
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

function checkPools(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  return groupModels(models, ({ pool }) => pool.name).flatMap((group) => {
    const [key, { pool }] = group.last;
    // A single model is checked against the pool by its own plan.
    if (group.all.length < 2 || pool.maxSize === undefined) return [];
    const pods = group.all.flatMap(([, plan]) => toPods(plan));
    if (fitsPool(pool, pods) !== false) return [];
    const demands = group.all.map(
      ([name, { role }]) => `${name} with ${role.replicas} x (${describePod(toPod(role))})`,
    );
    return [
      issue(
        `${key}.nodePool`,
        pool.name,
        `its maximum of ${pool.maxSize} x ${pool.instanceType} does not hold ${demands.join(" and ")}`,
        "use fewer replicas, another pool, or raise maxSize of the pool",
      ),
    ];
  });
}

function toPods({ role }: ModelServicePlan): PodDemand[] {
  return repeatPod(toPod(role), role.replicas);
}

function toPod({ parallelism, resources }: RolePlan): PodDemand {
  return { devices: parallelism.devicesPerPod, ...resources };
}

function checkClaims(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  return groupModels(models, ({ files }) => files.claimName).flatMap((group) => {
    const [key, { files }] = group.last;
    const ids = [...new Set(group.all.map(([, { model }]) => model.id))];
    const rows = ids.map(findModel).filter((row) => row !== undefined);
    const needed = rows.reduce((sum, row) => sum + filesBytes(row), 0);
    // A single model is checked against the claim by its own plan.
    if (files.claimBytes === undefined || rows.length < 2 || needed <= files.claimBytes) return [];
    return [
      issue(
        `${key}.model.storage.size`,
        formatBytes(files.claimBytes),
        `the files of ${rows.map(({ id }) => id).join(" and ")} are ${formatGiB(needed)} together`,
        "use a larger claim, or one for each model",
      ),
    ];
  });
}

type Entry<T> = readonly [key: string, value: T];

interface Group<T> {
  readonly all: readonly Entry<T>[];
  readonly last: Entry<T>;
}

function groupModels<T>(
  models: Readonly<Record<string, T>>,
  keyOf: (model: T) => string,
): Group<T>[] {
  const groups = new Map<string, Group<T>>();
  for (const entry of Object.entries(models)) {
    const name = keyOf(entry[1]);
    groups.set(name, { all: [...(groups.get(name)?.all ?? []), entry], last: entry });
  }
  return [...groups.values()];
}
