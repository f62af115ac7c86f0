import assert from "node:assert/strict";
import fc from "fast-check";
import { findModel } from "../../catalog/models";
import { findTpuGeneration, tpuGenerations } from "../../catalog/tpu-generations";
import type { NodePoolPlan } from "../../plan/node-pool";
import { planNodePool } from "../../plan/node-pool";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { resolveParallelism } from "../../plan/parallelism";
import { checkTensorOnTpu } from "../../plan/tpu-parallelism";
import { linesOf, requireValue, tpuPoolRef } from "../support/specs";

const QWEN = findModel("Qwen/Qwen3-32B");
if (QWEN?.attention.kind !== "gqa") throw new Error("Qwen3-32B has grouped-query attention");
const ATTENTION = QWEN.attention;

/** The same model with another number of heads. */
function modelWith(heads: number): typeof QWEN {
  return { ...QWEN, attention: { ...ATTENTION, heads } } as typeof QWEN;
}

function tpuPool(changes: Partial<NodePoolRef> = {}): NodePoolPlan {
  return requireValue(planNodePool(tpuPoolRef(changes)));
}

/** A pool of each machine that is a slice by itself. */
const POOLS = tpuGenerations().flatMap((generation) =>
  (findTpuGeneration(generation)?.machineTypes ?? []).map(({ singleHostTopology }) =>
    tpuPool({
      name: `${generation} ${singleHostTopology}`,
      generation,
      topology: singleHostTopology,
    }),
  ),
);

function linesFor(ranks: { tensor: number; pipeline?: number }, pool: NodePoolPlan, heads = 64) {
  return linesOf(checkTensorOnTpu({ pipeline: 1, ...ranks }, modelWith(heads), pool));
}

describe("checkTensorOnTpu", () => {
  it("accepts one tensor size on each host: its chips, and twice as many of TPU7x", () => {
    const sizes = Array.from({ length: 32 }, (_, index) => index + 1);
    const accepted = POOLS.map((pool) => [
      pool.name,
      ...sizes.filter((tensor) => linesFor({ tensor }, pool).length === 0),
    ]);
    assert.deepEqual(accepted, [
      ["v4 2x2x1", 4],
      ["v5e 2x4", 8],
      ["v5e 2x2", 4],
      ["v5e 1x1", 1],
      ["v5p 2x2x1", 4],
      ["v6e 2x4", 8],
      ["v6e 2x2", 4],
      ["v6e 1x1", 1],
      ["tpu7x 2x2x1", 8],
      ["tpu7x 1x1x1", 2],
    ]);
  });
  it("accepts stages that divide the chips among them", () => {
    assert.deepEqual(linesFor({ tensor: 2, pipeline: 4 }, tpuPool()), []);
  });
  it("gives stages as a way out where the heads cannot be divided by all chips", () => {
    assert.deepEqual(
      [linesFor({ tensor: 7 }, tpuPool(), 28), linesFor({ tensor: 8 }, tpuPool(), 28)],
      [
        [
          "tensor: 7; a pod has all 8 chips of its host, and tensor 7 x pipeline 1 takes 7; use 4 with pipeline 2",
        ],
        ["tensor: 8; must divide the 28 attention heads of Qwen/Qwen3-32B; use 4 with pipeline 2"],
      ],
    );
  });
  it("gives a way out that works, whatever was asked for", () => {
    const size = fc.integer({ min: 1, max: 24 });
    fc.assert(
      fc.property(size, size, size, fc.constantFrom(...POOLS), (tensor, pipeline, heads, pool) => {
        const [line] = linesFor({ tensor, pipeline }, pool, heads);
        if (line === undefined) return true;
        const { use, stages } =
          /; use (?<use>\d+)(?: with pipeline (?<stages>\d+))?$/.exec(line)?.groups ?? {};
        const followed = { tensor: Number(use), pipeline: Number(stages ?? pipeline) };
        return linesFor(followed, pool, heads).length === 0;
      }),
    );
  });
  it("says nothing of the hosts of a larger slice, which is refused as such", () => {
    assert.deepEqual(linesFor({ tensor: 3 }, tpuPool({ topology: "4x4" })), []);
  });
});

describe("a pod on TPUs", () => {
  it("has all chips of its host, whatever the ranks are", () => {
    const chips = POOLS.map((pool) => resolveParallelism({ tensor: 2 }, pool).devicesPerPod);
    assert.deepEqual(
      chips,
      POOLS.map(({ devicesPerNode }) => devicesPerNode),
    );
  });
  it("has them on a host outside the catalogue too, where the ranks are the user's to know", () => {
    const pool = requireValue(
      planNodePool({
        ...{ name: "next", machineType: "ct9-standard-4t", deviceResource: "google.com/tpu" },
        ...{ devicesPerNode: 4, allocatableCpu: "200", allocatableMemory: "700Gi" },
      }),
    );
    const ranks = { tensor: 16, pipeline: 1 };
    assert.deepEqual(
      [resolveParallelism(ranks, pool).devicesPerPod, linesFor(ranks, pool)],
      [4, []],
    );
  });
});
