import assert from "node:assert/strict";
import { StorageKind } from "../../catalog/storage-kinds";
import { type EnvironmentSpec, planEnvironment } from "../../plan/environment";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import {
  anything,
  environmentSpec,
  linesOf,
  modelServiceSpec,
  modelSettings,
  modelStorageSpec,
  nodePoolRef,
  pairSpec,
  requireValue,
} from "../support/specs";

/** A model that takes half of a node, `replicas` times, from a pool of one node. */
function halfNode(replicas: number, changes: Partial<ModelServiceSpec> = {}): ModelServiceSpec {
  const both = { replicas, parallelism: { tensor: 4 }, resources: { cpu: "32", memory: "700Gi" } };
  return modelServiceSpec({ nodePool: nodePoolRef({ maxSize: 1 }), roles: { both }, ...changes });
}

function linesFor(changes: Partial<EnvironmentSpec>): string[] {
  return linesOf(planEnvironment(environmentSpec(changes)));
}

/** Enough devices for the largest models of these tests. */
const WHOLE_NODE = { both: { parallelism: { tensor: 8 } } };

describe("planEnvironment", () => {
  it("plans every part under its own key", () => {
    const { nodePools, storage, models } = requireValue(planEnvironment(environmentSpec()));
    assert.deepEqual(
      [nodePools.b200?.name, storage["llm-model"]?.claim?.name, models.tiny?.releaseName],
      ["b200", "llm-model", "tiny"],
    );
  });
  it("plans nothing where there is nothing", () => {
    const nothing = { nodePools: {}, storage: {}, models: {} };
    assert.deepEqual(requireValue(planEnvironment(nothing)), nothing);
  });
  it("gives the issues of pools, claims and models together, with their keys", () => {
    const lines = linesFor({
      nodePools: { b200: nodePoolRef(), spare: nodePoolRef({ name: "spare", maxSize: 0 }) },
      storage: { "llm-model": modelStorageSpec(), other: modelStorageSpec({ size: "2TB" }) },
      models: { tiny: modelServiceSpec({ port: 0 }) },
    });
    assert.deepEqual(lines, [
      "models.tiny.port: 0; must be a port of 1 to 65535; leave it out for 8000",
      "nodePools.spare.maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
      'storage.other.size: "2TB"; TB is no unit of Kubernetes; write "2Ti" for powers of 1024, or "2T" for powers of 1000',
    ]);
  });
  it("tells of a broken pool at the pool alone, and still of what else is wrong with other models", () => {
    const broken = nodePoolRef({ name: "h200", instanceType: "p5en" });
    const lines = linesFor({
      nodePools: { b200: nodePoolRef(), h200: broken },
      models: {
        first: modelServiceSpec({ nodePool: broken }),
        second: modelServiceSpec({ port: 0 }),
      },
    });
    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["models.second.port", "nodePools.h200.instanceType"],
    );
  });
  it("tells of a broken claim at the claim alone", () => {
    const model = modelSettings({
      id: "acme/tiny",
      storage: { claimName: "llm-model", size: "2TB" },
    });
    const lines = linesFor({
      storage: { "llm-model": modelStorageSpec({ size: "2TB" }) },
      models: { tiny: modelServiceSpec({ model }) },
    });
    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["storage.llm-model.size"],
    );
  });
  it("checks a model on a pool that is not among those of the environment", () => {
    const nodePool = nodePoolRef({ name: "other", maxSize: 0 });
    assert.deepEqual(linesFor({ models: { tiny: modelServiceSpec({ nodePool }) } }), [
      "models.tiny.nodePool.maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ]);
  });
  it("fails on two models with one release name, given or taken from the key", () => {
    const models = { tiny: modelServiceSpec(), other: modelServiceSpec({ releaseName: "tiny" }) };
    assert.deepEqual(linesFor({ models }), [
      'models.other.releaseName: "tiny"; is the name that tiny has; give each its own name',
    ]);
  });
  it("fails on two claims or two classes with one name", () => {
    const storage = {
      first: modelStorageSpec({ provisioner: "a" }),
      second: modelStorageSpec({ provisioner: "b" }),
      third: { kind: StorageKind.existing, claimName: "first" },
    };
    assert.deepEqual(linesFor({ storage }), [
      'storage.second.storageClassName: "ssd"; is the name that first has; give each its own name',
      'storage.third.claimName: "first"; is the name that first has; give each its own name',
    ]);
  });
  it("lets two claims be of one class that the cluster has", () => {
    const storage = { first: modelStorageSpec(), second: modelStorageSpec() };
    assert.deepEqual(linesFor({ storage }), []);
  });
  it("lets models share a pool that has room for both", () => {
    assert.deepEqual(linesFor({ models: { first: halfNode(1), second: halfNode(1) } }), []);
  });
  it("fails once, at the last model, when each fits on the pool and all together do not", () => {
    const models = { first: halfNode(1), second: halfNode(2) };
    assert.deepEqual(linesFor({ models }), [
      'models.second.nodePool: "b200"; its maximum of 1 x p6-b200.48xlarge does not hold first with 1 x (4 devices, 32 CPU, 700.00 GiB) and second with 2 x (4 devices, 32 CPU, 700.00 GiB); use fewer replicas, another pool, or let the pool have more nodes',
    ]);
  });
  it("counts the pods of both roles of a model, and names the role whose own pool is too small", () => {
    const nodePool = nodePoolRef({ maxSize: 1 });
    const half = { parallelism: { tensor: 4 }, resources: { cpu: "32", memory: "700Gi" } };
    const roles = { prefill: half, decode: { ...half, nodePool } };
    const pair = pairSpec({ nodePool: nodePoolRef({ name: "other" }), roles });
    assert.deepEqual(linesFor({ models: { first: halfNode(2), pair } }), [
      'models.pair.roles.decode.nodePool: "b200"; its maximum of 1 x p6-b200.48xlarge does not hold first with 2 x (4 devices, 32 CPU, 700.00 GiB) and pair (decode) with 1 x (4 devices, 32 CPU, 700.00 GiB); use fewer replicas, another pool, or let the pool have more nodes',
    ]);
  });
  it("tells of a broken pool of a role at the pool alone", () => {
    const broken = nodePoolRef({ name: "h200", instanceType: "p5en" });
    const lines = linesFor({
      nodePools: { b200: nodePoolRef(), h200: broken },
      models: { pair: pairSpec({ roles: { prefill: { nodePool: broken }, decode: {} } }) },
    });
    assert.deepEqual(
      lines.map((line) => line.split(":")[0]),
      ["nodePools.h200.instanceType"],
    );
  });
  it("does not hold models against each other on different pools, or on one of unknown size", () => {
    const other = nodePoolRef({ name: "other", maxSize: 1 });
    assert.deepEqual(
      linesFor({ models: { first: halfNode(2), second: halfNode(2, { nodePool: other }) } }),
      [],
    );
    const unknown = { nodePool: nodePoolRef() };
    assert.deepEqual(
      linesFor({ models: { first: halfNode(9, unknown), second: halfNode(9, unknown) } }),
      [],
    );
  });
  it("fails once when a claim holds the files of each model and not of both", () => {
    const storage = { claimName: "llm-model", size: "1000Gi" };
    const ids = ["deepseek-ai/DeepSeek-V3.1", "Qwen/Qwen3-VL-235B-A22B-Instruct"];
    const models = Object.fromEntries(
      ids.map((id, index) => [
        `model-${index}`,
        modelServiceSpec({ model: modelSettings({ id, storage }), roles: WHOLE_NODE }),
      ]),
    );
    assert.deepEqual(linesFor({ models }), [
      'models.model-1.model.storage.size: "1000Gi"; the files of deepseek-ai/DeepSeek-V3.1 and Qwen/Qwen3-VL-235B-A22B-Instruct are 1080.27 GiB together and need 1134.28 GiB; use a larger claim, or one for each model',
    ]);
  });
  it("counts the files of one model once, however often it is served", () => {
    const model = modelSettings({ storage: { claimName: "llm-model", size: "700Gi" } });
    const served = modelServiceSpec({ model, roles: WHOLE_NODE });
    assert.deepEqual(linesFor({ models: { first: served, second: served } }), []);
  });
  it("says of a pool that is missing from a model that it must be one", () => {
    const { nodePool: _, ...rest } = modelServiceSpec();
    assert.deepEqual(linesFor({ models: { tiny: anything(rest) } }), [
      "models.tiny.nodePool: absent; must be a node pool; write name and instanceType, or take ref of a pool",
    ]);
  });
});
