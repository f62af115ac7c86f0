export { AcceleratorVendor } from "./catalog/accelerators";
export { AddonMode, ClusterProvider } from "./catalog/cluster-addons";
export { Engine } from "./catalog/engines";
export { AccessMode, StorageKind } from "./catalog/storage-kinds";
export { TpuGeneration } from "./catalog/tpu-generations";
export type { ClusterAddonsArgs } from "./components/cluster-addons";
export { ClusterAddons } from "./components/cluster-addons";
export type { ModelServiceArgs, ModelServiceRef } from "./components/model-service";
export { ModelService } from "./components/model-service";
export type { ModelStorageArgs } from "./components/model-storage";
export { ModelStorage } from "./components/model-storage";
export type { AcceleratorPlan } from "./plan/accelerator";
export type { ChartPlan, ChartSettings } from "./plan/chart-source";
export { ChartSource } from "./plan/chart-source";
export type { AddonVersions, ClusterAddonsSpec } from "./plan/cluster-addons-spec";
export type { ProbeTiming, ShutdownTiming } from "./plan/defaults";
export { DeployAs } from "./plan/deploy-as";
export type { EfaShare } from "./plan/efa-share";
export type {
  BatchingSettings,
  EngineSettings,
  KvCacheSettings,
  KvCacheTiers,
} from "./plan/engine-settings";
export { KvCacheDtype } from "./plan/engine-settings";
export type { EnvironmentPlan, EnvironmentSpec } from "./plan/environment";
export { planEnvironment } from "./plan/environment";
export type { TierServerPlan, TierVolume } from "./plan/kv-cache-server";
export type { KvCacheTiersPlan } from "./plan/kv-cache-tiers";
export type { KvConnector } from "./plan/kv-connector";
export type { KvTransferPlan, KvTransferVariable } from "./plan/kv-transfer";
export type { MemoryLimits } from "./plan/memory-limits";
export type { MemoryReport, MemoryReportTerm } from "./plan/memory-report";
export type { FitOutcome, MemoryFit, MemoryTerm } from "./plan/memory-terms";
export type { ModelFilesPlan } from "./plan/model-files";
export type { ResourceSettings, RoleName, RoleSettings, RoleSize } from "./plan/model-role";
export type { PlacedRole, RolesSettings } from "./plan/model-roles";
export type { EnginePlan, ModelServicePlan } from "./plan/model-service";
export type { ModelServiceSpec, ModelSettings } from "./plan/model-service-spec";
export type { ClaimPlan, FillingPlan, ModelStoragePlan, VolumePlan } from "./plan/model-storage";
export type { ModelStorageSpec, PreloadedModel, StorageRef } from "./plan/model-storage-spec";
export type { NodePoolPlan } from "./plan/node-pool";
export type { NodePoolRef, NodeTaint } from "./plan/node-pool-ref";
export { TaintEffect } from "./plan/node-pool-ref";
export type { NodeResources } from "./plan/node-resources";
export type { ParallelismPlan, ParallelismSettings } from "./plan/parallelism";
export type {
  NodeRequirement,
  PreloadContainer,
  PreloadPlan,
  PreloadResources,
} from "./plan/preload-job";
export type { PreloadSettings } from "./plan/preload-settings";
export type { Probe, ProbeTarget, StartUpProbes } from "./plan/probes";
export type { RoleMemory } from "./plan/role-memory";
export type { ProvedRole, RolePlan } from "./plan/role-plan";
export type { RolloutPlan, RolloutSettings } from "./plan/rollout";
export type { RoutingProxyPlan } from "./plan/routing-proxy";
export type { SamplingSettings } from "./plan/sampling";
export type { StorageClassPlan, TopologyPlan } from "./plan/storage-class";
export type { TpuSlice } from "./plan/tpu-slice";
export type { Issue, Result } from "./units/issue";
export { renderIssues } from "./units/issue";
