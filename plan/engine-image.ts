import { defaultImage, findEngine, isEngine } from "../catalog/engines";
import { findLlmdRelease, llmdVersions } from "../catalog/llm-d-images";
import { type Issue, issue } from "../units/issue";
import { checkContainerImage } from "./container-image";
import { transfersByEfa } from "./efa-transfer";
import type { EngineSettings } from "./engine-settings";
import { findEngineVersion, findImagePlatforms } from "./engine-version";
import { checkSpelledImage, findLlmdImage, reachesEfa, toRealImage } from "./llm-d-image";
import type { RolePools } from "./model-role";
import { PLATFORM_TITLES, platformOf, platformOfPools } from "./platform";
import { lacksBackend } from "./platform-backend";

/** The image that is named, under its real name; else that of the release of llm-d that is named, or of the catalogue, for the devices of the pools; `undefined` when there is none. */
export function findEngineImage(engine: EngineSettings, pools: RolePools): string | undefined {
  const { name, image } = engine;
  if (image !== undefined) return typeof image === "string" ? toRealImage(image) : image;
  return isEngine(name) ? findDefaultImage(engine, pools) : undefined;
}

function findDefaultImage({ name, llmdVersion }: EngineSettings, pools: RolePools) {
  const platform = platformOfPools(Object.values(pools));
  const byEfa = transfersByEfa(pools);
  if (llmdVersion !== undefined)
    return findLlmdImage(llmdVersion, { engine: name, platform, byEfa });
  return byEfa ? findEngine(name).efaImage : defaultImage(name, platform);
}

/** Paths are relative to `engine`. */
export function checkEngineImage(engine: EngineSettings, rolePools: RolePools): Issue[] {
  const { name, image, llmdVersion } = engine;
  const form = [
    ...(image === undefined ? [] : checkContainerImage("image", image)),
    ...checkLlmdVersion(engine),
  ];
  if (image !== undefined && form.length === 0) form.push(...checkSpelledImage("image", image));
  const pools = Object.values(rolePools);
  // What is no engine, and what is wrong with a pool, has been told already.
  if (form.length > 0 || !isEngine(name) || pools.length === 0) return form;
  const platform = platformOfPools(pools);
  // An engine that the devices do not have is refused whatever its image.
  if (lacksBackend(name, platform)) return [];
  if (image !== undefined) return checkNamed(engine, image, rolePools);
  if (findEngineImage(engine, rolePools) !== undefined) return [];
  if (llmdVersion !== undefined) return [explainLacking(engine, rolePools)];
  const rule = `the catalogue has no image of ${name} for ${PLATFORM_TITLES[platform]}`;
  const other = platform === "cpu" ? "a pool with devices" : "a pool with NVIDIA devices";
  return [issue("image", undefined, rule, `name one, or use vllm or ${other}`)];
}

function checkLlmdVersion({ image, llmdVersion }: EngineSettings): Issue[] {
  if (llmdVersion === undefined) return [];
  if (image !== undefined) {
    const rule = "image says which one it is already";
    return [issue("llmdVersion", llmdVersion, rule, "leave one of the two out")];
  }
  if (typeof llmdVersion === "string" && findLlmdRelease(llmdVersion) !== undefined) return [];
  const rule = "is no release of llm-d whose images the catalogue has";
  return [issue("llmdVersion", llmdVersion, rule, `use one of ${llmdVersions().join(", ")}`)];
}

function explainLacking({ name, llmdVersion = "" }: EngineSettings, pools: RolePools): Issue {
  const platform = platformOfPools(Object.values(pools));
  const byEfa = transfersByEfa(pools);
  const need = { engine: name, platform, byEfa };
  const others = llmdVersions().filter((version) => findLlmdImage(version, need) !== undefined);
  const what = byEfa ? "EFA" : PLATFORM_TITLES[platform];
  const rule = `llm-d ${llmdVersion} has no image of ${name} for ${what}`;
  const instead = findDefaultImage({ name }, pools);
  const ways = [
    ...(others.length === 0 ? [] : [`use ${others.join(" or ")}`]),
    instead === undefined ? "name an image" : `leave it out for ${instead}`,
  ];
  return issue("llmdVersion", llmdVersion, rule, ways.join(", or "));
}

function checkNamed(engine: EngineSettings, image: string, pools: RolePools): Issue[] {
  const platform = checkPlatform(engine, image, pools);
  return platform.length > 0 ? platform : checkEfa(engine, image, pools);
}

/** An image of the maker's that is built for other machines than those of a pool ends at once. */
function checkPlatform({ name }: EngineSettings, image: string, pools: RolePools): Issue[] {
  const built = findImagePlatforms(name, toRealImage(image));
  const [first] = built ?? [];
  const pool = Object.values(pools).find((each) => built?.includes(platformOf(each)) === false);
  if (first === undefined || pool === undefined) return [];
  const platform = platformOf(pool);
  const rule = `is built for ${PLATFORM_TITLES[first]}, and ${pool.name} has ${PLATFORM_TITLES[platform]}`;
  const instead = findDefaultImage({ name }, pools);
  const wayOut =
    instead === undefined ? "name one that is built for them" : `leave it out for ${instead}`;
  return [issue("image", image, rule, wayOut)];
}

/** https://github.com/vllm-project/vllm/issues/55635; of versions that nobody read nothing is claimed. */
function checkEfa(engine: EngineSettings, image: string, pools: RolePools): Issue[] {
  const { name } = engine;
  const lacksIt =
    findEngineVersion(name, image) !== undefined || reachesEfa(toRealImage(image)) === false;
  if (!transfersByEfa(pools) || !lacksIt) return [];
  const rule = "caches go over EFA, and NIXL has no libfabric for it in this image";
  return [issue("image", image, rule, `leave it out for ${findEngine(name).efaImage}`)];
}
