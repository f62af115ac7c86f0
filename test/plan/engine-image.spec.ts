import assert from "node:assert/strict";
import { Engine } from "../../catalog/engines";
import { planModelService } from "../../plan/model-service";
import {
  engineSettings,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  requireValue,
  tpuServiceSpec,
} from "../support/specs";

const cpu = { name: "cpu", instanceType: "m7a.32xlarge" };

describe("the image of the engine", () => {
  it("is the one for machines without devices on a pool of these", () => {
    assert.equal(modelServicePlan({ nodePool: cpu }).engine.image, "vllm/vllm-openai-cpu:v0.30.0");
  });
  it("is the one for TPUs on a pool of these", () => {
    const { engine } = requireValue(planModelService("tiny", tpuServiceSpec()));
    assert.equal(engine.image, "vllm/vllm-tpu:v0.29.0");
  });
  it("must be one for the machines of the pool, where its repository says what it is for", () => {
    const lines = ["vllm/vllm-openai:v0.30.0", "acme/vllm:v0.30.0"].map((image) =>
      linesOf(
        planModelService(
          "tiny",
          modelServiceSpec({ engine: engineSettings({ image }), nodePool: cpu }),
        ),
      ),
    );
    assert.deepEqual(lines, [
      [
        `engine.image: "vllm/vllm-openai:v0.30.0"; is built for NVIDIA's devices, and cpu has machines without devices; leave it out for vllm/vllm-openai-cpu:v0.30.0`,
      ],
      [],
    ]);
  });
  it("must be named for SGLang on machines without devices", () => {
    const lines = [undefined, "acme/sglang-cpu:1"].map((image) => {
      const named = image === undefined ? {} : { image };
      const engine = engineSettings({ name: Engine.sglang, ...named });
      return linesOf(planModelService("tiny", modelServiceSpec({ engine, nodePool: cpu })));
    });
    assert.deepEqual(lines, [
      [
        "engine.image: absent; the catalogue has no image of sglang for machines without devices; name one, or use vllm or a pool with devices",
      ],
      [],
    ]);
  });
});
