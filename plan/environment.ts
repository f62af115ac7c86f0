import { findModel } from "../catalog/models";
import { type Issue, issue, issuesOf, prefixIssues, type Result } from "../units/issue";
import { formatBytes, formatGiB } from "../units/quantity";
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
import { fitsPool, type PodDemand, repeatPod } from "./placement";

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
 * Beyond what each part checks for itself it refuses what no part can see: two models with one release name, pods of
 * several models that do not fit on their pool together, and a claim too small for all that lies in it.
 */
export function planEnvironment(spec: EnvironmentSpec): Result<EnvironmentPlan> {
  const nodePools = planEach(spec.nodePools, (_, ref) => planNodePool(ref));
  const storage = planEach(spec.storage, planModelStorage);
  const models = planEach(withoutBroken(spec.models, nodePools, storage), planModelService);
  const issues = [
    ...prefixIssues("nodePools", nodePools.issues),
    ...prefixIssues("storage", storage.issues),
    ...prefixIssues("models", [
      ...models.issues,
      ...checkReleaseNames(models.plans),
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
  models: Readonly<Record<string, ModelServiceSpec>>,
  nodePools: Planned<NodePoolPlan>,
  storage: Planned<ModelStoragePlan>,
): Record<string, ModelServiceSpec> {
  const soundPools = Object.values(nodePools.plans).map(({ name }) => name);
  const soundClaims = Object.values(storage.plans).map(({ ref }) => ref.claimName);
  return Object.fromEntries(
    Object.entries(models).filter(
      ([, { nodePool, model }]) =>
        (nodePools.issues.length === 0 || soundPools.includes(nodePool?.name)) &&
        (storage.issues.length === 0 || soundClaims.includes(model?.storage?.claimName)),
    ),
  );
}

/** Pods are selected by the release name: a shared one would mix the pods of two models. */
function checkReleaseNames(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  const owners = new Map<string, string>();
  return Object.entries(models).flatMap(([key, { releaseName }]) => {
    const owner = owners.get(releaseName);
    owners.set(releaseName, owner ?? key);
    if (owner === undefined) return [];
    return [
      issue(
        `${key}.releaseName`,
        releaseName,
        `is the release of ${owner} already`,
        "give each model its own release name",
      ),
    ];
  });
}

function checkPools(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  return groupModels(models, (plan) => plan.pool.name).flatMap((group) => {
    const pool = group[0]?.[1].pool;
    const pods = group.flatMap(([, plan]) => toPods(plan));
    // A single model is checked against the pool by its own plan.
    if (pool === undefined || group.length < 2 || fitsPool(pool, pods) !== false) return [];
    const demands = group.map(
      ([key, { role }]) => `${key} ${role.replicas} x ${role.parallelism.devicesPerPod} devices`,
    );
    return group.map(([key]) =>
      issue(
        `${key}.nodePool`,
        pool.name,
        `has at most ${pool.maxSize} nodes of ${pool.devicesPerNode} devices, too few for ${demands.join(" and ")}`,
        "use fewer replicas, another pool, or raise maxSize of the pool",
      ),
    );
  });
}

function toPods({ role }: ModelServicePlan): PodDemand[] {
  return repeatPod({ devices: role.parallelism.devicesPerPod, ...role.resources }, role.replicas);
}

function checkClaims(models: Readonly<Record<string, ModelServicePlan>>): Issue[] {
  return groupModels(models, (plan) => plan.files.claimName).flatMap((group) => {
    const claim = group[0]?.[1].files;
    const ids = [...new Set(group.map(([, plan]) => plan.model.id))];
    const rows = ids.map(findModel).filter((row) => row !== undefined);
    const needed = rows.reduce((sum, row) => sum + filesBytes(row), 0);
    // A single model is checked against the claim by its own plan.
    if (claim?.claimBytes === undefined || ids.length < 2 || needed <= claim.claimBytes) return [];
    return group.map(([key]) =>
      issue(
        `${key}.model.storage.size`,
        formatBytes(claim.claimBytes ?? 0),
        `the files of ${ids.join(" and ")} are ${formatGiB(needed)} together`,
        "use a larger claim, or one for each model",
      ),
    );
  });
}

function groupModels<T>(
  models: Readonly<Record<string, T>>,
  keyOf: (model: T) => string,
): [string, T][][] {
  const groups = new Map<string, [string, T][]>();
  for (const [key, model] of Object.entries(models)) {
    const group = keyOf(model);
    groups.set(group, [...(groups.get(group) ?? []), [key, model]]);
  }
  return [...groups.values()];
}
