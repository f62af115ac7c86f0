import { loadedBytes } from "../catalog/model-parameters";
import { findModel } from "../catalog/models";
import type { EnvironmentPlan } from "../plan/environment";
import { countRolePods, RoleName } from "../plan/model-role";
import type { ModelServicePlan } from "../plan/model-service";
import type { RolePlan } from "../plan/role-plan";
import { describeRollout } from "../plan/rollout";
import { formatBytes, formatGiB, formatMilliCpu } from "../units/quantity";
import { renderTable } from "./table";

/** What will be deployed where, from the plan and the numbers of the model releases alone. */
export function renderPlan(
  plan: EnvironmentPlan,
  releases: Readonly<Record<string, number>>,
): string {
  const models = Object.entries(plan.models);
  return renderTable(
    ["MODEL", "RELEASE", "ENGINE", "PODS", "EACH", "NODES", "WEIGHTS", "DEVICE MEMORY"],
    models.flatMap(([key, model]) =>
      model.roles.map((role) => [
        describeRole(key, role),
        String(releases[key] ?? ""),
        describeEngine(model),
        String(countRolePods(role)),
        describePod(role),
        describePool(role),
        describeWeights(model),
        describeMemory(role),
      ]),
    ),
  );
}

function describeRole(key: string, { name }: RolePlan): string {
  return name === RoleName.both ? key : `${key} (${name})`;
}

function describeEngine({ engine }: ModelServicePlan): string {
  return `${engine.name} (${engine.image})`;
}

function describePod({ parallelism, resources, pool }: RolePlan): string {
  const devices = parallelism.devicesPerPod;
  const { milliCpu, memoryBytes } = resources;
  const parts = [`${formatMilliCpu(milliCpu)} CPU`, formatBytes(memoryBytes)];
  return (
    devices === 0
      ? parts
      : [`${devices} x ${pool.acceleratorModel ?? pool.deviceResource}`, ...parts]
  ).join(", ");
}

function describePool({ pool }: RolePlan): string {
  const size = pool.maxSize === undefined ? "" : `up to ${pool.maxSize} x `;
  return `${pool.name}: ${size}${pool.machine}`;
}

/** Whole weights, as they lie in the claim. */
function describeWeights({ model, files }: ModelServicePlan): string {
  const row = findModel(model.id);
  const size = row === undefined ? "" : `${formatGiB(loadedBytes(row), 0)} in `;
  return `${size}${files.claimName}`;
}

/** What each device holds, and the pod where tiers of the cache are in it. */
function describeMemory({ memory: { fit, unproven }, kvCacheTiers }: RolePlan): string {
  const pod = kvCacheTiers?.terms.map(({ name, bytes }) => `${formatGiB(bytes, 0)} ${name}`);
  const tiers = pod === undefined ? "" : `; of the pod ${pod.join(", ")}`;
  if (fit === undefined) return `not computed${tiers}`;
  const parts = `${formatGiB(fit.weightsBytes, 0)} weights, ${formatGiB(fit.kvBytes, 0)} cache`;
  return `${parts}: ${fit.tokens} tokens${unproven === undefined ? "" : ", unproven"}${tiers}`;
}

/** What a change of its pods costs each of these models. */
export function renderRollouts(plan: EnvironmentPlan, models: readonly string[]): string {
  return models
    .flatMap((key) => (plan.models[key]?.roles ?? []).map((role) => renderRollout(key, role)))
    .join("\n");
}

function renderRollout(key: string, role: RolePlan): string {
  const what = role.name === RoleName.both ? "the model" : role.name;
  return `  ${describeRole(key, role)}: ${describeRollout(role.rollout, role.replicas, what)}`;
}
