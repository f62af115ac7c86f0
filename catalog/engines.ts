/**
 * Inference engines, one row each: what is the same for every model that they serve.
 *
 * Images are the ones that llm-d v0.10.0 was tested with. How to refresh: take the tags from the
 * release notes of the next llm-d, https://github.com/llm-d/llm-d/releases, and read the ports and paths
 * again in the engines' documentation.
 *
 * Left out: flags (`catalog/engine-versions.ts` has them, `plan/engine-args.ts` translates each setting), and images of
 * SGLang for AMD, which are tagged by the device (`v0.5.12-rocm720-mi30x`), so that one for all would be wrong for some.
 */

import { freezeDeep } from "../units/frozen";
import type { AcceleratorVendor } from "./accelerators";

/** The program that loads a model and answers requests. */
export const Engine = {
  /** vLLM: https://docs.vllm.ai */
  vllm: "vllm",
  /** SGLang: https://docs.sglang.ai */
  sglang: "sglang",
} as const;
export type Engine = (typeof Engine)[keyof typeof Engine];

/** Whether a value is an engine: from a file or another language anything can arrive. */
export function isEngine(value: unknown): value is Engine {
  return Object.values<unknown>(Engine).includes(value);
}

/** What an image is built for: the devices of one maker, or machines without any. The chart's accelerator types are the same words. */
export type Platform = AcceleratorVendor | "cpu";

export interface EngineFacts {
  readonly name: Engine;
  /** Default image of each platform, with its exact tag; absent where llm-d was tested with none. */
  readonly images: Readonly<Partial<Record<Platform, string>>>;
  /** Image for NVIDIA's devices with libfabric from AWS, by which NIXL reaches EFA; the makers' own images have none. */
  readonly efaImage: string;
  /** First words of the argument list, which start the server. */
  readonly command: readonly string[];
  /** Port that the server takes when none is given. Ours always gives one. */
  readonly defaultPort: number;
  /** Path that answers as soon as the server process lives. */
  readonly livenessPath: string;
  /** Path that answers once the model is loaded and can be asked. */
  readonly readinessPath: string;
  /** The same for a server of several hosts: a path that every pod with a port answers, not its leader alone. */
  readonly groupReadinessPath: string;
  /** Port on which the pods of such a server find each other. */
  readonly groupPort: number;
  /** Path of the Prometheus metrics, on the same port. */
  readonly metricsPath: string;
  /** Where image, port and paths were read. */
  readonly sources: readonly string[];
  readonly date: string;
}

const ROWS: Readonly<Record<Engine, EngineFacts>> = freezeDeep({
  vllm: {
    name: Engine.vllm,
    images: {
      amd: "vllm/vllm-openai-rocm:v0.30.0",
      "intel-i915": "vllm/vllm-openai-xpu:v0.30.0",
      "intel-xe": "vllm/vllm-openai-xpu:v0.30.0",
      // The last release of llm-d whose list of images has it.
      "intel-gaudi": "ghcr.io/llm-d/llm-d-hpu:v0.7.0",
      nvidia: "vllm/vllm-openai:v0.30.0",
      google: "vllm/vllm-tpu:v0.29.0",
      cpu: "vllm/vllm-openai-cpu:v0.30.0",
    },
    efaImage: "public.ecr.aws/deep-learning-containers/vllm:0.26.0-gpu-py312-cu130-ubuntu22.04-ec2",
    command: ["vllm", "serve"],
    defaultPort: 8000,
    livenessPath: "/health",
    readinessPath: "/v1/models",
    groupReadinessPath: "/v1/models",
    groupPort: 29_501,
    metricsPath: "/metrics",
    sources: [
      "https://github.com/llm-d/llm-d/releases/tag/v0.10.0",
      "https://docs.vllm.ai/en/latest/serving/openai_compatible_server/",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/config/parallel.py",
      "https://docs.vllm.ai/en/latest/usage/metrics/",
      "https://github.com/llm-d/llm-d/blob/6530d40025de0273eef84609f5d33652ef18c4e9/docs/getting-started/artifacts.md",
      "https://github.com/llm-d/llm-d/blob/ec40068fbf0b4db0c907388de2388712a2a4501a/guides/recipes/modelserver/components/images/gpu-vllm/aws-efa/kustomization.yaml",
    ],
    date: "2026-11-29",
  },
  sglang: {
    name: Engine.sglang,
    // TPUs are served by another engine of the same project: https://docs.sglang.io/docs/hardware-platforms/tpu
    images: {
      "intel-i915": "ghcr.io/llm-d/llm-d-xpu-sglang:v0.9.0",
      "intel-xe": "ghcr.io/llm-d/llm-d-xpu-sglang:v0.9.0",
      nvidia: "lmsysorg/sglang:v0.5.20",
    },
    efaImage:
      "763104351884.dkr.ecr.us-east-1.amazonaws.com/sglang:0.5.13-gpu-py312-cu130-ubuntu24.04-ec2",
    command: ["python3", "-m", "sglang.launch_server"],
    defaultPort: 30_000,
    // Not /health_generate: it runs a generation, which fails under load.
    livenessPath: "/health",
    readinessPath: "/v1/models",
    // The leader answers it once it serves; the others have a server of their own for it alone, once they are loaded.
    groupReadinessPath: "/health",
    groupPort: 20_000,
    metricsPath: "/metrics",
    sources: [
      "https://github.com/llm-d/llm-d/releases/tag/v0.10.0",
      "https://docs.sglang.ai/advanced_features/server_arguments.html",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/entrypoints/engine.py",
      "https://docs.sglang.ai/references/production_metrics.html",
      "https://github.com/llm-d/llm-d/releases/tag/v0.9.0",
      "https://github.com/llm-d/llm-d/blob/baef0f1fa30a1eed00b9e3787b263c941d8fda6a/guides/recipes/modelserver/components/images/aws-gpu-sglang/kustomization.yaml",
    ],
    date: "2026-11-29",
  },
});

/** What is known of an engine. */
export function findEngine(engine: Engine): EngineFacts {
  return ROWS[engine];
}

/** The default image of an engine, with its exact tag; `undefined` when there is none for the platform. */
export function defaultImage(engine: Engine, platform: Platform): string | undefined {
  return ROWS[engine].images[platform];
}
