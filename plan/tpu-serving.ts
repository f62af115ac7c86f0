import { EnginePackage, type EngineVersion } from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import {
  TPU_DEFAULT_STEP_TOKENS,
  TPU_KV_CONNECTORS,
  TPU_LACKING_FLAGS,
  TPU_SHARDING_FLAG,
  TPU_WHOLE_IMAGES_FLAG,
} from "../catalog/vllm-tpu";
import { type Issue, issue } from "../units/issue";
import type { EngineSettings } from "./engine-settings";
import { nameOfVersion } from "./engine-version";
import { flagsIn, readWords } from "./engine-word";
import type { RoleName } from "./model-role";
import { rolesOf } from "./model-roles";
import type { ModelServiceSpec } from "./model-service-spec";
import type { NodePoolPlan } from "./node-pool";
import { platformOf } from "./platform";
import { IMAGE_LIMITS } from "./token-budget";
import { isMap } from "./value-check";

/** What cannot be served from hosts of TPU slices, whatever version the engine has. Paths begin at the service. */
export function checkTpuPools(
  { engine, roles }: ModelServiceSpec,
  pools: Readonly<Partial<Record<RoleName, NodePoolPlan>>>,
): Issue[] {
  const names = rolesOf(roles).map(([name]) => name);
  const onTpu = names.flatMap((name) => {
    const pool = pools[name];
    return pool !== undefined && platformOf(pool) === "google" ? [{ name, pool }] : [];
  });
  const [first] = onTpu;
  if (first === undefined) return [];
  return [
    ...checkEngineName(engine, first.pool),
    ...onTpu.flatMap(({ name, pool }) => {
      const isOwn = roles[name]?.nodePool !== undefined;
      return checkHosts(isOwn ? `roles.${name}.nodePool` : "nodePool", pool);
    }),
    ...(names.length > 1 ? [checkPair(names)] : []),
  ].filter(isFirstOfItsKind);
}

/** A pool that several roles share is told once. */
function isFirstOfItsKind({ path }: Issue, index: number, issues: readonly Issue[]): boolean {
  return issues.findIndex((each) => each.path === path) === index;
}

/** https://docs.sglang.io/docs/hardware-platforms/tpu */
function checkEngineName({ name }: EngineSettings, pool: NodePoolPlan): Issue[] {
  if (name !== Engine.sglang) return [];
  const rule = `has no TPU backend (SGLang-JAX is another engine), and ${pool.name} has TPUs`;
  return [issue("engine.name", name, rule, "use vllm, or a pool with NVIDIA devices")];
}

/**
 * The pods of a slice serve together, and the engine reaches those of other hosts by Ray alone, whose cluster a script has
 * to start in each of them before the server: `TPU_MULTIHOST_BACKEND` of
 * https://github.com/vllm-project/tpu-inference/blob/v0.29.0/tpu_inference/platforms/tpu_platform.py
 */
function checkHosts(path: string, { name, slice }: NodePoolPlan): Issue[] {
  if (slice === undefined || slice.hosts === 1) return [];
  const { generation, topology, hosts } = slice;
  const rule = `a slice of ${generation} ${topology} has ${hosts} hosts, which vllm-tpu joins by a Ray cluster alone, and none is started`;
  return [issue(path, name, rule, "use a pool of slices with one host")];
}

function checkPair(names: readonly RoleName[]): Issue {
  const rule =
    "caches go from server to server by NIXL, and vLLM on TPUs has connectors of its own alone";
  const wayOut = "write both alone, or use pools with NVIDIA devices";
  return issue("roles", names, rule, wayOut);
}

/** What a version of vLLM for TPUs lacks beside vLLM. Paths are relative to `engine`. */
export function checkTpuVersion(
  settings: EngineSettings,
  model: Model | undefined,
  version: EngineVersion | undefined,
): Issue[] {
  if (version?.package !== EnginePackage.vllmTpu) return [];
  const flags = flagsIn(version, settings);
  return [
    ...checkPenalty(settings, version),
    ...checkLackingFlags(settings, version),
    ...checkConnector(settings, version),
    ...(model?.attention.kind === "mla" ? checkLatent(model, flags, version) : []),
    ...checkImages(settings, model, flags, version),
  ];
}

/** It would be left out without a word. */
function checkPenalty({ sampling }: EngineSettings, version: EngineVersion): Issue[] {
  if (!isMap(sampling) || sampling.repetitionPenalty === undefined) return [];
  const rule = `${nameOfVersion(version)} samples by temperature, topP and topK alone`;
  return [issue("sampling.repetitionPenalty", sampling.repetitionPenalty, rule, "leave it out")];
}

function checkLackingFlags(settings: EngineSettings, version: EngineVersion): Issue[] {
  return readWords(version, textsOf(settings)).flatMap((word, index) => {
    const [name = ""] = word.kind === "flag" ? word.flag.names : [];
    const reason = Object.hasOwn(TPU_LACKING_FLAGS, name) ? TPU_LACKING_FLAGS[name] : undefined;
    if (reason === undefined) return [];
    const rule = `ends ${nameOfVersion(version)}, since ${reason}`;
    return [issue(`extraArgs[${index}]`, name, rule, "leave it out")];
  });
}

/** https://docs.vllm.ai/en/stable/features/nixl_connector_usage/ is for other devices. */
function checkConnector(settings: EngineSettings, version: EngineVersion): Issue[] {
  const args = textsOf(settings);
  return readWords(version, args).flatMap((word, index) => {
    if (word.kind !== "flag" || !word.flag.names.includes("--kv-transfer-config")) return [];
    const connector = readConnector(args[index] ?? "", args[index + 1] ?? "");
    if (connector === undefined || TPU_KV_CONNECTORS.includes(connector)) return [];
    const rule = `${connector} is no connector of ${nameOfVersion(version)}`;
    const wayOut = `use one of ${TPU_KV_CONNECTORS.join(", ")}`;
    return [issue(`extraArgs[${index}]`, "--kv-transfer-config", rule, wayOut)];
  });
}

/** The connector in `--flag=JSON`, `--flag JSON` or `--flag.kv_connector NAME`; `undefined` where there is none to be read. */
function readConnector(word: string, next: string): string | undefined {
  const [flag = "", ...rest] = word.split("=");
  const value = rest.length === 0 ? next : rest.join("=");
  if (flag.includes(".")) return flag.endsWith(".kv_connector") ? value : undefined;
  return /"kv_connector"\s*:\s*"([^"]*)"/.exec(value)?.[1];
}

function checkLatent(model: Model, flags: readonly string[], version: EngineVersion): Issue[] {
  if (flags.includes(TPU_SHARDING_FLAG)) return [];
  const rule = `${nameOfVersion(version)} serves the latent attention of ${model.id} only data-parallel, by enable_dp_attention in ${TPU_SHARDING_FLAG} and NEW_MODEL_DESIGN in environment`;
  return [flagsIssue(flags, rule, "set both, or use a pool with NVIDIA devices")];
}

/** An image is read in one step, and steps are short unless they are told to be longer. */
function checkImages(
  { batching }: EngineSettings,
  model: Model | undefined,
  flags: readonly string[],
  version: EngineVersion,
): Issue[] {
  const tokens = model?.visionEncoder?.largestImageTokens;
  if (model === undefined || tokens === undefined) return [];
  const name = nameOfVersion(version);
  const divided = `${name} cannot divide an image of ${model.id} between steps`;
  const short = `a step of ${name} has ${TPU_DEFAULT_STEP_TOKENS} tokens unless it is set, and an image of ${model.id} up to ${tokens}`;
  const isSet = isMap(batching) && batching.maxNumBatchedTokens !== undefined;
  const isLimited = flags.some((flag) => IMAGE_LIMITS.includes(flag));
  return [
    ...(flags.includes(TPU_WHOLE_IMAGES_FLAG)
      ? []
      : [flagsIssue(flags, divided, `add ${TPU_WHOLE_IMAGES_FLAG}`)]),
    ...(isSet || isLimited || tokens <= TPU_DEFAULT_STEP_TOKENS
      ? []
      : [issue("batching.maxNumBatchedTokens", undefined, short, `write ${tokens} or more`)]),
  ];
}

/** By the flags alone: a value could be secret. */
function flagsIssue(flags: readonly string[], rule: string, wayOut: string): Issue {
  return issue("extraArgs", flags.length === 0 ? undefined : flags, rule, wayOut);
}

/** Further arguments; what is no text in them has been told already. */
function textsOf({ extraArgs }: EngineSettings): string[] {
  const args: readonly unknown[] = Array.isArray(extraArgs) ? extraArgs : [];
  return args.map((word) => (typeof word === "string" ? word : ""));
}
