import { defaultImage, isEngine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { checkContainerImage } from "./container-image";
import type { EngineSettings } from "./engine-settings";
import type { NodePoolPlan } from "./node-pool";

/** The image that is named, else that of the catalogue for the devices of the pools; `undefined` when it has none. */
export function findEngineImage(
  { name, image }: EngineSettings,
  pools: readonly NodePoolPlan[],
): string | undefined {
  if (image !== undefined || !isEngine(name)) return image;
  return defaultImage(
    name,
    pools.some(({ devicesPerNode }) => devicesPerNode > 0),
  );
}

/** Paths are relative to `engine`. */
export function checkEngineImage(engine: EngineSettings, pools: readonly NodePoolPlan[]): Issue[] {
  if (engine.image !== undefined) return checkContainerImage("image", engine.image);
  // What is no engine, and what is wrong with a pool, has been told already.
  if (!isEngine(engine.name) || pools.length === 0) return [];
  if (findEngineImage(engine, pools) !== undefined) return [];
  const rule = `the catalogue has no image of ${engine.name} for machines without devices`;
  return [issue("image", undefined, rule, "name one, or use vllm or a pool with devices")];
}
