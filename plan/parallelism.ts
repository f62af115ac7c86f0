import type { Model } from "../catalog/models";
import { type Issue, issue, joinPath } from "../units/issue";
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
      : [checkNode(plan, pool), ...(model === undefined ? [] : [checkHeads(plan, model, pool)])]),
    ...(model === undefined ? [] : [checkExpertBlock(plan, model)]),
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

function checkHeads(plan: ParallelismPlan, model: Model, pool: NodePoolPlan): Issue[] {
  const heads = model.attention.heads;
  if (heads % plan.tensor === 0) return [];
  const most = pool.devicesPerNode === 0 ? heads : pool.devicesPerNode / plan.pipeline;
  return [
    issue(
      "tensor",
      plan.tensor,
      `must divide the ${heads} attention heads of ${model.id}`,
      `use ${divisorsNear(heads, plan.tensor, most).join(" or ")}`,
    ),
  ];
}

/**
 * A slice of an expert must hold whole quantization blocks, or the engine refuses the checkpoint:
 * https://docs.vllm.ai/projects/recipes/en/latest/Qwen/Qwen3-VL.html
 */
function checkExpertBlock(plan: ParallelismPlan, model: Model): Issue[] {
  const block = model.quantizationBlock;
  if (block === undefined || model.experts === undefined || plan.expert) return [];
  const slice = model.experts.width / plan.tensor;
  if (slice % block === 0) return [];
  return [
    issue(
      "tensor",
      plan.tensor,
      `${model.experts.width} (expert width) / ${plan.tensor} = ${slice} is not a multiple of the FP8 block of ${block}`,
      `set expert: true, or use a tensor size that divides ${model.experts.width / block}`,
    ),
  ];
}

function checkExpert(plan: ParallelismPlan, model: Model | undefined): Issue[] {
  if (!plan.expert || model === undefined || model.experts !== undefined) return [];
  return [issue("expert", true, `${model.id} has no experts`, "leave expert out")];
}

/** The next divisors below, and above up to `most`, for a way out that works. */
function divisorsNear(total: number, size: number, most: number): number[] {
  const divisors = Array.from({ length: total }, (_, index) => index + 1).filter(
    (each) => total % each === 0,
  );
  const below = divisors.findLast((each) => each < size);
  const above = divisors.find((each) => each > size && each <= most);
  return [below, above].filter((each) => each !== undefined);
}
