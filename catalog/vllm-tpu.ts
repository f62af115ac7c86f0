/**
 * vLLM on TPUs: what it sees of a chip, and what it lacks beside vLLM on NVIDIA's devices.
 *
 * How to refresh: read `check_and_update_config` and the lists of the platform, the sampling metadata and `sleep` of the
 * worker in the sources below; the checks of the platform in `vllm/config`, and the tokens of a step in
 * `vllm/engine/arg_utils.py`, of the vLLM that `vllm_lkg.version` names.
 * Read on 2026-11-29 in vllm-tpu 0.29.0, which contains tpu-inference 0.29.0:
 * https://github.com/vllm-project/tpu-inference/blob/v0.29.0/tpu_inference/platforms/tpu_platform.py
 * https://github.com/vllm-project/tpu-inference/blob/v0.29.0/tpu_inference/worker/tpu_worker.py
 * https://github.com/vllm-project/tpu-inference/blob/v0.29.0/tpu_inference/layers/jax/sample/sampling_metadata.py
 *
 * Left out: methods of quantization (`catalog/engine-versions.ts`), what single models lack, and slices of several hosts.
 */
import { freezeDeep } from "../units/frozen";
import { AcceleratorModel } from "./accelerators";

/**
 * Devices that JAX, and so the engine, sees in one chip: one where the chip has one TensorCore or joins its two, and two
 * in TPU7x, which has two and does not join them.
 * https://docs.jax.dev/en/latest/_autosummary/jax.experimental.pallas.tpu.ChipVersion.html
 */
const DEVICES_PER_CHIP: Readonly<Partial<Record<string, number>>> = freezeDeep({
  [AcceleratorModel.tpuV4]: 1,
  [AcceleratorModel.tpuV5e]: 1,
  [AcceleratorModel.tpuV5p]: 1,
  [AcceleratorModel.tpuV6e]: 1,
  [AcceleratorModel.tpu7x]: 2,
});

/** Connectors of `--kv-transfer-config` that the platform takes; with another one the engine ends. */
export const TPU_KV_CONNECTORS: readonly string[] = freezeDeep([
  ...["TPUConnector", "TPUConnectorHMA", "TPUOffloadConnector", "RaidenOffloadConnector"],
]);

/** Flags with which the engine ends on a TPU, and why. */
export const TPU_LACKING_FLAGS: Readonly<Record<string, string>> = freezeDeep({
  "--enable-sleep-mode": "weights cannot leave a TPU and come back",
  "--enable-cumem-allocator": "it is an allocator of CUDA",
  "--enable-eplb": "experts are balanced on devices of NVIDIA and AMD alone",
  "--enable-mamba-cache-stochastic-rounding": "it needs a device of NVIDIA",
});

/** The flag that a model with images needs: steps on a TPU cannot divide one. */
export const TPU_WHOLE_IMAGES_FLAG = "--disable-chunked-mm-input";

/** Most tokens of one step when none are given; the platform does not tell the memory by which vLLM would choose more. */
export const TPU_DEFAULT_STEP_TOKENS = 2048;

/** The flag that says how a model with latent attention is spread; without it the engine ends. */
export const TPU_SHARDING_FLAG = "--additional-config";

/** Devices that the engine sees in one chip; `undefined` for a chip that the catalogue does not have. */
export function findDevicesPerChip(accelerator: string | undefined): number | undefined {
  return accelerator === undefined ? undefined : DEVICES_PER_CHIP[accelerator];
}
