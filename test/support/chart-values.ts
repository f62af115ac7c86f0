import type { Values } from "./helm";

const MODEL: Values = { name: "Qwen3", uri: "hf://Qwen/Qwen3-32B" };

/** A container of the decode role that nothing is wrong with, for a test to change one thing of. */
export function engineContainer(changes: Values = {}): Values {
  return { name: "vllm", image: "vllm/vllm-openai:v0.30.0", modelCommand: "vllmServe", ...changes };
}

/** Values with a decode role only, for a test to change one thing of. */
export function decodeOnly(role: Values = {}, rest: Values = {}): Values {
  const { modelArtifacts, ...others } = rest;
  return {
    routing: { proxy: { enabled: false } },
    ...others,
    modelArtifacts: { ...MODEL, ...(modelArtifacts as Values | undefined) },
    decode: { volumes: [], containers: [engineContainer()], ...role },
    prefill: { create: false },
  };
}

/** The same with another engine container. */
export function decodeWith(container: Values, rest: Values = {}): Values {
  return decodeOnly({ containers: [engineContainer(container)] }, rest);
}
