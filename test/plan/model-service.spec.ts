import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine } from "../../catalog/engines";
import { AccessMode } from "../../catalog/storage-kinds";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec, ModelSettings } from "../../plan/model-service-spec";
import type { StorageRef } from "../../plan/model-storage-spec";
import { renderIssues } from "../../units/issue";
import {
  anything,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  modelSettings,
  nodePoolRef,
} from "../support/specs";

function linesFor(changes: object): string[] {
  return linesOf(planModelService("tiny", anything({ ...modelServiceSpec(), ...changes })));
}

function linesForStorage(storage: Omit<StorageRef, "claimName">, replicas = 1): string[] {
  const model = modelSettings({ storage: { claimName: "llm-model", ...storage } });
  return linesFor({ model, roles: { both: { replicas, parallelism: { tensor: 8 } } } });
}

describe("planModelService", () => {
  it("fills in everything that is not said", () => {
    const { roles, ...plan } = modelServicePlan();
    assert.deepEqual(plan, {
      chart: { source: "bundled" },
      deployAs: "release",
      releaseName: "tiny",
      model: { id: "acme/tiny", servedName: "acme/tiny" },
      files: {
        claimName: "llm-model",
        path: "acme/tiny",
        claimBytes: undefined,
        podAnnotations: {},
        loadSeconds: undefined,
        warnings: [],
      },
      engine: {
        name: "vllm",
        image: "vllm/vllm-openai:v0.30.0",
        livenessPath: "/health",
        readinessPath: "/v1/models",
      },
      port: 8000,
      routingProxy: undefined,
      warnings: [],
      sharedMemory: "20Gi",
      startUpBudgetSeconds: 3600,
      shutdown: { preStopSeconds: 15, gracePeriodSeconds: 120 },
    });
    assert.deepEqual(
      roles.map(({ name, command, port, kvTransfer }) => ({ name, command, port, kvTransfer })),
      [{ name: "both", command: ["vllm", "serve"], port: 8000, kvTransfer: undefined }],
    );
  });
  it("takes what is said as it is", () => {
    const plan = modelServicePlan({
      releaseName: "ms-tiny",
      model: {
        id: "acme/tiny",
        servedName: "tiny",
        path: "models/tiny",
        storage: { claimName: "c", size: "1Ti" },
      },
      engine: { name: Engine.sglang, image: "lmsysorg/sglang:v0.5.2-cu129-b200" },
      imageRegistryMirror: "100.125.1.248",
      port: 8200,
      sharedMemory: "8Gi",
      startUpBudgetSeconds: 600,
    });
    assert.deepEqual(
      [
        plan.releaseName,
        plan.model.servedName,
        plan.files,
        plan.engine.image,
        plan.port,
        plan.sharedMemory,
        plan.startUpBudgetSeconds,
      ],
      [
        "ms-tiny",
        "tiny",
        {
          claimName: "c",
          path: "models/tiny",
          claimBytes: 1024 ** 4,
          podAnnotations: {},
          loadSeconds: undefined,
          warnings: [],
        },
        "100.125.1.248/lmsysorg/sglang:v0.5.2-cu129-b200",
        8200,
        "8Gi",
        600,
      ],
    );
  });
  it("starts the engine on the files, the name and the port of the plan", () => {
    const { roles } = modelServicePlan({
      port: 8200,
      roles: { both: { parallelism: { tensor: 4 } } },
    });
    assert.deepEqual(roles[0]?.args, [
      "/model-cache/acme/tiny",
      ...["--served-model-name", "acme/tiny", "--host", "0.0.0.0", "--port", "8200"],
      ...["--tensor-parallel-size", "4"],
    ]);
  });
  it("takes an explicit undefined for an absent key", () => {
    const absent = {
      releaseName: undefined,
      port: undefined,
      sharedMemory: undefined,
      startUpBudgetSeconds: undefined,
      rollout: undefined,
      imageRegistryMirror: undefined,
    };
    assert.deepEqual(modelServicePlan(anything(absent)), modelServicePlan());
  });

  const wrong: readonly (readonly [object, string])[] = [
    [{ port: 65_536 }, "port: 65536; must be a port of 1 to 65535; leave it out for 8000"],
    [{ port: "8000" }, 'port: "8000"; must be a port of 1 to 65535; write 8000 without quotes'],
    [
      { startUpBudgetSeconds: 59 },
      "startUpBudgetSeconds: 59; must be a whole number of 60 or more; write 60 or more, or leave it out",
    ],
    [
      { sharedMemory: "20GB" },
      'sharedMemory: "20GB"; GB is no unit of Kubernetes; write "20Gi" for powers of 1024, or "20G" for powers of 1000',
    ],
    [
      { sharedMemory: "1Ti" },
      'sharedMemory: "1Ti"; counts against the memory of the pod, which is 212.84 GiB; use less, or more memory in roles.both.resources',
    ],
    [
      { imageRegistryMirror: "https://r" },
      'imageRegistryMirror: "https://r"; is not a registry host with an optional port and path; write it without scheme and tag, such as "registry.example.com:5000/mirror"',
    ],
    [
      { engine: { name: "vllm", image: "vllm/vllm-openai" } },
      'engine.image: "vllm/vllm-openai"; no tag means latest, which is another image tomorrow; name an exact tag, or better a digest (@sha256:...)',
    ],
    [
      { engine: "vllm" },
      'engine: "vllm"; must be a map of engine settings; write at least name: "vllm"',
    ],
    [
      { engine: { name: "vllm", contextLenght: 1 } },
      "engine.contextLenght: 1; is not an engine setting; did you mean contextLength?",
    ],
    [
      { engine: { name: "vllm", extraArgs: ["--tp"] } },
      'engine.extraArgs[0]: "--tp"; is a flag that we write; set roles.both.parallelism.tensor',
    ],
    [
      { engine: { name: "vllm", extraArgs: ["--asinc-scheduling"] } },
      'engine.extraArgs[0]: "--asinc-scheduling"; is no flag of vllm v0.30.0; did you mean --async-scheduling?',
    ],
    [
      {
        engine: { name: "sglang", image: "lmsysorg/sglang:v0.5.2", toolCallParser: "deepseek_v31" },
      },
      'engine.toolCallParser: "deepseek_v31"; is a tool call parser of vllm, not of sglang v0.5.2; did you mean deepseekv31?',
    ],
    [
      { engine: { name: "vllm", batching: { maxNumBatchedTokens: 8, maxNumSeqs: 9 } } },
      "engine.batching.maxNumBatchedTokens: 8; each of 9 requests (maxNumSeqs) takes a token of a step; use 9 or more, or fewer requests",
    ],
    [
      { nodePool: "b200" },
      'nodePool: "b200"; must be a node pool; write name and instanceType, or take ref of a pool',
    ],
    [{ roles: { prefil: {} } }, "roles.prefil: {}; is not a known key; did you mean prefill?"],
    [
      { roles: { both: { replicaz: 1 } } },
      "roles.both.replicaz: 1; is not a known key; did you mean replicas?",
    ],
    [
      { rollout: { maxSurge: -1 } },
      "rollout.maxSurge: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
    ],
    [
      { releaseName: "x".repeat(54) },
      `releaseName: "${"x".repeat(54)}"; a name here has at most 53 characters, this one has 54; shorten it by 1`,
    ],
    [
      { model: modelSettings({ path: "/deepseek" }) },
      'model.path: "/deepseek"; must be a folder inside the claim; write it without leading slash and without ..',
    ],
    [
      { model: modelSettings({ path: "a/../../b" }) },
      'model.path: "a/../../b"; must be a folder inside the claim; write it without leading slash and without ..',
    ],
    [
      { model: modelSettings({ id: "../secrets" }) },
      'model.path: "../secrets"; must be a folder inside the claim; write it without leading slash and without ..',
    ],
    [
      { model: modelSettings({ servedName: " " }) },
      'model.servedName: " "; must be a text that is not empty; write the word, or leave it out',
    ],
    [
      { model: { id: "acme/tiny" } },
      "model.storage: absent; must be a map of claimName, accessMode, size, kind, zone, readThroughput, preloaded; write keys and values",
    ],
    [
      { model: modelSettings({ storage: { claimName: "LLM" } }) },
      'model.storage.claimName: "LLM"; a name has only lower-case letters, digits and -, and begins and ends with a letter or digit; write for example llm',
    ],
  ];
  for (const [changes, line] of wrong) {
    it(`fails on ${JSON.stringify(changes).slice(0, 70)}`, () => {
      assert.deepEqual(linesFor(changes), [line]);
    });
  }

  it("fails on a claim that is smaller than the files of the model", () => {
    assert.deepEqual(linesForStorage({ size: "673Gi" }), [
      'model.storage.size: "673Gi"; the files of deepseek-ai/DeepSeek-V3.1 are 641.30 GiB and need 673.36 GiB, the claim has 673.00 GiB; use a claim of 674Gi or more',
    ]);
    assert.deepEqual(linesForStorage({ size: "674Gi" }), []);
  });
  it("fails on several replicas of a claim that one node can attach", () => {
    const accessMode = AccessMode.readWriteOnce;
    assert.deepEqual(
      [linesForStorage({ accessMode }), linesForStorage({ accessMode }, 2)],
      [
        [],
        [
          'model.storage.accessMode: "ReadWriteOnce"; 2 replicas may run on as many nodes, and only one can attach the claim; use ReadWriteMany or ReadOnlyMany, or one replica',
        ],
      ],
    );
  });
  it("counts the servers of both roles as nodes that attach the claim", () => {
    const storage = { claimName: "llm-model", accessMode: AccessMode.readWriteOnce };
    const changes = { model: modelSettings({ storage }), roles: { prefill: {}, decode: {} } };
    assert.deepEqual(linesFor(changes), [
      'model.storage.accessMode: "ReadWriteOnce"; 2 replicas may run on as many nodes, and only one can attach the claim; use ReadWriteMany or ReadOnlyMany, or one replica of roles.both alone',
    ]);
  });
  it("holds the shared memory against the pods of each role", () => {
    const roles = { prefill: { resources: { memory: "16Gi" } }, decode: {} };
    assert.deepEqual(linesFor({ roles }), [
      'sharedMemory: "20Gi"; counts against the memory of the pod, which is 16.00 GiB; use less, or more memory in roles.prefill.resources',
    ]);
  });
  it("tells of the pool of a role where it is written, and of that of the service once", () => {
    const nodePool = nodePoolRef({ maxSize: 0 });
    const rule = "must be a whole number of 1 or more; write 1 or more, or leave it out";
    assert.deepEqual(linesFor({ nodePool, roles: { prefill: { nodePool }, decode: {} } }), [
      `nodePool.maxSize: 0; ${rule}`,
      `roles.prefill.nodePool.maxSize: 0; ${rule}`,
    ]);
  });
  it("refuses tensor 3 of a model with 128 heads, in one line", () => {
    const changes = { model: modelSettings(), roles: { both: { parallelism: { tensor: 3 } } } };
    assert.deepEqual(linesFor(changes), [
      "roles.both.parallelism.tensor: 3; must divide the 128 attention heads of deepseek-ai/DeepSeek-V3.1; use 2 or 4",
    ]);
  });
  describe("serves from the folder", () => {
    const preloaded = { model: "acme/tiny", path: "acme/tiny/0123" };
    const pathOf = (model: Partial<ModelSettings>) => {
      const storage = { claimName: "llm-model", preloaded };
      return modelServicePlan({ model: modelSettings({ id: "acme/tiny", storage, ...model }) })
        .files.path;
    };
    it("that its model was loaded into", () => assert.equal(pathOf({}), "acme/tiny/0123"));
    it("that it is told, in any case", () => assert.equal(pathOf({ path: "other" }), "other"));
    it("of its own id, where another model was loaded", () =>
      assert.equal(pathOf({ id: "acme/small" }), "acme/small"));
    it("of none that is not said in full", () => {
      assert.deepEqual(linesForStorage({ preloaded: anything({ model: "acme/tiny" }) }), [
        "model.storage.preloaded.path: absent; must be a text that is not empty; write it",
      ]);
    });
    it("of none outside of the claim", () => {
      const outside = { model: "acme/tiny", path: "../tiny" };
      const model = modelSettings({
        id: "acme/tiny",
        storage: { claimName: "a", preloaded: outside },
      });
      assert.deepEqual(linesFor({ model }), [
        'model.path: "../tiny"; must be a folder inside the claim; write it without leading slash and without ..',
      ]);
    });
  });

  it("tells everything at once", () => {
    const changes = {
      model: modelSettings({ storage: { claimName: "llm-model", size: "1Gi" } }),
      engine: { name: "sglang", gpuMemoryUtilization: 0.9, contextLength: 200_000 },
      roles: { both: { parallelism: { tensor: 3 }, resources: { memory: "1 Ti" } } },
      port: -1,
    };
    assert.deepEqual(linesFor(changes), [
      "engine.contextLength: 200000; deepseek-ai/DeepSeek-V3.1 was made for at most 163840 tokens; use 163840 or fewer",
      "engine.gpuMemoryUtilization: 0.9; SGLang divides memory by weights and cache alone (--mem-fraction-static); use memFractionStatic",
      'model.storage.size: "1Gi"; the files of deepseek-ai/DeepSeek-V3.1 are 641.30 GiB and need 673.36 GiB, the claim has 1.00 GiB; use a claim of 674Gi or more',
      "port: -1; must be a port of 1 to 65535; leave it out for 8000",
      "roles.both.parallelism.tensor: 3; must divide the 128 attention heads of deepseek-ai/DeepSeek-V3.1; use 2 or 4",
      'roles.both.resources.memory: "1 Ti"; an amount has no spaces; write "1Ti"',
    ]);
  });
  it("gives a plan or at least one reason that can be told, and never throws, whatever it is given", () => {
    fc.assert(
      fc.property(anySpec(), (spec) => {
        const result = planModelService("tiny", anything<ModelServiceSpec>(spec));
        assert.ok(result.ok || renderIssues(result.issues) !== "");
      }),
    );
  });
  it("does not change the spec that it reads", () => {
    const spec = modelServiceSpec();
    planModelService("tiny", spec);
    assert.deepEqual(spec, modelServiceSpec());
  });
});

/** A spec with anything in some of its places, at every depth. */
function anySpec(): fc.Arbitrary<object> {
  const value = fc.oneof(fc.anything(), fc.constantFrom(1, 8, 2 ** 53, -1, "8Gi", "a/b:1", "vllm"));
  const changed = (smallest: object, keys: readonly string[]) =>
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .dictionary(fc.constantFrom(...keys), value)
          .map((changes) => ({ ...smallest, ...changes })),
      },
      { weight: 1, arbitrary: fc.anything() },
    );
  const { model, engine, nodePool } = modelServiceSpec();
  const places = {
    model: changed(model, ["id", "servedName", "storage", "path"]),
    engine: changed(engine, [
      "name",
      "image",
      "contextLength",
      "batching",
      "extraArgs",
      "prefixCaching",
      "toString",
    ]),
    nodePool: changed(nodePool, [
      "name",
      "instanceType",
      "labels",
      "taints",
      "maxSize",
      "zone",
      "allocatableCpu",
    ]),
    roles: fc.oneof(
      fc.anything(),
      fc.record({
        prefill: changed({}, ["replicas", "nodePool", "resources"]),
        decode: changed({}, ["replicas", "nodePool", "parallelism"]),
      }),
      changed({}, ["replicas", "parallelism", "resources"]).map((both) => ({ both })),
      changed({}, ["tensor", "pipeline", "expert"]).map((parallelism) => ({
        both: { parallelism },
      })),
    ),
    rollout: fc.oneof(fc.constant(undefined), changed({}, ["maxSurge", "maxUnavailable"])),
    port: value,
    sharedMemory: value,
    startUpBudgetSeconds: value,
    imageRegistryMirror: value,
    routingProxyImage: value,
    releaseName: value,
  };
  return fc
    .record(places, { requiredKeys: [] })
    .map((changes) => ({ ...modelServiceSpec(), ...changes }));
}
