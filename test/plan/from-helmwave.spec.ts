import assert from "node:assert/strict";
import { AccessMode, StorageKind } from "../../catalog/storage-kinds";
import { planEnvironment } from "../../plan/environment";
import { anything, linesOf, nodePoolRef } from "../support/specs";

/** The deployment that `docs/from-helmwave.md` goes through, in our words and with its own numbers, on one node each. */
function deployment(pools: { readonly deepseek: object; readonly qwen: object }) {
  const storage = {
    kind: StorageKind.storageClass,
    storageClassName: "ssd",
    size: "500Gi",
    accessMode: AccessMode.readWriteMany,
  };
  const claim = { claimName: "llm-model", size: "500Gi", accessMode: AccessMode.readWriteMany };
  return {
    nodePools: pools,
    storage: { "llm-model": { ...storage, claimName: "llm-model" } },
    models: {
      "deepseek-v3-1": {
        releaseName: "ms-ds-v3-1",
        model: { id: "deepseek-ai/DeepSeek-V3.1", servedName: "DeepSeek-V3.1", storage: claim },
        engine: {
          name: "sglang",
          image: "lmsysorg/sglang:v0.5.2-cu129-b200",
          contextLength: 131_072,
          memFractionStatic: 0.82,
          chunkedPrefillSize: 4096,
          quantization: "fp8",
          toolCallParser: "deepseekv31",
        },
        nodePool: pools.deepseek,
        roles: { both: { replicas: 1, parallelism: { tensor: 8 }, resources: { memory: "2Ti" } } },
        port: 8200,
      },
      "qwen3-vl-235b": {
        releaseName: "ms-qwen3-vl-235b",
        model: { id: "Qwen/Qwen3-VL-235B-A22B-Instruct", storage: claim },
        engine: {
          name: "vllm",
          image: "vllm/vllm-openai:v0.11.1",
          contextLength: 262_144,
          gpuMemoryUtilization: 0.85,
          batching: { maxNumBatchedTokens: 26_214 },
          prefixCaching: true,
          extraArgs: ["--kv-cache-datatype", "fp8", "--enable-chunked-prefill"],
        },
        nodePool: pools.qwen,
        roles: { both: { replicas: 2, parallelism: { tensor: 4 }, resources: { memory: "1Ti" } } },
      },
    },
  };
}

type Deployment = ReturnType<typeof deployment>;

function linesOn(
  instanceType: string,
  correct: (written: Deployment) => unknown = (written) => written,
): string[] {
  const pool = (name: string) =>
    nodePoolRef({ name, instanceType, maxSize: 1, labels: { "llmd/node-pool": name } });
  const written = deployment({ deepseek: pool("deepseek"), qwen: pool("qwen") });
  return linesOf(planEnvironment(anything(correct(written))));
}

/** The same with what the four refusals ask for. */
function corrected({ nodePools, storage, models }: Deployment): unknown {
  const { "deepseek-v3-1": deepseek, "qwen3-vl-235b": qwen } = models;
  const size = "1500Gi";
  const withMemory = (model: typeof deepseek | typeof qwen, memory: string) => ({
    ...model,
    model: { ...model.model, storage: { ...model.model.storage, size } },
    roles: { both: { ...model.roles.both, resources: { memory } } },
  });
  const engine = { ...qwen.engine, kvCacheDtype: "fp8", extraArgs: ["--enable-chunked-prefill"] };
  return {
    nodePools,
    storage: { "llm-model": { ...storage["llm-model"], size } },
    models: {
      "deepseek-v3-1": withMemory(deepseek, "1Ti"),
      "qwen3-vl-235b": { ...withMemory(qwen, "700Gi"), engine },
    },
  };
}

describe("the deployment that this project starts from", () => {
  it("is refused for its disk, its memory and a misspelt flag", () => {
    assert.deepEqual(linesOn("p6-b200.48xlarge"), [
      'models.deepseek-v3-1.model.storage.size: "500Gi"; the files of deepseek-ai/DeepSeek-V3.1 are 641.30 GiB and need 673.36 GiB, the claim has 500.00 GiB; use a claim of 674Gi or more',
      'models.deepseek-v3-1.roles.both.resources.memory: "2Ti"; a node of deepseek (p6-b200.48xlarge) gives pods 1891.93 GiB; ask for less, daemons need some too, or use a larger machine',
      'models.qwen3-vl-235b.engine.extraArgs[0]: "--kv-cache-datatype"; is no flag of vllm v0.11.1; did you mean --kv-cache-dtype? then set engine.kvCacheDtype',
      "models.qwen3-vl-235b.roles.both.replicas: 2; at its maximum of 1 x p6-b200.48xlarge the pool qwen holds 1 such pods (4 devices, 86 CPU, 1024.00 GiB); use fewer replicas, smaller pods, or let the pool have more nodes",
    ]);
  });
  it("plans on B200 with what these ask for", () => {
    assert.deepEqual(linesOn("p6-b200.48xlarge", corrected), []);
  });
  it("is refused on H100 even then, for the memory of the devices", () => {
    assert.deepEqual(linesOn("p5.48xlarge", corrected), [
      "models.deepseek-v3-1.roles.both.parallelism.tensor: 8; deepseek-ai/DeepSeek-V3.1 does not load: it puts 79.29 GiB on each H100-80 of 79.19 GiB, and 79.29 GiB weights + 8.58 GiB cache of one request of 131072 tokens are 24.78 GiB more than the 63.09 GiB that sglang has for them (0.82 of 76.94 GiB); use p5e.48xlarge (H200) with tensor 8, or p6-b200.48xlarge (B200) with tensor 8",
      "models.qwen3-vl-235b.roles.both.parallelism.tensor: 4; Qwen/Qwen3-VL-235B-A22B-Instruct does not load: it puts 109.81 GiB on each H100-80 of 79.19 GiB, and 109.81 GiB weights + 7.21 GiB for steps and graphs + 5.88 GiB cache of one request of 262144 tokens are 55.59 GiB more than the 67.31 GiB that vllm has for them (0.85 of 79.19 GiB); use pipeline 2, or p6-b200.48xlarge (B200) with tensor 4, or p4de.24xlarge (A100-80) with tensor 8, or g7e.48xlarge (RTX-PRO-6000) with tensor 8",
    ]);
  });
});
