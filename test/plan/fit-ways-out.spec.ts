import assert from "node:assert/strict";
import fc from "fast-check";
import { findAccelerator } from "../../catalog/accelerators";
import { instanceTypeNames } from "../../catalog/ec2-instance-types";
import { findEngineMemory } from "../../catalog/engine-memory";
import { Engine } from "../../catalog/engines";
import { findModel, modelIds } from "../../catalog/models";
import { KvCacheDtype } from "../../plan/engine-settings";
import { findWaysOut, fittingMachines } from "../../plan/fit-ways-out";
import { MACHINE_CATALOGUES } from "../../plan/machine";
import type { FitQuestion } from "../../plan/memory-terms";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import {
  anything,
  engineSettings,
  linesOf,
  modelServiceSpec,
  modelSettings,
} from "../support/specs";

/** A service that may or may not fit. */
interface Asked {
  readonly id: string;
  readonly engine: Engine;
  readonly instanceType: string;
  readonly zone: string | undefined;
  readonly data: number;
  readonly workers: number;
  readonly tensor: number;
  readonly expert: boolean;
  readonly pipeline: number;
  readonly contextLength: number;
  readonly kvCacheDtype: KvCacheDtype;
}

function specOf({
  id,
  engine: name,
  instanceType,
  zone,
  contextLength,
  kvCacheDtype,
  ...size
}: Asked): ModelServiceSpec {
  return modelServiceSpec({
    model: modelSettings({ id }),
    engine: engineSettings({ name, contextLength, kvCacheDtype }),
    nodePool: { name: "pool", instanceType, ...(zone === undefined ? {} : { zone }) },
    roles: { both: { parallelism: size } },
  });
}

/** Follows one way out word by word. */
function follow(asked: Asked, way: string): Asked {
  const [, machine, place] = /^(\S+) \(\S+\) with (.*)$/.exec(way) ?? [];
  if (machine !== undefined && place !== undefined) {
    const alone = { ...asked, instanceType: machine, pipeline: 1, expert: false };
    return follow(alone, place.replace(" and expert", " with expert"));
  }
  const [, spread, workers] = /^(.*) with workers (\d+)$/.exec(way) ?? [];
  if (spread !== undefined) return follow({ ...asked, workers: Number(workers) }, spread);
  const [word = "", value = ""] = way.split(" ");
  switch (word) {
    case "contextLength":
      return { ...asked, contextLength: Number(value) };
    case "kvCacheDtype":
      return { ...asked, kvCacheDtype: anything(value) };
    case "tensor":
      return {
        ...asked,
        tensor: Number(value),
        expert: asked.expert || way.endsWith("expert true"),
      };
    case "data":
      return { ...asked, data: Number(value) };
    case "pipeline":
      return { ...asked, pipeline: Number(value) };
    default:
      return { ...asked, id: way };
  }
}

/** Machines of EC2 with devices whose memory is known. */
const machines = instanceTypeNames().filter((name) => {
  const accelerator = MACHINE_CATALOGUES.instanceType.find(name)?.accelerator;
  return accelerator !== undefined && findAccelerator(accelerator)?.memoryBytes !== undefined;
});

const asked: fc.Arbitrary<Asked> = fc.record({
  id: fc.constantFrom(...modelIds()),
  engine: fc.constantFrom(...Object.values(Engine)),
  instanceType: fc.constantFrom(...machines),
  zone: fc.constantFrom(undefined, "us-east-1a"),
  data: fc.constantFrom(1, 1, 1, 4),
  workers: fc.constantFrom(1, 1, 1, 2),
  tensor: fc.constantFrom(1, 2, 4, 8),
  expert: fc.constant(false),
  pipeline: fc.constantFrom(1, 2),
  contextLength: fc.constantFrom(8192, 32_768, 131_072),
  kvCacheDtype: fc.constantFrom(KvCacheDtype.auto, KvCacheDtype.fp8E4m3),
});

describe("findWaysOut", () => {
  it("gives only what, followed word by word, plans", () => {
    let followed = 0;
    fc.assert(
      fc.property(asked, (each) => {
        const [line = "", ...others] = linesOf(planModelService("x", specOf(each)));
        if (others.length > 0 || !line.includes(" more than ")) return;
        const [, ways = ""] = /; use (.*)$/.exec(line) ?? [];
        for (const way of ways.split(", or ").filter((text) => text !== "")) {
          followed += 1;
          const plan = planModelService("x", specOf(follow(each, way)));
          assert.deepEqual(linesOf(plan), [], `${JSON.stringify(each)}: ${way}`);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(followed > 50, `${followed}`);
  });

  const question = (id: string, device: string, tensor: number): FitQuestion => {
    const model = findModel(id);
    const memoryBytes = findAccelerator(device)?.memoryBytes;
    assert.ok(model !== undefined && memoryBytes !== undefined);
    return {
      model,
      sharding: { tensor, pipeline: 1, expert: false },
      engine: findEngineMemory(Engine.vllm),
      device: { name: device, memoryBytes },
      settings: {},
    };
  };

  it("gives the smallest change of each kind", () => {
    const ways = findWaysOut(question("Qwen/Qwen3-32B", "L40S", 1), {
      mostDevices: 8,
      machine: "g6e.48xlarge",
    });
    assert.deepEqual(
      ways.map(({ text }) => text),
      [
        "tensor 2",
        "pipeline 2",
        "g7e.2xlarge (RTX-PRO-6000) with tensor 1",
        "p5e.48xlarge (H200) with tensor 1",
        "p6-b200.48xlarge (B200) with tensor 1",
        "Qwen/Qwen3-32B-AWQ",
      ],
    );
  });
  it("spreads whole experts where slices would cut through a block", () => {
    const asked = question("Qwen/Qwen3-VL-235B-A22B-Instruct-FP8", "A100-40", 1);
    const found = fittingMachines(asked, ["instanceType"]).map(({ machine, sharding }) => [
      machine,
      sharding.tensor,
      sharding.expert,
    ]);
    assert.deepEqual(found, [
      ["p6-b200.48xlarge", 2, false],
      ["p4de.24xlarge", 4, false],
      ["g7e.24xlarge", 4, false],
      ["p5e.48xlarge", 4, false],
      ["p5.48xlarge", 8, true],
    ]);
  });
  it("looks among the machines of the same cloud, where it is known", () => {
    const machinesBeside = (machine: string) =>
      findWaysOut(question("Qwen/Qwen3-32B", "L40S", 1), { mostDevices: 1, machine }).flatMap(
        (way) => way.machine ?? [],
      );
    assert.deepEqual(
      [machinesBeside("g2-standard-48"), machinesBeside("g6e.48xlarge")],
      [
        ["g4-standard-48", "a3-ultragpu-8g", "a4-highgpu-8g"],
        ["g7e.2xlarge", "p5e.48xlarge", "p6-b200.48xlarge"],
      ],
    );
  });
  it("names machines by the devices that they need, the fewest first", () => {
    const found = fittingMachines(question("deepseek-ai/DeepSeek-V3.1", "H100-80", 8), [
      "instanceType",
    ]);
    assert.deepEqual(
      found.map(({ machine, device, sharding }) => [machine, device.name, sharding.tensor]),
      [
        ["p5e.48xlarge", "H200", 8],
        ["p6-b200.48xlarge", "B200", 8],
      ],
    );
  });
});
