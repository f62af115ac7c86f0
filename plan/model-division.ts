import { ModelPart } from "../catalog/model-part";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { expertDevices, type Sharding } from "./weights-per-device";

/**
 * Whether the dimensions of a model divide by the devices: a list for each rule, in the order in which an engine meets
 * them. `most` is the largest tensor size that there are devices for. Paths are relative to `parallelism`.
 */
export function checkDivision(sharding: Sharding, model: Model, most: number): Issue[][] {
  return [
    checkHeads(sharding, model, most),
    checkKeyValueHeads(sharding, model, most),
    checkExpertSlices(sharding, model),
    checkWidth(sharding, model, most),
    checkExpertBlock(sharding, model),
    checkDenseBlock(sharding, model),
    checkStages(sharding, model),
  ];
}

/** Whether an engine can spread the model so. */
export function divides(sharding: Sharding, model: Model): boolean {
  return checkDivision(sharding, model, sharding.tensor).every((issues) => issues.length === 0);
}

function checkHeads({ tensor }: Sharding, { id, attention }: Model, most: number): Issue[] {
  const { heads } = attention;
  if (heads % tensor === 0) return [];
  const rule = `must divide the ${heads} attention heads of ${id}`;
  return [issue("tensor", tensor, rule, `use ${divisorsNear(heads, tensor, most).join(" or ")}`)];
}

/** A device has a whole number of heads of keys, or a head a whole number of devices: `QKVParallelLinear` of https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/model_executor/layers/linear.py */
function checkKeyValueHeads({ tensor }: Sharding, { id, attention }: Model, most: number): Issue[] {
  if (attention.kind !== "gqa") return [];
  const { heads, keyValueHeads } = attention;
  const isWhole = (size: number) => keyValueHeads % size === 0 || size % keyValueHeads === 0;
  if (isWhole(tensor)) return [];
  const sizes = divisorsNear(heads, tensor, most, isWhole).join(" or ");
  const rule = `must divide the ${keyValueHeads} key and value heads of ${id}, or be a multiple of them`;
  return [issue("tensor", tensor, rule, `use ${sizes}`)];
}

/** Ranks with a cache of their own share the experts, so that a slice is smaller than `tensor` alone would make it. */
function checkExpertSlices(sharding: Sharding, model: Model): Issue[] {
  const { expert, data = 1 } = sharding;
  const { experts, quantizationBlock: block = 1 } = model;
  if (data === 1 || expert || experts === undefined) return [];
  const devices = expertDevices(sharding);
  const slice = experts.width / devices;
  if (slice % block === 0) return [];
  const whole = block === 1 ? "whole" : `a multiple of the FP8 block of ${block}`;
  const rule = `${experts.width} (expert width) / ${devices} (tensor x data) = ${slice} is not ${whole}`;
  return [issue("expert", false, rule, "set expert: true")];
}

/** A slice of a matrix has a whole number of columns. */
function checkWidth(sharding: Sharding, model: Model, most: number): Issue[] {
  const { tensor, expert } = sharding;
  const { id, attention, denseLayers, denseWidth, experts } = model;
  const widths = [
    ...(denseLayers > 0 ? [["feed-forward width", denseWidth] as const] : []),
    ...(experts !== undefined && !expert ? [["expert width", experts.width] as const] : []),
  ];
  return widths
    .filter(([, width]) => width % tensor !== 0)
    .slice(0, 1)
    .map(([name, width]) => {
      const sizes = divisorsNear(attention.heads, tensor, most, (size) => width % size === 0);
      const rule = `must divide the ${name} of ${width} of ${id}`;
      return issue("tensor", tensor, rule, `use ${sizes.join(" or ")}`);
    });
}

/**
 * A slice of an expert must hold whole quantization blocks, or the engine refuses the checkpoint:
 * https://docs.vllm.ai/projects/recipes/en/latest/Qwen/Qwen3-VL.html
 */
function checkExpertBlock({ tensor, expert }: Sharding, model: Model): Issue[] {
  const block = model.quantizationBlock;
  if (block === undefined || model.experts === undefined || expert) return [];
  const slice = model.experts.width / tensor;
  if (slice % block === 0) return [];
  return [
    issue(
      "tensor",
      tensor,
      `${model.experts.width} (expert width) / ${tensor} = ${slice} is not a multiple of the FP8 block of ${block}`,
      `set expert: true, or use a tensor size that divides ${model.experts.width / block}`,
    ),
  ];
}

/** The same of the layers without experts. */
function checkDenseBlock({ tensor }: Sharding, model: Model): Issue[] {
  const { quantizationBlock: block, denseLayers, denseWidth, plainParts } = model;
  if (block === undefined || denseLayers === 0) return [];
  if (plainParts?.includes(ModelPart.denseFeedForward) === true) return [];
  const slice = denseWidth / tensor;
  if (slice % block === 0) return [];
  const rule = `${denseWidth} (feed-forward width) / ${tensor} = ${slice} is not a multiple of the FP8 block of ${block}`;
  return [issue("tensor", tensor, rule, `use a tensor size that divides ${denseWidth / block}`)];
}

/** A stage without a layer has nothing to do. */
function checkStages({ pipeline }: Sharding, { id, layers }: Model): Issue[] {
  if (pipeline <= layers) return [];
  const rule = `${id} has ${layers} layers to share among stages`;
  return [issue("pipeline", pipeline, rule, `use ${layers} or fewer`)];
}

/** The next divisors below, and above up to `most`, for a way out that works. */
function divisorsNear(
  total: number,
  size: number,
  most: number,
  isAccepted: (each: number) => boolean = () => true,
): number[] {
  const divisors = Array.from({ length: total }, (_, index) => index + 1).filter(
    (each) => total % each === 0 && isAccepted(each),
  );
  const below = divisors.findLast((each) => each < size);
  const above = divisors.find((each) => each > size && each <= most);
  return [below, above].filter((each) => each !== undefined);
}
