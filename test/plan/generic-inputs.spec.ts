import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { AccessMode } from "../../catalog/storage-kinds";
import { toChartValues } from "../../plan/chart-values";
import { type EngineSettings, KvCacheDtype } from "../../plan/engine-settings";
import { planEnvironment } from "../../plan/environment";
import type { ResourceSettings } from "../../plan/model-role";
import { planModelService } from "../../plan/model-service";
import { planModelStorage, toStorageRef } from "../../plan/model-storage";
import {
  anything,
  engineSettings,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  modelSettings,
  modelStorageSpec,
  nodePoolRef,
  requireValue,
} from "../support/specs";

/** What teams write for every model alike, whatever the engine: each has a place, or a refusal that says where to go. */

const QWEN = "Qwen/Qwen3-VL-235B-A22B-Instruct";
const DEEPSEEK = "deepseek-ai/DeepSeek-V3.1";
const VLLM = "vllm/vllm-openai:v0.11.1";
const CPU = { name: "cpu", instanceType: "m7a.32xlarge" };

const sampling = { topK: 40, topP: 0.9, temperature: 0.7, repetitionPenalty: 1.1 };

function argsOf(settings: EngineSettings): readonly string[] {
  return modelServicePlan({ engine: settings }).roles[0]?.args.slice(8) ?? [];
}

function linesOfEngine(settings: object): string[] {
  const engine = anything<EngineSettings>(settings);
  return linesOf(planModelService("tiny", modelServiceSpec({ engine })));
}

function linesOfResources(
  id: string,
  resources: ResourceSettings,
  nodePool = nodePoolRef(),
): string[] {
  const parallelism = { tensor: nodePool.name === CPU.name ? 1 : 8 };
  const model = modelSettings({ id });
  const spec = modelServiceSpec({ model, nodePool, roles: { both: { parallelism, resources } } });
  return linesOf(planModelService("tiny", spec));
}

describe("the generic inputs", () => {
  it("have flags in vLLM: batching, sampling, prefix caching, share of the memory, FP8 cache", () => {
    const settings = engineSettings({
      batching: { maxNumBatchedTokens: 8192, maxNumSeqs: 256 },
      sampling,
      prefixCaching: true,
      gpuMemoryUtilization: 0.85,
      kvCacheDtype: KvCacheDtype.fp8,
    });
    assert.deepEqual(argsOf(settings), [
      ...["1", "--gpu-memory-utilization", "0.85", "--kv-cache-dtype", "fp8"],
      ...["--enable-prefix-caching", "--max-num-seqs", "256", "--max-num-batched-tokens", "8192"],
      "--override-generation-config",
      '{"temperature":0.7,"top_p":0.9,"top_k":40,"repetition_penalty":1.1}',
    ]);
  });
  it("have flags in SGLang, where tokens of a step and share of the memory are other budgets", () => {
    const settings = engineSettings({
      name: Engine.sglang,
      batching: { maxNumSeqs: 256 },
      chunkedPrefillSize: 8192,
      sampling,
      prefixCaching: true,
      memFractionStatic: 0.85,
      kvCacheDtype: KvCacheDtype.fp8,
    });
    assert.deepEqual(argsOf(settings).slice(2), [
      ...["1", "--mem-fraction-static", "0.85", "--kv-cache-dtype", "fp8_e4m3"],
      ...["--chunked-prefill-size", "8192", "--max-running-requests", "256"],
      "--preferred-sampling-params",
      '{"temperature":0.7,"top_p":0.9,"top_k":40,"repetition_penalty":1.1}',
    ]);
  });
  it("name SGLang's own budgets where vLLM's are written", () => {
    const settings = {
      name: "sglang",
      batching: { maxNumBatchedTokens: 8192 },
      gpuMemoryUtilization: 0.85,
    };
    assert.deepEqual(linesOfEngine(settings), [
      "engine.batching.maxNumBatchedTokens: 8192; SGLang bounds the prompt part of a step (--chunked-prefill-size); use chunkedPrefillSize",
      "engine.gpuMemoryUtilization: 0.85; SGLang divides memory by weights and cache alone (--mem-fraction-static); use memFractionStatic",
    ]);
  });
  it("have no size of a batch in either engine, and say what is nearest", () => {
    const lines = Object.values(Engine).map((name) =>
      linesOfEngine({ name, batching: { maxBatchSize: 32, maxNumSeqs: 256 } }),
    );
    const rule =
      "has no size of a batch: a step takes what runs at that time, and graphs are captured up to a size";
    const wayOut = "use batching.maxNumSeqs for the most requests at once, or extraArgs with";
    assert.deepEqual(lines, [
      [
        `engine.batching.maxBatchSize: 32; vLLM ${rule}; ${wayOut} --max-cudagraph-capture-size for the largest captured batch`,
      ],
      [
        `engine.batching.maxBatchSize: 32; SGLang ${rule}; ${wayOut} --cuda-graph-max-bs-decode (in v0.5.2 --cuda-graph-max-bs) for the largest captured batch`,
      ],
    ]);
  });
  for (const [name, image, flag] of [
    [Engine.vllm, VLLM, "--max-cudagraph-capture-size"],
    [Engine.vllm, "vllm/vllm-openai:v0.30.0", "--max-cudagraph-capture-size"],
    [Engine.sglang, "lmsysorg/sglang:v0.5.2-cu129-b200", "--cuda-graph-max-bs"],
    [Engine.sglang, "lmsysorg/sglang:v0.5.20", "--cuda-graph-max-bs-decode"],
  ] as const) {
    it(`take the way out for the size of a batch in ${image}`, () => {
      const engine = engineSettings({ name, image, extraArgs: [flag, "32"] });
      assert.deepEqual(argsOf(engine).slice(-2), [flag, "32"]);
    });
  }
  it("put the largest image into steps of 8192 tokens, unless images may not be divided", () => {
    const model = modelSettings({ id: QWEN });
    const roles = { both: { parallelism: { tensor: 4 } } };
    const linesWith = (extraArgs: string[]) => {
      const engine = engineSettings({ batching: { maxNumBatchedTokens: 8192 }, extraArgs });
      return linesOf(planModelService("qwen", modelServiceSpec({ model, engine, roles })));
    };
    assert.deepEqual(
      [linesWith([]), linesWith(["--disable-chunked-mm-input"])],
      [
        [],
        [
          "engine.batching.maxNumBatchedTokens: 8192; an image has up to 16384 tokens, and --disable-chunked-mm-input keeps it in one step; use 16384 or more, or leave --disable-chunked-mm-input out",
        ],
      ],
    );
  });
  it("are asked for by their right name when they are written as flags that no engine has", () => {
    const extraArgs = ["--max-batch-size=32", "--top-k", "40", "--kv-cache-datatype", "fp8"];
    assert.deepEqual(linesOfEngine({ name: "vllm", image: VLLM, extraArgs }), [
      'engine.extraArgs[0]: "--max-batch-size"; is no flag of vllm v0.11.1, and vLLM has no size of a batch: a step takes what runs at that time, and graphs are captured up to a size; use engine.batching.maxNumSeqs for the most requests at once, or extraArgs with --max-cudagraph-capture-size for the largest captured batch',
      'engine.extraArgs[1]: "--top-k"; is no flag of vllm v0.11.1; use engine.sampling.topK',
      'engine.extraArgs[3]: "--kv-cache-datatype"; is no flag of vllm v0.11.1; did you mean --kv-cache-dtype? then set engine.kvCacheDtype',
    ]);
  });
  it("are asked for by their right name when they are written as engines write them", () => {
    const settings = { name: "vllm", batching: { max_num_seqs: 256 }, sampling: { top_k: 40 } };
    assert.deepEqual(linesOfEngine(settings), [
      "engine.batching.max_num_seqs: 256; is not an engine setting; did you mean batching.maxNumSeqs?",
      "engine.sampling.top_k: 40; is not a known key; did you mean topK?",
    ]);
  });

  it("keep the cache in a share of the memory that the pod has left, in units of either engine", () => {
    const kvCache = { tiers: { memory: "80%" } };
    const resources = { cpu: "32", memory: "256Gi" };
    const roles = { both: { parallelism: { tensor: 8 }, resources } };
    const tiers = Object.values(Engine).map(
      (name) => modelServicePlan({ engine: { name, kvCache }, roles }).roles[0]?.kvCacheTiers,
    );
    // 80 % of 256 GiB less 20 in /dev/shm and 42 of the engine, in whole MiB; and 20 GB for each of eight devices.
    assert.deepEqual(
      tiers.map((each) => each?.memoryBytes),
      [158_924 * 1024 ** 2, 160e9],
    );
  });
  it("keep the cache on the disk of the node or in a claim, as far as the engine deletes what is old", () => {
    const shared = { claimName: "kv-cache" };
    const linesOfTiers = (name: Engine, image: string, files: object) =>
      linesOfEngine({ name, image, kvCache: { tiers: { memory: "80%", ...files } } });
    const disk = "100Gi";
    const deletes = "never deletes a file of its";
    const evicted = "and a pod whose volume on the node's disk outgrows its limit is evicted";
    assert.deepEqual(
      [
        linesOfTiers(Engine.vllm, "vllm/vllm-openai:v0.30.0", { disk, shared }),
        linesOfTiers(Engine.vllm, "vllm/vllm-openai:v0.30.0", { shared }),
        linesOfTiers(Engine.sglang, "lmsysorg/sglang:v0.5.2", { disk }),
        linesOfTiers(Engine.sglang, "lmsysorg/sglang:v0.5.20", { disk }),
        linesOfTiers(Engine.sglang, "lmsysorg/sglang:v0.5.20", { disk, shared }),
      ],
      [
        [
          `engine.kvCache.tiers.disk: "100Gi"; vllm v0.30.0 ${deletes} tiers, ${evicted}; use shared with a claim, which is full without ending a pod, or leave it out`,
        ],
        [],
        [
          `engine.kvCache.tiers.disk: "100Gi"; sglang v0.5.2 ${deletes} tier, ${evicted}; use an image of v0.5.20, or leave it out`,
        ],
        [],
        [
          'engine.kvCache.tiers.disk: "100Gi"; sglang v0.5.20 keeps one tier of files, in one folder, and shared stands beside it; leave one of the two out',
        ],
      ],
    );
  });
  it("ask for eight devices with the larger of two amounts, as request and limit", () => {
    const resources = { cpu: "32", memory: "256Gi" };
    const both = { parallelism: { tensor: 8 }, resources };
    const values = toChartValues(modelServicePlan({ roles: { both } }), {});
    const asked = { ...resources, "nvidia.com/gpu": "8" };
    assert.deepEqual(values.decode.containers[0].resources, { limits: asked, requests: asked });
  });
  it("ask for the smaller of the two as well", () => {
    assert.deepEqual(linesOfResources(DEEPSEEK, { cpu: "16", memory: "128Gi" }), []);
  });
  it("ask for processors alone on a machine without devices", () => {
    const tiny = [
      linesOfResources("acme/tiny", { cpu: "64", memory: "64Gi" }, CPU),
      linesOfResources("acme/tiny", { cpu: "127", memory: "128Gi" }, CPU),
    ];
    assert.deepEqual(tiny, [[], []]);
  });
  it("leave some of 128 processors to the node", () => {
    assert.deepEqual(linesOfResources("acme/tiny", { cpu: "128", memory: "128Gi" }, CPU), [
      'roles.both.resources.cpu: "128"; a node of cpu (m7a.32xlarge) gives pods 127610m CPU; ask for less, daemons need some too, or use a larger machine',
    ]);
  });
  for (const [id, weights] of [
    [DEEPSEEK, "626.92 GiB"],
    [QWEN, "438.97 GiB"],
  ] as const) {
    it(`do not hold ${id} in 128Gi without devices`, () => {
      assert.deepEqual(linesOfResources(id, { cpu: "64", memory: "128Gi" }, CPU), [
        `roles.both.resources.memory: "128Gi"; m7a.32xlarge has no devices, and the weights of ${id} take ${weights} of the pod's memory; use a pool with devices, or a smaller model`,
      ]);
    });
  }

  it("make a claim of 500Gi of class ssd for many nodes", () => {
    const { claim } = requireValue(
      planModelStorage("llm-model", modelStorageSpec({ size: "500Gi" })),
    );
    assert.deepEqual(claim, {
      name: "llm-model",
      size: "500Gi",
      accessMode: AccessMode.readWriteMany,
      storageClassName: "ssd",
      storageClass: undefined,
      volume: undefined,
    });
  });
  it("do not hold the larger model in 500Gi, and the smaller one only alone", () => {
    const storage = modelStorageSpec({ size: "500Gi" });
    const model = (id: string) =>
      modelServiceSpec({
        model: modelSettings({ id, storage: toStorageRef("llm-model", storage) }),
        roles: { both: { parallelism: { tensor: 8 } } },
      });
    const plan = (models: object) =>
      linesOf(
        planEnvironment({
          nodePools: { b200: nodePoolRef() },
          storage: { "llm-model": storage },
          models: anything(models),
        }),
      );
    assert.deepEqual(
      [plan({ deepseek: model(DEEPSEEK) }), plan({ qwen: model(QWEN) })],
      [
        [
          `models.deepseek.model.storage.size: "500Gi"; the files of ${DEEPSEEK} are 641.30 GiB and need 673.36 GiB, the claim has 500.00 GiB; use a claim of 674Gi or more`,
        ],
        [],
      ],
    );
  });
});
