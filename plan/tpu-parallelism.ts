import type { Model } from "../catalog/models";
import { findDevicesPerChip } from "../catalog/vllm-tpu";
import { type Issue, issue } from "../units/issue";
import type { NodePoolPlan } from "./node-pool";

/** How the layers of one server are divided. */
interface Ranks {
  readonly tensor: number;
  readonly pipeline: number;
}

/**
 * On GKE the host of a TPU slice is for one pod, which requests all its chips
 * (https://cloud.google.com/kubernetes-engine/docs/how-to/tpus), and the engine must use what they are to it: with less it
 * leaves some idle without a word, with more it ends. Paths are relative to `parallelism`.
 */
export function checkTensorOnTpu(
  { tensor, pipeline }: Ranks,
  model: Model | undefined,
  { acceleratorModel, devicesPerNode, slice }: NodePoolPlan,
): Issue[] {
  // A slice of several hosts is refused as such.
  if (slice !== undefined && slice.hosts > 1) return [];
  const perChip = findDevicesPerChip(acceleratorModel);
  const heads = model?.attention.heads;
  const whole = perChip === undefined ? undefined : devicesPerNode * perChip;
  if (whole !== undefined && tensor * pipeline !== whole) {
    const chips = devicesPerNode === 1 ? "the one chip" : `all ${devicesPerNode} chips`;
    const seen = perChip === 1 ? "" : `, ${whole} devices to vLLM`;
    const devices = `a pod has ${chips} of its host${seen}`;
    const rule = `${devices}, and tensor ${tensor} x pipeline ${pipeline} takes ${tensor * pipeline}`;
    return [issue("tensor", tensor, rule, suggestTensor(whole, pipeline, heads))];
  }
  if (model === undefined || heads === undefined || heads % tensor === 0) return [];
  const rule = `must divide the ${heads} attention heads of ${model.id}`;
  return [issue("tensor", tensor, rule, suggestTensor(tensor * pipeline, pipeline, heads))];
}

/** All devices in the stages that were asked for, if that can be; else in as few as the heads allow. */
function suggestTensor(devices: number, pipeline: number, heads = 0): string {
  const wanted = devices / pipeline;
  if (Number.isInteger(wanted) && heads % wanted === 0) return `use ${wanted}`;
  const most = divisors(devices).findLast((each) => heads % each === 0) ?? 1;
  return `use ${most} with pipeline ${devices / most}`;
}

function divisors(total: number): number[] {
  return Array.from({ length: total }, (_, index) => index + 1).filter(
    (each) => total % each === 0,
  );
}
