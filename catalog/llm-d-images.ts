/**
 * Images that llm-d builds, one row each release: the variant stands in the name (`ghcr.io/llm-d/llm-d-cuda:v0.4.0`), never
 * in the tag. They hold vLLM, but for the one that says SGLang.
 *
 * How to refresh: read "Image Variants" or the component summary in the notes of each release,
 * https://github.com/llm-d/llm-d/releases, or the custom images in docs/getting-started/artifacts.md at its tag.
 *
 * Left out: releases whose list was not read, builds for debugging, and which vLLM an image holds: it is no release of
 * vLLM's in all of them, so that nothing is claimed of its flags.
 */
import { freezeDeep } from "../units/frozen";
import { Engine, type Platform } from "./engines";

/** What an image of llm-d is built for, in its own word. */
export const LlmdVariant = {
  /** NVIDIA's devices. */
  cuda: "cuda",
  /** NVIDIA's devices in machines with Grace processors. */
  cudaGb200: "cuda-gb200",
  /** NVIDIA's devices on EC2, with libfabric for EFA. */
  aws: "aws",
  /** NVIDIA's devices on GKE. */
  gke: "gke",
  /** AMD's devices. */
  rocm: "rocm",
  /** Intel's GPUs. */
  xpu: "xpu",
  /** Intel's GPUs, with SGLang. */
  xpuSglang: "xpu-sglang",
  /** Intel Gaudi. */
  hpu: "hpu",
  /** Machines without devices. */
  cpu: "cpu",
} as const;
export type LlmdVariant = (typeof LlmdVariant)[keyof typeof LlmdVariant];

export interface LlmdRelease {
  /** As in the tag of its images. */
  readonly version: string;
  readonly variants: readonly LlmdVariant[];
  /** Whether NIXL in its image for EC2 can go over EFA by libfabric: https://github.com/llm-d/llm-d/issues/522, which asks for it after v0.4.0. */
  readonly hasLibfabric: boolean;
  readonly source: string;
  readonly date: string;
}

/** Oldest first. */
const ROWS: readonly LlmdRelease[] = freezeDeep([
  {
    version: "v0.3.0",
    variants: ["cuda", "gke", "aws", "xpu"],
    hasLibfabric: false,
    source: "https://github.com/llm-d/llm-d/releases/tag/v0.3.0",
    date: "2026-11-29",
  },
  {
    version: "v0.4.0",
    variants: ["cuda", "aws", "xpu", "cpu"],
    hasLibfabric: false,
    source: "https://github.com/llm-d/llm-d/releases/tag/v0.4.0",
    date: "2026-11-29",
  },
  {
    version: "v0.5.0",
    variants: ["cuda", "xpu", "cpu"],
    hasLibfabric: false,
    source: "https://github.com/llm-d/llm-d/releases/tag/v0.5.0",
    date: "2026-11-29",
  },
  {
    version: "v0.7.0",
    variants: ["cuda", "cuda-gb200", "aws", "rocm", "xpu", "hpu", "cpu"],
    hasLibfabric: true,
    source:
      "https://github.com/llm-d/llm-d/blob/6530d40025de0273eef84609f5d33652ef18c4e9/docs/getting-started/artifacts.md",
    date: "2026-11-29",
  },
  {
    version: "v0.9.0",
    variants: ["cuda", "aws", "rocm", "xpu", "xpu-sglang", "cpu"],
    hasLibfabric: true,
    source: "https://github.com/llm-d/llm-d/releases/tag/v0.9.0",
    date: "2026-11-29",
  },
]);

const PLATFORMS: Readonly<Record<LlmdVariant, readonly Platform[]>> = freezeDeep({
  cuda: ["nvidia"],
  "cuda-gb200": ["nvidia"],
  aws: ["nvidia"],
  gke: ["nvidia"],
  rocm: ["amd"],
  xpu: ["intel-i915", "intel-xe"],
  "xpu-sglang": ["intel-i915", "intel-xe"],
  hpu: ["intel-gaudi"],
  cpu: ["cpu"],
});

const BY_VERSION: ReadonlyMap<string, LlmdRelease> = new Map(ROWS.map((row) => [row.version, row]));

/** The release of this version; `undefined` where its list was not read. */
export function findLlmdRelease(version: string): LlmdRelease | undefined {
  return BY_VERSION.get(version);
}

/** Every version in the catalogue, oldest first. */
export function llmdVersions(): string[] {
  return [...BY_VERSION.keys()];
}

/** Whether a word is a variant of any release. */
export function isLlmdVariant(word: unknown): word is LlmdVariant {
  return Object.values<unknown>(LlmdVariant).includes(word);
}

/** What a variant runs on. */
export function platformsOfVariant(variant: LlmdVariant): readonly Platform[] {
  return PLATFORMS[variant];
}

/** The engine that a variant holds. */
export function engineOfVariant(variant: LlmdVariant): Engine {
  return variant === LlmdVariant.xpuSglang ? Engine.sglang : Engine.vllm;
}

/** The real name of an image of llm-d. */
export function llmdImage(variant: LlmdVariant, version: string): string {
  return `ghcr.io/llm-d/llm-d-${variant}:${version}`;
}
