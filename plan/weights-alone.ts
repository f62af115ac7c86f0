import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { formatGiB } from "../units/quantity";
import { divides } from "./model-division";
import type { RoleSize } from "./model-role";
import { planStages, type Sharding, weightsPerDevice } from "./weights-per-device";

/**
 * Refuses weights that no engine can load, where its other rules are not known: they alone are more than a device has.
 * Paths begin at the service.
 */
export function checkWeightsAlone({ name, pool, parallelism }: RoleSize, model: Model): Issue[] {
  const { deviceMemoryBytes: memory, devicesPerNode } = pool;
  if (memory === undefined) return [];
  const most = (tensor: number) => mostWeights(model, { ...parallelism, tensor });
  const weights = most(parallelism.tensor);
  if (weights < memory) return [];
  const each = pool.acceleratorModel ?? "device";
  const rule = `${model.id} does not load: it puts ${formatGiB(weights)} on each ${each} of ${formatGiB(memory)}`;
  const { pipeline, data, workers } = parallelism;
  const room = Math.floor((devicesPerNode * workers) / (pipeline * data));
  const tensor = Array.from({ length: room }, (_, index) => index + 1).find(
    (size) =>
      most(size) < memory &&
      (size * pipeline * data) % workers === 0 &&
      divides({ ...parallelism, tensor: size }, model),
  );
  const wayOut =
    tensor === undefined
      ? "use devices with more memory, or a smaller model"
      : `use tensor ${tensor}`;
  return [issue(`roles.${name}.parallelism.tensor`, parallelism.tensor, rule, wayOut)];
}

function mostWeights(model: Model, sharding: Sharding): number {
  const stages = planStages(model, sharding.pipeline).map((stage) =>
    Object.values(weightsPerDevice(model, sharding, stage)).reduce((sum, bytes) => sum + bytes, 0),
  );
  return Math.max(...stages);
}
