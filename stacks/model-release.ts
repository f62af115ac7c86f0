import type { AcceleratorModel } from "../catalog/accelerators";
import { type ChartSettings, ChartSource } from "../plan/chart-source";
import type { EngineSettings } from "../plan/engine-settings";
import type { ResourceSettings } from "../plan/model-role";
import type { ParallelismSettings } from "../plan/parallelism";

/**
 * One proved way to serve a model: everything that must be the same in every environment. An environment chooses one
 * by its number and adds only where it runs and how often.
 */
export interface ModelRelease {
  /** The chart that it was proved with. */
  readonly chart: ReleaseChart;
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

/** A chart with its version, which of the bundled one has the digest of its content: `0.4.12+` and twelve digits. */
export interface ReleaseChart extends ChartSettings {
  readonly source: ChartSource;
  readonly version: string;
}

/** The releases of one model by number. What is sealed in `models/releases.lock.json` keeps its content; a change is a new number. */
export type ModelReleases = Readonly<Record<number, ModelRelease>>;

/** The chart as a service is asked for it: of one that lies here, the version is what the release was proved with, and what is there is deployed. */
export function toChartSettings({ version, ...chart }: ReleaseChart): ChartSettings {
  const liesHere = chart.source === ChartSource.bundled || chart.source === ChartSource.path;
  return liesHere ? chart : { ...chart, version };
}
