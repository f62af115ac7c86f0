import { defaultImage, Engine, isEngine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { checkContainerImage } from "./container-image";
import type { EngineSettings } from "./engine-settings";
import { findImagePlatform } from "./engine-version";
import type { NodePoolPlan } from "./node-pool";
import { PLATFORM_TITLES, platformOf, platformOfPools } from "./platform";

/** The image that is named, else that of the catalogue for the devices of the pools; `undefined` when it has none. */
export function findEngineImage(
  { name, image }: EngineSettings,
  pools: readonly NodePoolPlan[],
): string | undefined {
  if (image !== undefined || !isEngine(name)) return image;
  return defaultImage(name, platformOfPools(pools));
}

/** Paths are relative to `engine`. */
export function checkEngineImage(engine: EngineSettings, pools: readonly NodePoolPlan[]): Issue[] {
  const { name, image } = engine;
  const form = image === undefined ? [] : checkContainerImage("image", image);
  // What is no engine, and what is wrong with a pool, has been told already.
  if (form.length > 0 || !isEngine(name) || pools.length === 0) return form;
  // SGLang on TPUs is refused whatever its image.
  if (name === Engine.sglang && platformOfPools(pools) === "google") return [];
  if (image !== undefined) return checkPlatform(engine, image, pools);
  if (findEngineImage(engine, pools) !== undefined) return [];
  const rule = `the catalogue has no image of ${name} for machines without devices`;
  return [issue("image", undefined, rule, "name one, or use vllm or a pool with devices")];
}

/** An image of the maker's that is built for other machines than those of a pool ends at once. */
function checkPlatform(
  { name }: EngineSettings,
  image: string,
  pools: readonly NodePoolPlan[],
): Issue[] {
  const built = findImagePlatform(name, image);
  const pool = pools.find((each) => platformOf(each) !== built);
  if (built === undefined || pool === undefined) return [];
  const platform = platformOf(pool);
  const rule = `is built for ${PLATFORM_TITLES[built]}, and ${pool.name} has ${PLATFORM_TITLES[platform]}`;
  return [issue("image", image, rule, `leave it out for ${defaultImage(name, platform)}`)];
}
