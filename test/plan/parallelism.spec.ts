import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine } from "../../catalog/engines";
import { findModel, type Model, WeightFormat } from "../../catalog/models";
import { checkParallelism, checkParallelismForm, resolveParallelism } from "../../plan/parallelism";
import { anything, linesOf, nodePoolPlan } from "../support/specs";

const pool = nodePoolPlan();
const cpuPool = nodePoolPlan({ instanceType: "m7a.32xlarge" });
const deepseek = modelOf("deepseek-ai/DeepSeek-V3.1");
const qwen = modelOf("Qwen/Qwen3-VL-235B-A22B-Instruct");

function modelOf(id: string): Model {
  const model = findModel(id);
  assert.ok(model, id);
  return model;
}

function linesFor(settings: object, model = deepseek, on = pool): string[] {
  const form = checkParallelismForm("", settings);
  const rules = () =>
    checkParallelism(resolveParallelism(settings, on), { engine: Engine.vllm, model, pool: on });
  return linesOf(form.length > 0 ? form : rules());
}

describe("resolveParallelism", () => {
  it("is one device unless more are asked for", () => {
    assert.deepEqual(resolveParallelism({}, pool), {
      tensor: 1,
      pipeline: 1,
      data: 1,
      dataLocal: 1,
      workers: 1,
      expert: false,
      devicesPerPod: 1,
    });
  });
  it("asks for tensor x pipeline devices", () => {
    assert.equal(resolveParallelism({ tensor: 4, pipeline: 2 }, pool).devicesPerPod, 8);
  });
  it("asks for no device on a CPU machine", () => {
    assert.equal(resolveParallelism({ tensor: 2 }, cpuPool).devicesPerPod, 0);
  });
  it("takes an explicit undefined for an absent key", () => {
    const settings = { tensor: undefined, pipeline: undefined, expert: undefined };
    assert.deepEqual(resolveParallelism(anything(settings), pool), resolveParallelism({}, pool));
  });
});

describe("checkParallelism", () => {
  it("accepts the tensor sizes that divide heads and whole FP8 blocks", () => {
    const accepted = [1, 2, 3, 4, 5, 6, 7, 8].filter((tensor) => linesFor({ tensor }).length === 0);
    assert.deepEqual(accepted, [1, 2, 4, 8]);
  });
  it("fails on a tensor size that does not divide the heads, in one line with sizes that do and fit", () => {
    assert.deepEqual(linesFor({ tensor: 3 }), [
      "tensor: 3; must divide the 128 attention heads of deepseek-ai/DeepSeek-V3.1; use 2 or 4",
    ]);
    assert.deepEqual(linesFor({ tensor: 3, pipeline: 2 }, deepseek, nodePoolPlan({ maxSize: 1 })), [
      "tensor: 3; must divide the 128 attention heads of deepseek-ai/DeepSeek-V3.1; use 2 or 4",
    ]);
  });
  it("offers no size that a node has no devices for", () => {
    const small = nodePoolPlan({
      ...{ instanceType: "x1", devicesPerNode: 6, deviceResource: "example.com/gpu" },
      ...{ allocatableCpu: "60", allocatableMemory: "500Gi" },
    });
    assert.deepEqual(linesFor({ tensor: 5 }, deepseek, small), [
      "tensor: 5; must divide the 128 attention heads of deepseek-ai/DeepSeek-V3.1; use 4",
    ]);
  });
  it("fails on more devices than a node has, and says nothing of heads then", () => {
    assert.deepEqual(linesFor({ tensor: 24 }), [
      "tensor: 24; 24 devices (tensor 24 x pipeline 1) in one pod, but p6-b200.48xlarge has 8; use 8 or fewer, or a pool whose nodes have 24",
    ]);
    assert.deepEqual(linesFor({ tensor: 8, pipeline: 2 }), [
      "tensor: 8; 16 devices (tensor 8 x pipeline 2) in one pod, but p6-b200.48xlarge has 8; use 4 or fewer, or a pool whose nodes have 16, or workers 2",
    ]);
  });
  it("fails when a slice of an expert cuts through an FP8 block, unless experts stay whole", () => {
    const blocks = { ...qwen, weightFormat: WeightFormat.fp8, quantizationBlock: 128 };
    assert.deepEqual(linesFor({ tensor: 8 }, blocks), [
      "tensor: 8; 1536 (expert width) / 8 = 192 is not a multiple of the FP8 block of 128; set expert: true, or use a tensor size that divides 12",
    ]);
    assert.deepEqual(linesFor({ tensor: 8, expert: true }, blocks), []);
    assert.deepEqual(linesFor({ tensor: 4 }, blocks), []);
  });
  it("fails when a slice of a layer without experts cuts through an FP8 block", () => {
    assert.deepEqual(linesFor({ tensor: 32, expert: true }, deepseek, cpuPool), [
      "tensor: 32; 18432 (feed-forward width) / 32 = 576 is not a multiple of the FP8 block of 128; use a tensor size that divides 144",
    ]);
  });
  it("fails when devices do not share heads of keys evenly", () => {
    const attention = { kind: "gqa", heads: 40, keyValueHeads: 10, headSize: 128 } as const;
    assert.deepEqual(linesFor({ tensor: 4 }, { ...qwen, attention }), [
      "tensor: 4; must divide the 10 key and value heads of Qwen/Qwen3-VL-235B-A22B-Instruct, or be a multiple of them; use 2 or 5",
    ]);
  });
  it("fails when devices do not share the width of a matrix evenly", () => {
    const experts = { count: 128, active: 8, shared: 0, width: 1500 };
    assert.deepEqual(linesFor({ tensor: 8 }, { ...qwen, experts }), [
      "tensor: 8; must divide the expert width of 1500 of Qwen/Qwen3-VL-235B-A22B-Instruct; use 4",
    ]);
  });
  it("fails on more stages than layers", () => {
    assert.deepEqual(linesFor({ pipeline: 64 }, deepseek, cpuPool), [
      "pipeline: 64; deepseek-ai/DeepSeek-V3.1 has 61 layers to share among stages; use 61 or fewer",
    ]);
  });
  it("does not hold a BF16 model to blocks", () => {
    assert.deepEqual(linesFor({ tensor: 8 }, qwen), []);
  });
  it("fails on spreading the experts of a model that has none", () => {
    const { experts: _, ...dense } = deepseek;
    assert.deepEqual(linesFor({ expert: true }, dense), [
      "expert: true; deepseek-ai/DeepSeek-V3.1 has no experts; leave expert out",
    ]);
  });
  it("checks only form and node for a model outside the catalogue", () => {
    assert.deepEqual(
      linesOf(
        checkParallelism(resolveParallelism({ tensor: 3 }, pool), {
          engine: Engine.vllm,
          model: undefined,
          pool,
        }),
      ),
      [],
    );
  });
  it("fails on what is no whole number of 1 or more, and no truth", () => {
    assert.deepEqual(linesFor({ tensor: 0, pipeline: 1.5, expert: "yes" }), [
      'expert: "yes"; must be true or false; write true or false',
      "pipeline: 1.5; must be a whole number of 1 or more; write 1 or more, or leave it out",
      "tensor: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
    ]);
  });
  it("offers only sizes that it accepts itself", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 8 }),
        (tensor, pipeline) => {
          const [line = ""] = linesFor({ tensor, pipeline });
          const [, offered = ""] = /heads of .*; use (.*)$/.exec(line) ?? [];
          for (const size of offered.split(" or ").filter((word) => word !== "")) {
            assert.deepEqual(linesFor({ tensor: Number(size), pipeline }), []);
          }
        },
      ),
    );
  });
});
