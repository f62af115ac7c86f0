import type { Model } from "../catalog/models";
import { type Issue, issue, joinPath } from "../units/issue";
import { checkDivision } from "./model-division";
import type { NodePoolPlan } from "./node-pool";
import { platformOf } from "./platform";
import { checkTensorOnTpu } from "./tpu-parallelism";
import {
  checkBoolean,
  checkKeys,
  checkWholeNumber,
  isMap,
  optional,
  type ValueCheck,
} from "./value-check";

/** How one server of a model is spread over devices. */
export interface ParallelismSettings {
  /** Devices that share every layer (tensor parallel size). Defaults to 1. Must divide the attention heads of the model. A server on TPUs has all chips of its host, and tensor x pipeline must be as many, twice as many on TPU7x. */
  readonly tensor?: number;
  /** Stages that share the layers among them (pipeline parallel size). Defaults to 1. Devices per server are tensor x pipeline. */
  readonly pipeline?: number;
  /** Whether whole experts, instead of slices of each, are spread over the tensor devices. Defaults to false. Only for models with experts. */
  readonly expert?: boolean;
}

/** Every number written out. */
export interface ParallelismPlan {
  /** Devices that share every layer. */
  readonly tensor: number;
  /** Stages that share the layers among them. */
  readonly pipeline: number;
  /** Whether whole experts are spread over the tensor devices. */
  readonly expert: boolean;
  /** Devices that one pod asks for. */
  readonly devicesPerPod: number;
}

const DEFAULTS = { tensor: 1, pipeline: 1, expert: false } as const;

/** Fills in the defaults. */
export function resolveParallelism(
  settings: ParallelismSettings,
  pool: NodePoolPlan,
): ParallelismPlan {
  const tensor = settings.tensor ?? DEFAULTS.tensor;
  const pipeline = settings.pipeline ?? DEFAULTS.pipeline;
  const expert = settings.expert ?? DEFAULTS.expert;
  return {
    tensor,
    pipeline,
    expert,
    devicesPerPod: countDevicesPerPod(pool, tensor * pipeline),
  };
}

/** None on a pool without devices, where tensor counts CPU sockets instead; all of the host on TPUs, which GKE gives to one pod. */
function countDevicesPerPod(pool: NodePoolPlan, ranks: number): number {
  switch (platformOf(pool)) {
    case "cpu":
      return 0;
    case "google":
      return pool.devicesPerNode;
    default:
      return ranks;
  }
}

/** What is wrong with the settings by themselves. */
export const checkParallelismForm: ValueCheck = (path, settings) => {
  const form = checkKeys(path, settings, ["tensor", "pipeline", "expert"]);
  if (!isMap(settings)) return form;
  return [
    ...form,
    ...optional(checkWholeNumber(1))(joinPath(path, "tensor"), settings.tensor),
    ...optional(checkWholeNumber(1))(joinPath(path, "pipeline"), settings.pipeline),
    ...optional(checkBoolean)(joinPath(path, "expert"), settings.expert),
  ];
};

/**
 * Checks the node, then the model's dimensions; paths are relative to `parallelism`. A number that one rule refuses is
 * not held against the next: the way out of the first would be lost among the others.
 */
export function checkParallelism(
  plan: ParallelismPlan,
  model: Model | undefined,
  pool: NodePoolPlan,
): Issue[] {
  return [...(checkTensor(plan, model, pool) ?? []), ...checkExpert(plan, model)];
}

/** The first rule that refuses the number of devices. */
function checkTensor(
  plan: ParallelismPlan,
  model: Model | undefined,
  pool: NodePoolPlan,
): Issue[] | undefined {
  const rules = [
    ...(platformOf(pool) === "google"
      ? [checkTensorOnTpu(plan, model, pool)]
      : [checkNode(plan, pool)]),
    ...(model === undefined ? [] : checkDivision(plan, model, mostTensor(plan, model, pool))),
  ];
  return rules.find((issues) => issues.length > 0);
}

function checkNode(plan: ParallelismPlan, pool: NodePoolPlan): Issue[] {
  if (plan.devicesPerPod <= pool.devicesPerNode) return [];
  return [
    issue(
      "tensor",
      plan.tensor,
      `${plan.devicesPerPod} devices (tensor ${plan.tensor} x pipeline ${plan.pipeline}) in one pod, but ${pool.machine} has ${pool.devicesPerNode}`,
      `use ${pool.devicesPerNode} or fewer, or a pool whose nodes have ${plan.devicesPerPod}`,
    ),
  ];
}

/** The largest tensor size that a node has devices for; without devices it counts sockets, and only the heads limit it. */
function mostTensor({ pipeline }: ParallelismPlan, model: Model, pool: NodePoolPlan): number {
  return pool.devicesPerNode === 0 ? model.attention.heads : pool.devicesPerNode / pipeline;
}

function checkExpert(plan: ParallelismPlan, model: Model | undefined): Issue[] {
  if (!plan.expert || model === undefined || model.experts !== undefined) return [];
  return [issue("expert", true, `${model.id} has no experts`, "leave expert out")];
}
