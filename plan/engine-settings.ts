import type { Engine } from "../catalog/engines";
import type { StorageRef } from "./model-storage-spec";
import type { SamplingSettings } from "./sampling";

/** Number format of the key-value cache. A smaller one holds more tokens and may cost accuracy. */
export const KvCacheDtype = {
  /** The format of the model's activations, mostly BF16: two bytes a number. */
  auto: "auto",
  /** Two bytes a number whatever the model computes in. */
  bfloat16: "bfloat16",
  /** One byte a number, in the engine's preferred FP8 format. */
  fp8: "fp8",
  /** One byte a number with 4 exponent bits: finer, smaller range. */
  fp8E4m3: "fp8_e4m3",
  /** One byte a number with 5 exponent bits: coarser, larger range. */
  fp8E5m2: "fp8_e5m2",
} as const;
export type KvCacheDtype = (typeof KvCacheDtype)[keyof typeof KvCacheDtype];

/**
 * Where the key-value cache goes on when the devices are full, nearest first. An amount is a Kubernetes quantity such as
 * `400Gi`, or a share in whole hundredths such as `80%`. The output `memory` shows what comes of it.
 *
 * On devices of NVIDIA and AMD, and with vLLM on Intel's GPUs; not with `parallelism.data`, and with vLLM not over several
 * hosts. With `prefill` and `decode` both have the tiers in vLLM, and `prefill` alone in SGLang, whose decode servers keep
 * no prefixes. Versions of the engine that were not read are taken for the newest one that was.
 */
export interface KvCacheTiers {
  /**
   * Memory of each pod, over all its devices: an amount, or a share of what its memory limit leaves after `/dev/shm` and
   * what the engine uses itself. Required beside the other tiers, which are filled from it. SGLang takes whole GB for each
   * device, so that it can have up to that much less; of latent attention, as in DeepSeek, each device has the whole cache in it.
   */
  readonly memory?: string;
  /** Disk of the node under each pod, lost with the pod: an amount, or a share of `resources.ephemeralStorage`. SGLang v0.5.20 alone: other engines never delete what they write, until their pod is evicted. Defaults to none. */
  readonly disk?: string;
  /**
   * Claim that all pods of the model write to and read from, each model in a folder of its own; another claim than that of
   * the weights, with `ReadWriteMany` where there is more than one pod. What is written for one engine, version, number
   * format and number of devices is never read by another. By its `size` SGLang v0.5.20 knows when to delete what is old;
   * vLLM never deletes, which every preview says. Defaults to none.
   */
  readonly shared?: StorageRef;
}

/** The key-value cache: its number format, and where it goes on. */
export interface KvCacheSettings {
  /** Number format, on the devices and in every tier. Defaults to `auto`. `kvCacheDtype` beside it is refused. */
  readonly dtype?: KvCacheDtype;
  /** Where the cache goes on when the devices are full. Defaults to nowhere: what is not in use is dropped. */
  readonly tiers?: KvCacheTiers;
}

/** How many requests and tokens one step of the engine takes. */
export interface BatchingSettings {
  /** Most requests that run at the same time. Whole number of 1 or more. Defaults to the engine's choice. */
  readonly maxNumSeqs?: number;
  /** Most tokens in one step, over all requests. Whole number of 1 or more, and in vLLM at least `maxNumSeqs`. Defaults to the engine's choice. SGLang has `chunkedPrefillSize` instead. */
  readonly maxNumBatchedTokens?: number;
}

/**
 * The engine of a model and how it is started: one vocabulary for both engines.
 *
 * A setting that the chosen engine does not have is an error that names the other engine's word; none is dropped.
 */
export interface EngineSettings {
  /** Which engine serves the model. */
  readonly name: Engine;
  /**
   * Container image with an exact tag or digest. Defaults to the image of the catalogue for this engine and the devices of
   * the pool, with libfabric where caches go over EFA; for SGLang there is none for AMD's devices and machines without
   * devices, and on TPUs and Gaudi it is refused. An image of vLLM's own or of llm-d that is built for other machines than those
   * of the pool is refused. `ghcr.io/llm-d/llm-d:v0.4.0-cuda`, as images of llm-d are spelled at times, is taken for the
   * one that is meant, `ghcr.io/llm-d/llm-d-cuda:v0.4.0`, and the preview says so.
   */
  readonly image?: string;
  /** Release of llm-d whose own image is used, such as `v0.9.0`: which of its variants follows from the devices of the pool, and is the one with libfabric where caches go from `prefill` to `decode` over EFA. Defaults to none, for the image of the catalogue. Stands in place of `image`. */
  readonly llmdVersion?: string;
  /** Most tokens of one request, prompt and answer together. Whole number of 1 or more. Defaults to the model's own maximum, and cannot exceed it. */
  readonly contextLength?: number;
  /** vLLM only: share of a device's memory for everything (weights, activations, cache), above 0 and at most 1. Defaults to the engine's choice. SGLang counts otherwise: `memFractionStatic`. */
  readonly gpuMemoryUtilization?: number;
  /** SGLang only: share of a device's memory for weights and cache alone, above 0 and below 1. Defaults to the engine's choice. vLLM counts otherwise: `gpuMemoryUtilization`. */
  readonly memFractionStatic?: number;
  /** Number format of the key-value cache: `kvCache.dtype` in one word. Defaults to `auto`. One that a known version of the engine does not have is refused. */
  readonly kvCacheDtype?: KvCacheDtype;
  /** Number format of the key-value cache, and the tiers in which it goes on beyond the devices. Defaults to `auto`, and none. */
  readonly kvCache?: KvCacheSettings;
  /** How the files of the weights are read, in the engine's own word, such as `safetensors` or `runai_streamer`. Defaults to the engine's choice by the files that it finds. One that the version of SGLang does not have is refused. */
  readonly loadFormat?: string;
  /** Quantization method to load the weights with, in the engine's own word. Defaults to what the checkpoint says of itself, which is right for every published FP8 checkpoint. One that vLLM does not have on TPUs, or that the version of SGLang does not have, is refused. */
  readonly quantization?: string;
  /** Whether the cache of a common beginning is kept and shared between requests. Defaults to true in both engines. */
  readonly prefixCaching?: boolean;
  /** SGLang only: most tokens of a prompt in one step; -1 puts whole prompts into one step. Defaults to the engine's choice. vLLM has `batching.maxNumBatchedTokens`. */
  readonly chunkedPrefillSize?: number;
  /** Limits of one step of the engine. Defaults to the engine's choice. */
  readonly batching?: BatchingSettings;
  /**
   * How tokens are chosen where a request does not say so. Defaults to what the checkpoint says of itself. SGLang (seen
   * in v0.5.19) holds to it in its own API only: chat requests go by the checkpoint, so that clients have to write it
   * themselves. https://github.com/sgl-project/sglang/issues/39096
   */
  readonly sampling?: SamplingSettings;
  /** Parser that finds tool calls in answers, in the engine's own word: `deepseekv31` in SGLang is `deepseek_v31` in vLLM. Defaults to none: no tool calls are parsed. One that a known version of the engine does not have is refused, unless `--tool-parser-plugin` in `extraArgs` may add it. */
  readonly toolCallParser?: string;
  /** Parser that separates reasoning from answers, in the engine's own word. Defaults to none: reasoning is part of the answer. One that a known version of the engine does not have is refused, unless `--reasoning-parser-plugin` in `extraArgs` may add it. */
  readonly reasoningParser?: string;
  /**
   * Further arguments, one list entry per argument, put last. Defaults to none. Flags that a setting above stands for are
   * refused, and so are flags that the version of the engine does not have, and values that a flag of it cannot read; the
   * version is read from the tag of the maker's image. Of a version outside the catalogue, or an image of another name,
   * nothing is known.
   */
  readonly extraArgs?: string[];
}
