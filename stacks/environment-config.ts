import type { EngineSettings } from "../plan/engine-settings";
import type { EnvironmentSpec } from "../plan/environment";
import type { ModelServiceSpec } from "../plan/model-service-spec";
import { toStorageRef } from "../plan/model-storage";
import type { ModelStorageSpec, StorageRef } from "../plan/model-storage-spec";
import type { NodePoolRef } from "../plan/node-pool-ref";
import type { DraftReleases } from "./chosen-release";
import type { CloudSections } from "./made-pools";
import { toChartSettings } from "./model-release";
import { findRelease, type ReleaseCatalogue } from "./release-catalogue";

/** The one cluster of a stack, named twice so that a renamed context cannot lead elsewhere. */
export interface ClusterSettings {
  readonly context: string;
  readonly server: string;
}

/** A stack file in the shape that the schema demands. */
export interface EnvironmentConfig extends CloudSections {
  readonly cluster: ClusterSettings;
  readonly namespace?: string;
  readonly draftReleases?: DraftReleases;
  readonly imageRegistryMirror?: string;
  readonly tokenSecretName?: string;
  readonly nodePools: Readonly<Record<string, Omit<NodePoolRef, "name">>>;
  readonly storage: Readonly<Record<string, StorageConfig>>;
  readonly models: Readonly<Record<string, ModelConfig>>;
}

/** A claim, and where its volume is made or what exists already. */
export interface StorageConfig extends ModelStorageSpec {
  readonly subnetId?: string;
  readonly securityGroupIds?: string[];
  readonly fileSystemId?: string;
  readonly bucketName?: string;
}

export interface ModelConfig {
  readonly release: number;
  readonly replicas?: number;
  readonly nodePool: string;
  readonly storage: string;
}

/** What the plan is asked for; models whose pool or claim is left out are left out. */
export function toEnvironmentSpec(
  config: EnvironmentConfig,
  catalogue: ReleaseCatalogue,
): EnvironmentSpec {
  const nodePools = Object.fromEntries(
    Object.entries(config.nodePools).map(([name, pool]) => [name, { name, ...pool }]),
  );
  const models = Object.entries(config.models).flatMap(([key, model]) => {
    const spec = toModel(config, catalogue, key, model);
    return spec === undefined ? [] : [[key, spec] as const];
  });
  return { nodePools, storage: config.storage, models: Object.fromEntries(models) };
}

function toModel(
  config: EnvironmentConfig,
  catalogue: ReleaseCatalogue,
  key: string,
  model: ModelConfig,
): ModelServiceSpec | undefined {
  const release = findRelease(catalogue, key, model.release);
  const nodePool = config.nodePools[model.nodePool];
  const storage = config.storage[model.storage];
  if (release === undefined || nodePool === undefined || storage === undefined) return undefined;
  const { id, servedName } = release.model;
  return {
    releaseName: release.releaseName,
    model: { id, servedName, storage: toStorageRef(model.storage, storage) },
    engine: withSharedClaim(
      release.engine,
      Object.entries(config.storage).map(([name, claim]) => toStorageRef(name, claim)),
    ),
    chart: toChartSettings(release.chart),
    defaults: release.defaults,
    nodePool: { name: model.nodePool, ...nodePool },
    roles: {
      both: {
        ...(model.replicas === undefined ? {} : { replicas: model.replicas }),
        parallelism: release.parallelism,
        resources: release.resources,
      },
    },
    ...(config.imageRegistryMirror === undefined
      ? {}
      : { imageRegistryMirror: config.imageRegistryMirror }),
  };
}

/** The settings with what the stack knows of the claim that a release shares its cache in: the release has its name alone. */
export function withSharedClaim<S extends EngineSettings>(
  engine: S,
  refs: readonly StorageRef[],
): S {
  const shared = engine.kvCache?.tiers?.shared;
  const ref = refs.find(({ claimName }) => claimName === shared?.claimName);
  if (ref === undefined) return engine;
  return {
    ...engine,
    kvCache: { ...engine.kvCache, tiers: { ...engine.kvCache?.tiers, shared: ref } },
  };
}
