import { Engine, type Platform } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import type { EngineSettings } from "./engine-settings";
import type { NodePoolPlan } from "./node-pool";
import { PLATFORM_TITLES, platformOf } from "./platform";

/** SGLang on TPUs is another engine, https://docs.sglang.io/docs/hardware-platforms/tpu, and the hardware that it lists has no Gaudi: https://docs.sglang.io/docs/get-started/install.md */
export function lacksBackend(engine: Engine, platform: Platform): boolean {
  return engine === Engine.sglang && (platform === "google" || platform === "intel-gaudi");
}

/** Paths are relative to `engine`. Of TPUs more than this is refused, in `tpu-serving.ts`. */
export function checkBackend({ name }: EngineSettings, pools: readonly NodePoolPlan[]): Issue[] {
  const pool = pools.find((each) => {
    const platform = platformOf(each);
    return platform !== "google" && lacksBackend(name, platform);
  });
  if (pool === undefined) return [];
  const rule = `has no backend for ${PLATFORM_TITLES[platformOf(pool)]}, which ${pool.name} has`;
  return [issue("name", name, rule, "use vllm, or a pool with NVIDIA devices")];
}
