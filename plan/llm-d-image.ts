import type { Engine, Platform } from "../catalog/engines";
import {
  engineOfVariant,
  findLlmdRelease,
  isLlmdVariant,
  type LlmdRelease,
  LlmdVariant,
  llmdImage,
  llmdVersions,
  platformsOfVariant,
} from "../catalog/llm-d-images";
import { type Issue, issue } from "../units/issue";
import { findNearest } from "../units/nearest";
import { parseContainerImage } from "./container-image";

/** An image of llm-d as people spell it, with the variant in the tag: `ghcr.io/llm-d/llm-d:v0.4.0-cuda`. */
interface SpelledImage {
  readonly version: string;
  readonly variant: string;
}

const REGISTRY = "ghcr.io";
const REPOSITORY = "llm-d/llm-d";
/** Candidates and nightly builds are other versions. */
const TAG = /^(?<version>v\d+\.\d+\.\d+)-(?<variant>(?!rc|dev|nightly)[a-z][a-z0-9-]*)$/;

/** `undefined` where the variant stands in the name, as it really does, or it is no image of llm-d. */
function readSpelled(image: string): SpelledImage | undefined {
  const { registry = REGISTRY, repository, tag, digest } = parseContainerImage(image) ?? {};
  // Whoever has a registry of his own may call his images so, and a digest says which one it is under whatever name.
  if (registry !== REGISTRY || repository !== REPOSITORY || digest !== undefined) return undefined;
  const { version, variant } = TAG.exec(tag ?? "")?.groups ?? {};
  return version === undefined || variant === undefined ? undefined : { version, variant };
}

/** The real name of an image that is spelled with its variant in the tag; the same text for every other. */
export function toRealImage(image: string): string {
  const spelled = readSpelled(image);
  const real = spelled === undefined ? undefined : findReal(spelled);
  return real ?? image;
}

function findReal({ version, variant }: SpelledImage): string | undefined {
  const release = findLlmdRelease(version);
  if (release === undefined || !isLlmdVariant(variant)) return undefined;
  const built = findBuilt(release, variant);
  return built === undefined ? undefined : llmdImage(built, version);
}

/** What stands for a variant in a release: after v0.3.0 the image for NVIDIA's devices is that for GKE too. */
function findBuilt({ variants }: LlmdRelease, variant: LlmdVariant): LlmdVariant | undefined {
  if (variants.includes(variant)) return variant;
  return variant === LlmdVariant.gke ? LlmdVariant.cuda : undefined;
}

/** Refuses a release that is not known, and a variant that it does not have. */
export function checkSpelledImage(path: string, image: string): Issue[] {
  const spelled = readSpelled(image);
  if (spelled === undefined || findReal(spelled) !== undefined) return [];
  const { version, variant } = spelled;
  const release = findLlmdRelease(version);
  if (release === undefined) {
    const rule = `the catalogue has no images of llm-d ${version}, and llm-d puts the variant into the name`;
    const known = `use one of ${llmdVersions().join(", ")}`;
    const name = `ghcr.io/llm-d/llm-d-${variant}:${version}`;
    return [issue(path, image, rule, `${known}, or write its real name, such as ${name}`)];
  }
  const rule = `llm-d ${version} has no image ${variant}`;
  const nearest = findNearest(variant, release.variants);
  const known = `use one of ${release.variants.join(", ")}`;
  return [issue(path, image, rule, nearest === undefined ? known : `did you mean ${nearest}?`)];
}

/** What is deployed in place of what was written, for every preview to show. */
export function warnOfSpelling(path: string, image: string | undefined): Issue[] {
  const spelled = image === undefined ? undefined : readSpelled(image);
  const real = spelled === undefined ? undefined : findReal(spelled);
  if (spelled === undefined || real === undefined) return [];
  const { version, variant } = spelled;
  const isBuilt = real === llmdImage(variant as LlmdVariant, version);
  const rule = isBuilt
    ? `there is no such image, llm-d puts the variant into the name: ${real} is deployed`
    : `llm-d ${version} has no image ${variant}: ${real}, for the same devices, is deployed`;
  return [issue(path, image, rule, `write ${real}`)];
}

/** The image of a release for a platform and whether the servers hand caches over EFA; `undefined` where there is none. */
export function findLlmdImage(
  version: string,
  { engine, platform, byEfa }: LlmdNeed,
): string | undefined {
  const release = findLlmdRelease(version);
  const wanted = byEfa ? LlmdVariant.aws : variantFor(engine, platform);
  if (wanted === undefined || release?.variants.includes(wanted) !== true) return undefined;
  if (byEfa && !release.hasLibfabric) return undefined;
  return llmdImage(wanted, version);
}

/** What an image is wanted for. */
export interface LlmdNeed {
  readonly engine: Engine;
  readonly platform: Platform;
  readonly byEfa: boolean;
}

/** Those for one kind of machine only, or for one cloud, are for the user to name. */
const SPECIAL: readonly LlmdVariant[] = [LlmdVariant.cudaGb200, LlmdVariant.aws, LlmdVariant.gke];

function variantFor(engine: Engine, platform: Platform): LlmdVariant | undefined {
  return Object.values(LlmdVariant)
    .filter((variant) => !SPECIAL.includes(variant))
    .find(
      (variant) =>
        engineOfVariant(variant) === engine && platformsOfVariant(variant).includes(platform),
    );
}

/** What a real name of llm-d's says that it is built for; `undefined` for every other image. */
export function findLlmdPlatforms(image: string): readonly Platform[] | undefined {
  const variant = readVariant(image);
  return variant === undefined ? undefined : platformsOfVariant(variant);
}

/** Whether an image of llm-d has what NIXL needs for EFA; `undefined` where that is not known. */
export function reachesEfa(image: string): boolean | undefined {
  const variant = readVariant(image);
  if (variant === undefined) return undefined;
  if (variant !== LlmdVariant.aws) return false;
  return findLlmdRelease(parseContainerImage(image)?.tag ?? "")?.hasLibfabric;
}

const REAL_NAME = new RegExp(`(?:^|/)${REPOSITORY}-(?<variant>[a-z0-9-]+)$`);

function readVariant(image: string): LlmdVariant | undefined {
  const { variant } = REAL_NAME.exec(parseContainerImage(image)?.repository ?? "")?.groups ?? {};
  return isLlmdVariant(variant) ? variant : undefined;
}
