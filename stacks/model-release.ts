import type { AcceleratorModel } from "../catalog/accelerators";
import type { EngineSettings } from "../plan/engine-settings";
import type { ResourceSettings } from "../plan/model-role";
import type { ParallelismSettings } from "../plan/parallelism";

/** Where the chart llm-d-modelservice comes from. */
export const ChartSource = {
  /** The one in `chart/`. */
  bundled: "bundled",
} as const;
export type ChartSource = (typeof ChartSource)[keyof typeof ChartSource];

/**
 * One proved way to serve a model: everything that must be the same in every environment. An environment chooses one
 * by its number and adds only where it runs and how often.
 */
export interface ModelRelease {
  /** The chart that it was proved with, with the digest of its content: `0.4.12+` and twelve digits. */
  readonly chart: { readonly source: ChartSource; readonly version: string };
  /** The accelerator that it is proved on; a pool of another one is refused. */
  readonly accelerator: AcceleratorModel;
  /** Name of the Helm release in every environment. */
  readonly releaseName: string;
  readonly model: {
    readonly id: string;
    readonly servedName: string;
    /** Commit of the repository whose weights were proved, 40 hexadecimal digits; absent where none was read in a source. Whoever fills the claim has to take this one. */
    readonly revision?: string;
  };
  /** The image is named here, never by default. */
  readonly engine: EngineSettings & { readonly image: string };
  readonly parallelism: ParallelismSettings;
  readonly resources: ResourceSettings;
  /** Date of the computed defaults that it was made with, see `plan/defaults.ts`. */
  readonly defaults: string;
}

/** The releases of one model by number. What is sealed in `models/releases.lock.json` keeps its content; a change is a new number. */
export type ModelReleases = Readonly<Record<number, ModelRelease>>;
