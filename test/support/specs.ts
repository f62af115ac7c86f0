import { AddonMode, ClusterProvider } from "../../catalog/cluster-addons";
import { Engine } from "../../catalog/engines";
import { AccessMode, StorageKind } from "../../catalog/storage-kinds";
import { TpuGeneration } from "../../catalog/tpu-generations";
import type { ClusterAddonsSpec } from "../../plan/cluster-addons-spec";
import type { EngineSettings } from "../../plan/engine-settings";
import type { EnvironmentSpec } from "../../plan/environment";
import type { ModelServicePlan } from "../../plan/model-service";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec, ModelSettings } from "../../plan/model-service-spec";
import type { ModelStorageSpec } from "../../plan/model-storage-spec";
import type { NodePoolPlan } from "../../plan/node-pool";
import { planNodePool } from "../../plan/node-pool";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import type { ParallelismPlan, ParallelismSettings } from "../../plan/parallelism";
import { resolveParallelism } from "../../plan/parallelism";
import type { Issue, Result } from "../../units/issue";
import { renderIssues } from "../../units/issue";

/**
 * The smallest valid input of each kind, for a test to override only what it is about. Nothing
 * here is a default of ours: what a spec leaves out is for the plan to fill in.
 */

export const GIB = 1024 ** 3;

/** A node with eight B200. */
export function nodePoolRef(changes: Partial<NodePoolRef> = {}): NodePoolRef {
  return { name: "b200", instanceType: "p6-b200.48xlarge", ...changes };
}

/** A model in the catalogue on a claim that nothing is known of. */
export function modelSettings(changes: Partial<ModelSettings> = {}): ModelSettings {
  return { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" }, ...changes };
}

export function engineSettings(changes: Partial<EngineSettings> = {}): EngineSettings {
  return { name: Engine.vllm, ...changes };
}

/** One server on one device, of a model outside of the catalogue, so that no dimension stands in the way. */
export function modelServiceSpec(changes: Partial<ModelServiceSpec> = {}): ModelServiceSpec {
  return {
    model: modelSettings({ id: "acme/tiny" }),
    engine: engineSettings(),
    nodePool: nodePoolRef(),
    roles: { both: {} },
    ...changes,
  };
}

/** A node with eight devices that no catalogue has; whose they are is what a test is about. */
export function devicePoolRef(changes: Partial<NodePoolRef> = {}): NodePoolRef {
  return {
    name: "rack",
    instanceType: "own-8",
    labels: { pool: "rack" },
    devicesPerNode: 8,
    allocatableCpu: "180",
    allocatableMemory: "1900Gi",
    ...changes,
  };
}

/** A slice of eight TPU chips on one host. */
export function tpuPoolRef(changes: Partial<NodePoolRef> = {}): NodePoolRef {
  return { name: "v6e", generation: TpuGeneration.v6e, topology: "2x4", ...changes };
}

/** One server on the eight chips of a slice, of a dense model in the catalogue. */
export function tpuServiceSpec(changes: Partial<ModelServiceSpec> = {}): ModelServiceSpec {
  return {
    model: modelSettings({ id: "Qwen/Qwen3-32B" }),
    engine: engineSettings(),
    nodePool: tpuPoolRef(),
    roles: { both: { parallelism: { tensor: 8 } } },
    ...changes,
  };
}

/** One server that reads prompts and one that writes answers, of the same model on the same pool. */
export function pairSpec(changes: Partial<ModelServiceSpec> = {}): ModelServiceSpec {
  return modelServiceSpec({ roles: { prefill: {}, decode: {} }, ...changes });
}

export function modelStorageSpec(changes: Partial<ModelStorageSpec> = {}): ModelStorageSpec {
  return {
    kind: StorageKind.storageClass,
    storageClassName: "ssd",
    size: "2Ti",
    accessMode: AccessMode.readWriteMany,
    ...changes,
  };
}

/** A cluster on EKS in which someone else installs the plugins that its pool needs. */
export function clusterAddonsSpec(changes: Partial<ClusterAddonsSpec> = {}): ClusterAddonsSpec {
  return {
    provider: ClusterProvider.eks,
    nodePools: [nodePoolRef()],
    nvidiaDevicePlugin: AddonMode.existing,
    ...changes,
  };
}

export function environmentSpec(changes: Partial<EnvironmentSpec> = {}): EnvironmentSpec {
  return {
    nodePools: { b200: nodePoolRef() },
    storage: { "llm-model": modelStorageSpec() },
    models: { tiny: modelServiceSpec() },
    ...changes,
  };
}

/** The pool of a plan: eight B200 a node unless changed. */
export function nodePoolPlan(changes: Partial<NodePoolRef> = {}): NodePoolPlan {
  return requireValue(planNodePool(nodePoolRef(changes)));
}

/** One device unless changed, on eight B200 a node. */
export function parallelismPlan(changes: ParallelismSettings = {}): ParallelismPlan {
  return resolveParallelism(changes, nodePoolPlan());
}

export function modelServicePlan(changes: Partial<ModelServiceSpec> = {}): ModelServicePlan {
  return requireValue(planModelService("tiny", modelServiceSpec(changes)));
}

/** The value of a result; one that was refused fails the test with its issues. */
export function requireValue<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(renderIssues(result.issues));
  return result.value;
}

/** The lines that a user would read, in order; none for a result with a value. */
export function linesOf(result: Result<unknown> | readonly Issue[]): string[] {
  const issues = "ok" in result ? (result.ok ? [] : result.issues) : result;
  return issues.length === 0 ? [] : renderIssues(issues).split("\n");
}

/** What a file or another language might hand over: a value that the types say cannot be. */
export function anything<T>(value: unknown): T {
  return value as T;
}
