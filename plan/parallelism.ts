import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import type { NodePoolPlan } from "./node-pool";

/** How one server of a model is spread over devices. */
export interface ParallelismSettings {
  /** Devices that share every layer (tensor parallel size). Defaults to 1. Must divide the attention heads of the model. */
  readonly tensor?: number;
  /** Stages that share the layers among them (pipeline parallel size). Defaults to 1. Devices per server are tensor x pipeline. */
  readonly pipeline?: number;
  /** Whether whole experts, instead of slices of each, are spread over the tensor devices. Defaults to false. Only for models with experts. */
  readonly expert?: boolean;
}

/** Every number written out. */
export interface ParallelismPlan {
  readonly tensor: number;
  readonly pipeline: number;
  readonly expert: boolean;
  /** Devices that one pod asks for. */
  readonly devicesPerPod: number;
}

const DEFAULTS = { tensor: 1, pipeline: 1, expert: false } as const;

/** Fills in the defaults; `devicesPerPod` is 0 on a pool without devices, where tensor counts CPU sockets instead. */
export function resolveParallelism(
  settings: ParallelismSettings,
  pool: NodePoolPlan,
): ParallelismPlan {
  const resolved = { ...DEFAULTS, ...settings };
  return {
    ...resolved,
    devicesPerPod: pool.devicesPerNode === 0 ? 0 : resolved.tensor * resolved.pipeline,
  };
}

/** Checks numbers, then the model's dimensions, then the node; paths are relative to `parallelism`. */
export function checkParallelism(
  settings: ParallelismSettings,
  model: Model | undefined,
  pool: NodePoolPlan,
): Issue[] {
  const numbers = [
    ...checkSize("tensor", settings.tensor),
    ...checkSize("pipeline", settings.pipeline),
  ];
  if (numbers.length > 0) return numbers;
  const plan = resolveParallelism(settings, pool);
  return [...(model === undefined ? [] : checkModel(plan, model)), ...checkNode(plan, pool)];
}

function checkSize(path: string, size: number | undefined): Issue[] {
  if (size === undefined || (Number.isSafeInteger(size) && size >= 1)) return [];
  return [
    issue(
      path,
      size,
      "must be a whole number of 1 or more",
      "write 1 or more, or leave it out for 1",
    ),
  ];
}

function checkModel(plan: ParallelismPlan, model: Model): Issue[] {
  const issues: Issue[] = [];
  const heads = model.attention.heads;
  if (heads % plan.tensor !== 0) {
    issues.push(
      issue(
        "tensor",
        plan.tensor,
        `must divide the ${heads} attention heads of ${model.id}`,
        `use ${divisorsNear(heads, plan.tensor).join(" or ")}`,
      ),
    );
  }
  if (plan.expert && model.experts === undefined) {
    issues.push(issue("expert", true, `${model.id} has no experts`, "leave expert out"));
  }
  return [...issues, ...checkExpertBlock(plan, model)];
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

function checkNode(plan: ParallelismPlan, pool: NodePoolPlan): Issue[] {
  if (plan.devicesPerPod <= pool.devicesPerNode || pool.devicesPerNode === 0) return [];
  return [
    issue(
      "tensor",
      plan.tensor,
      `${plan.devicesPerPod} devices (tensor ${plan.tensor} x pipeline ${plan.pipeline}) in one pod, but ${pool.instanceType} has ${pool.devicesPerNode}`,
      `use ${pool.devicesPerNode} or fewer, or a pool whose nodes have ${plan.devicesPerPod}`,
    ),
  ];
}

/** The next divisors below and above, for a way out that works. */
function divisorsNear(total: number, size: number): number[] {
  const divisors = Array.from({ length: total }, (_, index) => index + 1).filter(
    (each) => total % each === 0,
  );
  const below = divisors.filter((each) => each < size).at(-1);
  const above = divisors.find((each) => each > size);
  return [below, above].filter((each) => each !== undefined);
}
