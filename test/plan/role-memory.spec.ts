import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { type EngineSettings, KvCacheDtype } from "../../plan/engine-settings";
import { toMemoryReport } from "../../plan/memory-report";
import type { ModelServicePlan } from "../../plan/model-service";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import type { RolePlan } from "../../plan/role-plan";
import {
  devicePoolRef,
  engineSettings,
  linesOf,
  modelServiceSpec,
  modelSettings,
  requireValue,
} from "../support/specs";

const DEEPSEEK = "deepseek-ai/DeepSeek-V3.1";
const QWEN_VL = "Qwen/Qwen3-VL-235B-A22B-Instruct";

function specOf(id: string, tensor: number, changes: Partial<ModelServiceSpec> = {}) {
  return modelServiceSpec({
    model: modelSettings({ id }),
    roles: { both: { parallelism: { tensor } } },
    ...changes,
  });
}

function planOf(spec: ModelServiceSpec): ModelServicePlan {
  return requireValue(planModelService("tiny", spec));
}

function roleOf(spec: ModelServiceSpec): RolePlan {
  const [role] = planOf(spec).roles;
  assert.ok(role);
  return role;
}

const unprovenOf = (spec: ModelServiceSpec) => roleOf(spec).memory.unproven;
const engine = (changes: Partial<EngineSettings>) => ({ engine: engineSettings(changes) });

describe("the memory of a role", () => {
  const unknown: readonly (readonly [string, ModelServiceSpec, string])[] = [
    [
      "a model outside the catalogue",
      specOf("acme/tiny", 1),
      "the catalogue has no dimensions of acme/tiny",
    ],
    [
      "devices of which no log was read",
      specOf("Qwen/Qwen3-8B", 1, { nodePool: { name: "l4", instanceType: "g6.12xlarge" } }),
      "no log was read that shows the memory of L4",
    ],
    [
      "devices of AMD, whose memory is known",
      specOf("Qwen/Qwen3-8B", 1, {
        nodePool: devicePoolRef({ acceleratorModel: "MI300X" }),
      }),
      "own-8 has AMD's devices, and what vLLM keeps in their memory is not computed",
    ],
    [
      "GPUs of Intel",
      specOf("Qwen/Qwen3-8B", 1, { nodePool: devicePoolRef({ acceleratorVendor: "intel-xe" }) }),
      "own-8 has Intel's GPUs, and what vLLM keeps in their memory is not computed",
    ],
    [
      "Intel Gaudi",
      specOf("Qwen/Qwen3-8B", 1, { nodePool: devicePoolRef({ acceleratorVendor: "intel-gaudi" }) }),
      "own-8 has Intel Gaudi, and what vLLM keeps in their memory is not computed",
    ],
    [
      "SGLang on devices of AMD",
      specOf("Qwen/Qwen3-8B", 1, {
        nodePool: devicePoolRef({ acceleratorVendor: "amd" }),
        engine: engineSettings({ name: Engine.sglang, image: "acme/sglang-rocm:1" }),
      }),
      "own-8 has AMD's devices, and what SGLang keeps in their memory is not computed",
    ],
    [
      "devices of a machine outside the catalogue",
      specOf("Qwen/Qwen3-8B", 1, {
        nodePool: {
          ...{
            name: "own",
            instanceType: "x1",
            devicesPerNode: 8,
            deviceResource: "nvidia.com/gpu",
          },
          ...{ allocatableCpu: "60", allocatableMemory: "500Gi" },
        },
      }),
      "nothing is known of the devices of x1",
    ],
    [
      "a machine without devices",
      specOf("Qwen/Qwen3-1.7B", 1, { nodePool: { name: "cpu", instanceType: "m7a.32xlarge" } }),
      "m7a.32xlarge has no devices, and the memory of its pods is not computed",
    ],
    [
      "a flag that moves weights elsewhere",
      specOf(DEEPSEEK, 4, engine({ extraArgs: ["--cpu-offload-gb", "80"] })),
      "--cpu-offload-gb changes memory in a way that is not computed",
    ],
    [
      "a flag that loads a second model, with its value behind it",
      specOf(
        "Qwen/Qwen3-32B",
        1,
        engine({ extraArgs: ['--speculative-config={"num_speculative_tokens":1}'] }),
      ),
      "--speculative-config changes memory in a way that is not computed",
    ],
    [
      "weights that are made smaller in a way that was not read",
      specOf("Qwen/Qwen3-32B", 1, engine({ quantization: "bitsandbytes" })),
      "what bitsandbytes makes of Qwen/Qwen3-32B is not computed",
    ],
  ];
  for (const [what, spec, reason] of unknown) {
    it(`is neither refused nor proved for ${what}`, () => {
      const { fit, unproven } = roleOf(spec).memory;
      assert.deepEqual([fit, unproven, planOf(spec).warnings], [undefined, reason, []]);
    });
  }

  it("is computed for named devices of a machine outside the catalogue as for the same in one", () => {
    const fitsOf = (nodePool: NodePoolRef) =>
      roleOf(specOf("Qwen/Qwen3-32B", 2, { nodePool })).memory.fit;
    const own = fitsOf(devicePoolRef({ acceleratorModel: "NVIDIA H200" }));
    assert.ok(own);
    assert.deepEqual(own, fitsOf({ name: "h200", instanceType: "p5en.48xlarge" }));
  });
  it("is proved for what fits", () => {
    assert.equal(unprovenOf(specOf(DEEPSEEK, 8)), undefined);
  });
  it("counts weights of one byte where FP8 is made of BF16 while it loads", () => {
    const made = roleOf(specOf("Qwen/Qwen3-32B", 1, engine({ quantization: "fp8" })));
    const stored = roleOf(specOf("Qwen/Qwen3-32B-FP8", 1));
    const [one = 0, other = 1] = [made, stored].map(({ memory }) => memory.fit?.weightsBytes);
    // Scales of whole matrices in place of blocks.
    assert.ok(one < other && one > 0.999 * other, `${one} and ${other}`);
  });
  it("follows the version that the image holds", () => {
    const graphs = ["v0.11.1", "v0.30.0"].map((version) => {
      const { fit } = roleOf(
        specOf("Qwen/Qwen3-32B", 1, engine({ image: `vllm/vllm-openai:${version}` })),
      ).memory;
      return [fit?.limits.thousandths, fit?.terms.find(({ name }) => name === "activations")?.why];
    });
    assert.deepEqual(graphs, [
      [900, "sampling for 1024 requests x 151936 words x 38 bytes"],
      [920, "one layer of 16384 tokens"],
    ]);
  });
  it("counts no graphs where none are captured", () => {
    const { fit } = roleOf(
      specOf("Qwen/Qwen3-32B", 1, engine({ extraArgs: ["--enforce-eager"] })),
    ).memory;
    assert.equal(fit?.terms.find(({ name }) => name === "graphs")?.bytes, 0);
  });
  it("is proved for each role on its own pool", () => {
    const small = { name: "small", instanceType: "p5.48xlarge" };
    const parallelism = { tensor: 1 };
    const spec = modelServiceSpec({
      model: modelSettings({ id: "Qwen/Qwen3-32B" }),
      roles: { prefill: { parallelism, nodePool: small }, decode: { parallelism } },
    });
    assert.deepEqual(
      linesOf(planModelService("tiny", spec)).map((line) => line.split(":")[0]),
      ["engine.contextLength"],
    );
  });
  it("tells two roles that are refused for one setting once", () => {
    const roles = { prefill: {}, decode: {} };
    const nodePool = { name: "l40s", instanceType: "g6e.48xlarge" };
    const lines = linesOf(
      planModelService(
        "tiny",
        specOf("Qwen/Qwen3-14B", 1, {
          roles,
          nodePool,
          ...engine({ contextLength: 40_960, gpuMemoryUtilization: 0.75 }),
        }),
      ),
    );
    assert.equal(lines.length, 1, lines.join("\n"));
  });
});

describe("allowUnproven", () => {
  const nodePool = { name: "h100", instanceType: "p5.48xlarge" };
  const refused = specOf(DEEPSEEK, 8, { nodePool });
  const allowed = { ...refused, allowUnproven: "measured on 2026-11-20" };

  it("lets through what is refused, as a warning with the refusal and the reason", () => {
    const [line = ""] = linesOf(planModelService("tiny", refused));
    assert.deepEqual(planOf(allowed).warnings, [
      `${line}; allowed unproven: measured on 2026-11-20`,
    ]);
  });
  it("stays in the report", () => {
    const { role, accelerator, unproven, tokens } = toMemoryReport(roleOf(allowed));
    assert.deepEqual(
      [role, accelerator, unproven?.startsWith(`${DEEPSEEK} does not load`), tokens],
      ["both", "H100-80", true, 0],
    );
  });
  it("says nothing of what fits", () => {
    assert.deepEqual(
      planOf({ ...allowed, nodePool: { name: "b200", instanceType: "p6-b200.48xlarge" } }).warnings,
      [],
    );
  });
});

describe("the configuration that this project starts from", () => {
  const deepseek = {
    name: Engine.sglang,
    contextLength: 131_072,
    memFractionStatic: 0.82,
    chunkedPrefillSize: 4096,
  };
  const qwen = {
    ...{ name: Engine.vllm, contextLength: 262_144, gpuMemoryUtilization: 0.85 },
    ...{ kvCacheDtype: KvCacheDtype.fp8, batching: { maxNumBatchedTokens: 26_214 } },
  };
  const on = (instanceType: string, id: string, tensor: number, settings: EngineSettings) =>
    linesOf(
      planModelService(
        "tiny",
        specOf(id, tensor, { engine: settings, nodePool: { name: "pool", instanceType } }),
      ),
    ).map((line) => line.slice(0, line.indexOf(":")));

  it("fits B200 and H200 with DeepSeek-V3.1, and no H100, for its weights", () => {
    const machines = ["p6-b200.48xlarge", "p5en.48xlarge", "p5.48xlarge"];
    assert.deepEqual(
      machines.map((machine) => on(machine, DEEPSEEK, 8, deepseek)),
      [[], [], ["roles.both.parallelism.tensor"]],
    );
  });
  it("fits B200 with Qwen3-VL-235B, no H200, for its cache, and no H100, for its weights", () => {
    const machines = ["p6-b200.48xlarge", "p5en.48xlarge", "p5.48xlarge"];
    assert.deepEqual(
      machines.map((machine) => on(machine, QWEN_VL, 4, qwen)),
      [[], ["engine.contextLength"], ["roles.both.parallelism.tensor"]],
    );
  });
  it("fits H200 with Qwen3-VL-235B when vLLM has 0.9 of it", () => {
    assert.deepEqual(on("p5en.48xlarge", QWEN_VL, 4, { ...qwen, gpuMemoryUtilization: 0.9 }), []);
  });
  it("does not divide the FP8 checkpoint of Qwen3-VL-235B by eight, unless experts stay whole", () => {
    const checkpoint = `${QWEN_VL}-FP8`;
    const whole = specOf(checkpoint, 8, {
      roles: { both: { parallelism: { tensor: 8, expert: true } } },
    });
    assert.deepEqual(
      [
        linesOf(planModelService("tiny", specOf(checkpoint, 8))),
        linesOf(planModelService("tiny", whole)),
        linesOf(planModelService("tiny", specOf(checkpoint, 4))),
      ],
      [
        [
          "roles.both.parallelism.tensor: 8; 1536 (expert width) / 8 = 192 is not a multiple of the FP8 block of 128; set expert: true, or use a tensor size that divides 12",
        ],
        [],
        [],
      ],
    );
  });
});
