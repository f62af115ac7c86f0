import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine } from "../../catalog/engines";
import { planEfaShare } from "../../plan/efa-share";
import { transfersByEfa } from "../../plan/efa-transfer";
import { type ModelServicePlan, planModelService } from "../../plan/model-service";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import {
  engineSettings,
  GIB,
  linesOf,
  modelServicePlan,
  modelServiceSpec,
  nodePoolPlan,
  nodePoolRef,
} from "../support/specs";

const MIB = GIB / 1024;

function h200(name: string, changes: Partial<NodePoolRef> = {}): NodePoolRef {
  return nodePoolRef({
    ...{ name, instanceType: "p5en.48xlarge", labels: { pool: name } },
    ...{ efaDevicesPerNode: 16, zone: "us-east-1a" },
    ...changes,
  });
}

/** Prompts are read on a device, answers written on half a node. */
function pairPlan(engine: Engine, prefill: NodePoolRef, decode: NodePoolRef): ModelServicePlan {
  return modelServicePlan({
    engine: engineSettings({ name: engine }),
    nodePool: decode,
    roles: { prefill: { nodePool: prefill }, decode: { parallelism: { tensor: 4 } } },
  });
}

const sharesOf = ({ roles }: ModelServicePlan) => roles.map(({ efa }) => efa);

describe("planEfaShare", () => {
  it("gives a pod as large a part of the interfaces as of the devices, and of the huge pages at most 5 GiB", () => {
    const pool = nodePoolPlan(h200("h200"));
    const shares = [1, 2, 4, 8].map((devicesPerPod) => {
      const sizes = { tensor: devicesPerPod, pipeline: 1, expert: false };
      return planEfaShare(pool, { ...sizes, devicesPerPod });
    });
    assert.deepEqual(
      shares.map(({ devices, hugePagesBytes }) => [devices, hugePagesBytes / MIB]),
      [
        [2, 1282],
        [4, 2564],
        [8, 5120],
        [16, 5120],
      ],
    );
  });
  it("never gives the pods of a node more than it has", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 32 }), (each, efa) => {
        const pool = nodePoolPlan(h200("h200", { efaDevicesPerNode: efa }));
        const sizes = { tensor: each, pipeline: 1, expert: false, devicesPerPod: each };
        const { devices, hugePagesBytes } = planEfaShare(pool, sizes);
        const pods = Math.floor(8 / each);
        return pods * devices <= efa && pods * hugePagesBytes <= 10_256 * MIB;
      }),
    );
  });
});

describe("prefill and decode on pools with EFA", () => {
  it("ask for their part of the interfaces and of the huge pages", () => {
    assert.deepEqual(sharesOf(pairPlan(Engine.vllm, h200("near"), h200("far"))), [
      { devices: 2, hugePagesBytes: 1282 * MIB },
      { devices: 8, hugePagesBytes: 5120 * MIB },
    ]);
  });
  it("tell vLLM of libfabric, whichever half it does", () => {
    const { roles } = pairPlan(Engine.vllm, h200("near"), h200("far"));
    const config =
      '{"kv_connector":"NixlConnector","kv_role":"kv_both","kv_connector_extra_config":{"backends":["LIBFABRIC"]}}';
    assert.deepEqual(
      roles.map(({ args }) => args.slice(args.indexOf("--kv-transfer-config")).slice(0, 2)),
      [
        ["--kv-transfer-config", config],
        ["--kv-transfer-config", config],
      ],
    );
  });
  it("tell SGLang of libfabric, whichever half it does", () => {
    const { roles } = pairPlan(Engine.sglang, h200("near"), h200("far"));
    const variable = { name: "SGLANG_DISAGGREGATION_NIXL_BACKEND", value: "LIBFABRIC" };
    assert.deepEqual(
      roles.map(({ kvTransfer }) => kvTransfer?.environment),
      [[variable], [variable]],
    );
  });
  it("run in an image with libfabric", () => {
    assert.deepEqual(
      Object.values(Engine).map(
        (engine) => pairPlan(engine, h200("near"), h200("far")).engine.image,
      ),
      [
        "public.ecr.aws/deep-learning-containers/vllm:0.26.0-gpu-py312-cu130-ubuntu22.04-ec2",
        "763104351884.dkr.ecr.us-east-1.amazonaws.com/sglang:0.5.13-gpu-py312-cu130-ubuntu24.04-ec2",
      ],
    );
  });
});

describe("caches that go over TCP", () => {
  const without = h200("far", { efaDevicesPerNode: 0 });

  it("go so where a pool does not say that its nodes have EFA interfaces, though the machine could", () => {
    const { efaDevicesPerNode: _, ...silent } = h200("near");
    const plan = pairPlan(Engine.vllm, silent, silent);
    assert.deepEqual(
      [sharesOf(plan), plan.engine.image, plan.warnings],
      [[undefined, undefined], "vllm/vllm-openai:v0.30.0", []],
    );
  });
  it("go so where one side alone has EFA, and a preview says so", () => {
    const plans = [
      pairPlan(Engine.vllm, h200("near"), without),
      pairPlan(Engine.vllm, without, h200("near")),
    ];
    const warning =
      'roles: ["near","far"]; caches go over TCP, since only near says that its nodes have EFA interfaces; write efaDevicesPerNode of far, if it has any';
    assert.deepEqual(
      plans.map((plan) => [sharesOf(plan), plan.warnings]),
      [
        [[undefined, undefined], [warning]],
        [[undefined, undefined], [warning]],
      ],
    );
  });
  it("do not go at all from servers that do both halves, which ask for no EFA", () => {
    const plan = modelServicePlan({ nodePool: h200("near") });
    assert.deepEqual(
      [sharesOf(plan), plan.engine.image, transfersByEfa({ both: nodePoolPlan(h200("near")) })],
      [[undefined], "vllm/vllm-openai:v0.30.0", false],
    );
  });
});

describe("an interface that cannot be divided", () => {
  it("counts the ranks of data that a pod has beside each other in its ways out", () => {
    const nodePool = nodePoolRef({
      ...{ name: "a100", instanceType: "p4d.24xlarge" },
      ...{ efaDevicesPerNode: 4, zone: "us-east-1a" },
    });
    const linesFor = (tensor: number) => {
      const roles = {
        prefill: { parallelism: { tensor: 2 } },
        decode: { parallelism: { tensor, data: 3 } },
      };
      return linesOf(planModelService("tiny", modelServiceSpec({ nodePool, roles })));
    };
    assert.deepEqual(
      [linesFor(1), linesFor(2)],
      [
        [
          "roles.decode.parallelism.tensor: 1; a node of a100 has 4 EFA interfaces for 8 devices, which do not divide into pods of 3; use 2, or write efaDevicesPerNode 0 in the pool for caches over TCP",
        ],
        [],
      ],
    );
  });
});
