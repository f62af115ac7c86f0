import type { AcceleratorModel } from "../catalog/accelerators";
import type { EngineSettings } from "../plan/engine-settings";
import type { ResourceSettings } from "../plan/model-role";
import type { ParallelismSettings } from "../plan/parallelism";

/**
 * One proved way to serve a model: everything that must be the same in every environment. An environment chooses one
 * by its number and adds only where it runs and how often.
 */
export interface ModelRelease {
  /** The accelerator that it is proved on; a pool of another one is refused. */
  readonly accelerator: AcceleratorModel;
  /** Name of the Helm release in every environment. */
  readonly releaseName: string;
  readonly model: { readonly id: string; readonly servedName: string };
  readonly engine: EngineSettings;
  readonly parallelism: ParallelismSettings;
  readonly resources: ResourceSettings;
}

/** The releases of one model by number. A number that was ever deployed keeps its content; a change is a new number. */
export type ModelReleases = Readonly<Record<number, ModelRelease>>;
