import { Engine, type Platform } from "../catalog/engines";
import {
  findKvCacheTiers,
  type KvCacheTier,
  type KvCacheTiersRow,
} from "../catalog/kv-cache-tiers";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import type { EngineSettings, KvCacheTiers } from "./engine-settings";
import { findImageVersion } from "./engine-version";
import { flagNameOf } from "./engine-word";
import { TIER_PAGE_TOKENS } from "./kv-cache-server";
import { RoleName, type RoleSize } from "./model-role";
import { PLATFORM_TITLES, platformOf } from "./platform";

/** What decides whether an engine has the tiers that are asked of it. */
export interface TierSupportQuestion {
  readonly engine: EngineSettings;
  /** Image of the engine, whose tag says its version. */
  readonly image: string | undefined;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly model: Model | undefined;
  readonly roles: readonly RoleSize[];
}

/** The tiers that are written, and what is known of the engine that is to have them; `undefined` without any. */
export function findTiers({
  engine,
  image,
}: Pick<TierSupportQuestion, "engine" | "image">):
  | { readonly tiers: KvCacheTiers; readonly row: KvCacheTiersRow }
  | undefined {
  const tiers = engine.kvCache?.tiers;
  if (tiers === undefined) return undefined;
  return { tiers, row: findKvCacheTiers(engine.name, findImageVersion(engine.name, image)) };
}

/** SGLang's decode servers drop what they have answered and end with --enable-hierarchical-cache: https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/arg_groups/pd_disaggregation_hook.py */
export function hasTiers(engine: Engine, role: RoleName): boolean {
  return engine !== Engine.sglang || role !== RoleName.decode;
}

/** Tiers that the engine, its version, the devices or the model do not have. Paths begin at the service. */
export function checkTierSupport(question: TierSupportQuestion): Issue[] {
  const found = findTiers(question);
  if (found === undefined) return [];
  const { tiers, row } = found;
  const platforms = checkPlatforms(tiers, question);
  return [
    // Tiers that the devices do not have are not held against the model too.
    ...(platforms.length > 0 ? platforms : checkAttention(tiers, row, question.model)),
    ...checkLacking(tiers, row),
    ...checkSpread(question),
    ...checkFlags(question.engine),
    ...checkPages(question.engine),
  ];
}

/** What works and should be known before. Paths begin at the service. */
export function warnOfTiers(question: Pick<TierSupportQuestion, "engine" | "image">): Issue[] {
  const found = findTiers(question);
  const shared = found?.tiers.shared;
  if (found === undefined || shared === undefined) return [];
  const name = nameOfTiersRow(found.row);
  if (!found.row.deletesFiles) {
    const rule = `${name} never deletes what it writes there, until the claim is full and takes nothing new`;
    const wayOut = "delete files by a job of your own that have not been read for long";
    return [issue(pathOf("shared"), shared.claimName, rule, wayOut)];
  }
  if (shared.size !== undefined) return [];
  const rule = `${name} deletes nothing of what it writes there, since no size says when it is full`;
  return [issue(pathOf("shared"), shared.claimName, rule, "write size beside claimName")];
}

function namesOf(tiers: KvCacheTiers): string[] {
  return Object.entries(tiers).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** What an error calls the row that it goes by. */
export function nameOfTiersRow({ engine, version }: KvCacheTiersRow): string {
  return `${engine} v${version}`;
}

/** vLLM documents them for CUDA, ROCm and XPU: https://docs.vllm.ai/en/stable/features/kv_offloading_usage/ */
const PLATFORMS: Readonly<Record<Engine, readonly Platform[]>> = {
  vllm: ["nvidia", "amd", "intel-i915", "intel-xe"],
  sglang: ["nvidia", "amd"],
};

function checkPlatforms(tiers: KvCacheTiers, { engine, roles }: TierSupportQuestion): Issue[] {
  const role = roles.find(({ pool }) => !PLATFORMS[engine.name].includes(platformOf(pool)));
  if (role === undefined) return [];
  const { pool } = role;
  const platform = platformOf(pool);
  const rule =
    platform === "cpu"
      ? `${pool.machine} of the pool ${pool.name} has no devices, and the cache lies in the memory of the pod already`
      : `${pool.name} has ${PLATFORM_TITLES[platform]}, for which ${engine.name} documents no tiers`;
  const wayOut = "leave it out, or use a pool with NVIDIA devices";
  return [issue("engine.kvCache.tiers", namesOf(tiers), rule, wayOut)];
}

function checkLacking(tiers: KvCacheTiers, row: KvCacheTiersRow): Issue[] {
  const lacking = Object.entries(row.lacks).flatMap(([tier, { reason, instead }]) => {
    const value = tiers[tier as KvCacheTier];
    if (value === undefined) return [];
    return [issue(pathOf(tier), describe(value), `${nameOfTiersRow(row)} ${reason}`, instead)];
  });
  const isBoth = tiers.disk !== undefined && tiers.shared !== undefined;
  if (lacking.length > 0 || !isBoth) return lacking;
  const rule = `${nameOfTiersRow(row)} keeps one tier of files, in one folder, and shared stands beside it`;
  return [issue(pathOf("disk"), tiers.disk, rule, "leave one of the two out")];
}

/** A claim by its name. */
function describe(value: KvCacheTiers[KvCacheTier]): string | undefined {
  return typeof value === "object" ? value.claimName : value;
}

function pathOf(tier: string): string {
  return `engine.kvCache.tiers.${tier}`;
}

function checkAttention(
  tiers: KvCacheTiers,
  row: KvCacheTiersRow,
  model: Model | undefined,
): Issue[] {
  if (model === undefined) return [];
  const { attention } = model;
  const form =
    attention.kind === "mla"
      ? attention.indexer && ("indexer" as const)
      : attention.slidingWindow && ("sliding-window" as const);
  if (form === undefined || !row.lacksAttention.includes(form)) return [];
  const rule =
    form === "indexer"
      ? `${model.id} has keys of an indexer, which ${nameOfTiersRow(row)} keeps beside the tiers and outside of their size`
      : `${model.id} has layers with a sliding window, which ${nameOfTiersRow(row)} keeps in no tier`;
  return [issue("engine.kvCache.tiers", namesOf(tiers), rule, "leave it out, or use vllm v0.30.0")];
}

/** Servers of which one pod has not exactly one engine, and all of it. */
function checkSpread({ engine, roles }: TierSupportQuestion): Issue[] {
  return roles.flatMap(({ name, parallelism: { data, workers } }) => {
    if (data > 1) {
      const rule =
        "makes several engines of one server, and each would take all of engine.kvCache.tiers";
      const wayOut = "leave it out, and write replicas";
      return [issue(`roles.${name}.parallelism.data`, data, rule, wayOut)];
    }
    // The region in /dev/shm is as large as all of its devices need: plan/kv-cache-server.ts.
    if (workers === 1 || engine.name !== Engine.vllm) return [];
    const rule =
      "vLLM takes engine.kvCache.tiers of a whole server in each of its hosts, which is not counted";
    const wayOut = "use a server of one host, or leave engine.kvCache.tiers out";
    return [issue(`roles.${name}.parallelism.workers`, workers, rule, wayOut)];
  });
}

/** Flags that make sums or files of the tiers wrong: why, and what to do instead. */
const UNFIT_FLAGS = [
  {
    flags: ["--dp-size", "--dp"],
    reason: "makes several engines of one pod, and each would take all of engine.kvCache.tiers",
    instead: "leave it out, and write replicas",
  },
  {
    flags: ["--cpu-offload-gb"],
    reason: "takes memory of the pod that engine.kvCache.tiers counts as left",
    instead: "leave it out, or the tiers",
  },
  {
    flags: ["--hicache-mem-layout"],
    reason: "changes the bytes of engine.kvCache.tiers, and no file in them tells which they are",
    instead: "leave it out",
  },
];

function checkFlags({ name, extraArgs = [] }: EngineSettings): Issue[] {
  if (!Array.isArray(extraArgs)) return [];
  return extraArgs.flatMap((word, index) => {
    const flag = typeof word === "string" ? flagNameOf(name, word) : undefined;
    const row = UNFIT_FLAGS.find(({ flags }) => flag !== undefined && flags.includes(flag));
    if (row === undefined) return [];
    return [issue(`engine.extraArgs[${index}]`, flag, row.reason, row.instead)];
  });
}

/** SGLang ends where a step is no number of pages: https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/server_args.py */
function checkPages({ name, chunkedPrefillSize: size }: EngineSettings): Issue[] {
  if (name !== Engine.sglang || size === undefined || !(size > 0)) return [];
  if (size % TIER_PAGE_TOKENS === 0) return [];
  const rule = `engine.kvCache.tiers are kept in pages of ${TIER_PAGE_TOKENS} tokens, and a step must be whole pages`;
  const more = Math.ceil(size / TIER_PAGE_TOKENS) * TIER_PAGE_TOKENS;
  return [issue("engine.chunkedPrefillSize", size, rule, `write ${more}`)];
}
