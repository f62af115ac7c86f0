import { loadedBytes } from "../catalog/model-parameters";
import { findModel } from "../catalog/models";
import type { EnvironmentPlan } from "../plan/environment";
import type { ModelServicePlan } from "../plan/model-service";
import { describeRollout } from "../plan/rollout";
import { formatBytes, formatGiB, formatMilliCpu } from "../units/quantity";
import { renderTable } from "./table";

/** What will be deployed where, from the plan alone. */
export function renderPlan(plan: EnvironmentPlan): string {
  const models = Object.entries(plan.models);
  return renderTable(
    ["MODEL", "ENGINE", "PODS", "EACH", "NODES", "WEIGHTS"],
    models.map(([key, model]) => [
      key,
      describeEngine(model),
      String(model.role.replicas),
      describePod(model),
      describePool(model),
      describeWeights(model),
    ]),
  );
}

function describeEngine({ engine }: ModelServicePlan): string {
  return `${engine.name} (${engine.image})`;
}

function describePod({ role, pool }: ModelServicePlan): string {
  const devices = role.parallelism.devicesPerPod;
  const { milliCpu, memoryBytes } = role.resources;
  const parts = [`${formatMilliCpu(milliCpu)} CPU`, formatBytes(memoryBytes)];
  return (
    devices === 0
      ? parts
      : [`${devices} x ${pool.acceleratorModel ?? pool.deviceResource}`, ...parts]
  ).join(", ");
}

function describePool({ pool }: ModelServicePlan): string {
  const size = pool.maxSize === undefined ? "" : `up to ${pool.maxSize} x `;
  return `${pool.name}: ${size}${pool.instanceType}`;
}

/** Whole weights; how they divide over devices is for the memory fit to say. */
function describeWeights({ model, files }: ModelServicePlan): string {
  const row = findModel(model.id);
  const size = row === undefined ? "" : `${formatGiB(loadedBytes(row), 0)} in `;
  return `${size}${files.claimName}`;
}

/** What a change of its pods costs each of these models. */
export function renderRollouts(plan: EnvironmentPlan, models: readonly string[]): string {
  return models
    .flatMap((key) => {
      const model = plan.models[key];
      return model === undefined
        ? []
        : [`  ${key}: ${describeRollout(model.role.rollout, model.role.replicas)}`];
    })
    .join("\n");
}
