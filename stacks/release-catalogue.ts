import type { ModelRelease, ModelReleases } from "./model-release";
import * as releasesOfModels from "./models";
import lock from "./models/releases.lock.json";
import type { ReleaseLock } from "./release-lock";

/** Every release that there is, and which of them are sealed. */
export interface ReleaseCatalogue {
  readonly models: Readonly<Record<string, ModelReleases>>;
  readonly lock: ReleaseLock;
}

/** The releases in `models/`. */
export const RELEASES: ReleaseCatalogue = { models: releasesOfModels, lock };

/** The releases of a model; `undefined` when there is no such model. */
export function findReleases(
  catalogue: ReleaseCatalogue,
  model: string,
): ModelReleases | undefined {
  return Object.hasOwn(catalogue.models, model) ? catalogue.models[model] : undefined;
}

/** One release of a model; `undefined` when there is none of this number. */
export function findRelease(
  catalogue: ReleaseCatalogue,
  model: string,
  number: number,
): ModelRelease | undefined {
  return findReleases(catalogue, model)?.[number];
}
