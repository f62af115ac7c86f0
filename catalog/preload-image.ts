/**
 * The image in which `preload/` runs: KServe's storage initializer, which has huggingface_hub and the SDKs of the buckets
 * in versions that its lock file pins.
 *
 * How to refresh: take the tag of the next release, read versions and user in the files linked below, write the versions
 * into `test/support/preload-process.ts`, and run the tests in `test/preload/`. Left out: a digest, as none was read in a
 * source that can be cited; a tag can be moved, so name the image by its digest where that matters.
 */
import { freezeDeep } from "../units/frozen";

export const PRELOAD_IMAGE = freezeDeep({
  /** Image, with its exact tag; for amd64 and arm64. */
  image: "kserve/storage-initializer:v0.20.0",
  /** Interpreter that finds the packages; `PATH` of the image has it first. */
  python: "python3",
  /** The user of the image. */
  userId: 1000,
  sources: [
    "https://github.com/kserve/kserve/blob/v0.20.0/python/storage-initializer.Dockerfile",
    "https://github.com/kserve/kserve/blob/v0.20.0/python/storage/uv.lock",
    "https://github.com/kserve/kserve/blob/v0.20.0/charts/kserve-resources/values.yaml",
    "https://github.com/kserve/kserve/blob/v0.20.0/.github/workflows/storage-initializer-docker-publisher.yml",
  ],
  date: "2026-11-29",
} as const);
