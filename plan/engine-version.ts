import { type EngineVersion, engineVersions } from "../catalog/engine-versions";
import { type Engine, isEngine } from "../catalog/engines";
import { parseContainerImage } from "./container-image";

/** The makers' own images, which have the files of the package of the same version. */
const REPOSITORIES: Readonly<Record<Engine, readonly string[]>> = {
  vllm: ["vllm/vllm-openai", "vllm/vllm-openai-cpu"],
  sglang: ["lmsysorg/sglang"],
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
  // What is no engine has been told already.
  if (!isEngine(engine)) return undefined;
  const version = findImageVersion(engine, image);
  return engineVersions(engine).find((row) => row.version === version);
}

/** The released version that the tag of the maker's image names, in the catalogue or not. */
export function findImageVersion(engine: Engine, image: string | undefined): string | undefined {
  // What is no text has been told already.
  if (typeof image !== "string") return undefined;
  const { repository = "", tag = "" } = parseContainerImage(image) ?? {};
  // A mirror may keep the images of others in a folder.
  const isTheirs = REPOSITORIES[engine].some((each) => `/${repository}`.endsWith(`/${each}`));
  return isTheirs ? TAG.exec(tag)?.groups?.version : undefined;
}

/** As in an error: `vllm v0.11.1`. */
export function nameOfVersion({ engine, version }: EngineVersion): string {
  return `${engine} v${version}`;
}
