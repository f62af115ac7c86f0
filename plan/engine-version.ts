import { EnginePackage, type EngineVersion, packageVersions } from "../catalog/engine-versions";
import { type Engine, isEngine, type Platform } from "../catalog/engines";
import { parseContainerImage } from "./container-image";
import { findLlmdPlatforms } from "./llm-d-image";

/** A repository of an engine's maker. */
interface Repository {
  readonly name: string;
  /** The package whose files its images have, in the same version. */
  readonly package: EnginePackage;
  /** What all its images are built for; absent where that differs between tags. */
  readonly platforms?: readonly Platform[];
}

const REPOSITORIES: Readonly<Record<Engine, readonly Repository[]>> = {
  vllm: [
    { name: "vllm/vllm-openai", package: EnginePackage.vllm, platforms: ["nvidia"] },
    { name: "vllm/vllm-openai-cpu", package: EnginePackage.vllm, platforms: ["cpu"] },
    { name: "vllm/vllm-openai-rocm", package: EnginePackage.vllm, platforms: ["amd"] },
    {
      name: "vllm/vllm-openai-xpu",
      package: EnginePackage.vllm,
      platforms: ["intel-i915", "intel-xe"],
    },
    { name: "vllm/vllm-tpu", package: EnginePackage.vllmTpu, platforms: ["google"] },
  ],
  sglang: [{ name: "lmsysorg/sglang", package: EnginePackage.sglang }],
};

/** A released version and what it was built for: `v0.5.2-cu129-b200`. Candidates and nightly builds are other versions. */
const TAG = /^v(?<version>\d+\.\d+\.\d+)(?:-(?!rc|dev|nightly|post)[\w.-]+)?$/;

/**
 * The version of an engine that an image holds, by its tag; `undefined` when the image is not the maker's, has a digest
 * alone, or holds a version that is not in the catalogue.
 *
 * What a version has is claimed of that version only: flags come and go between any two, and a wrong refusal would be
 * worse than none.
 */
export function findEngineVersion(
  engine: Engine,
  image: string | undefined,
): EngineVersion | undefined {
  const repository = findRepository(engine, image);
  const version = findImageVersion(engine, image);
  if (repository === undefined || version === undefined) return undefined;
  return packageVersions(repository.package).find((row) => row.version === version);
}

/** The released version that the tag of the maker's image names, in the catalogue or not. */
export function findImageVersion(engine: Engine, image: string | undefined): string | undefined {
  if (image === undefined || findRepository(engine, image) === undefined) return undefined;
  return TAG.exec(parseContainerImage(image)?.tag ?? "")?.groups?.version;
}

/** What an image is built for, by its repository; `undefined` when the image is neither the maker's nor llm-d's, or it has images of several kinds. */
export function findImagePlatforms(engine: Engine, image: string): readonly Platform[] | undefined {
  return findRepository(engine, image)?.platforms ?? findLlmdPlatforms(image);
}

function findRepository(engine: Engine, image: string | undefined): Repository | undefined {
  // What is no engine, and what is no text, has been told already.
  if (!isEngine(engine) || typeof image !== "string") return undefined;
  const { repository = "" } = parseContainerImage(image) ?? {};
  // A mirror may keep the images of others in a folder.
  return REPOSITORIES[engine].find(({ name }) => `/${repository}`.endsWith(`/${name}`));
}

/** As in an error: `vllm v0.11.1`. */
export function nameOfVersion(row: EngineVersion): string {
  return `${row.package} v${row.version}`;
}
