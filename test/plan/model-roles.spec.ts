import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine } from "../../catalog/engines";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { countPods } from "../../plan/placement";
import {
  anything,
  engineSettings,
  linesOf,
  modelServicePlan,
  nodePoolRef,
  pairSpec,
} from "../support/specs";

function linesFor(changes: object): string[] {
  return linesOf(planModelService("tiny", anything<ModelServiceSpec>(pairSpec(changes))));
}

const sglang = engineSettings({ name: Engine.sglang });
const halfNode = { parallelism: { tensor: 4 }, resources: { cpu: "32", memory: "700Gi" } };
const SHARED =
  "a model has servers that do both halves of the work, or servers of two kinds that share it; write both alone, or prefill and decode together";

describe("planModelRoles", () => {
  it("plans prefill before decode, whatever the order in which they are written", () => {
    const roles = { decode: { replicas: 2 }, prefill: { replicas: 3 } };
    const plans = modelServicePlan({ roles }).roles;
    assert.deepEqual(
      plans.map(({ name, replicas, port }) => [name, replicas, port]),
      [
        ["prefill", 3, 8000],
        ["decode", 2, 8200],
      ],
    );
  });
  it("takes the pool of a role, and else that of the service", () => {
    const roles = { prefill: { nodePool: nodePoolRef({ name: "cheap" }) }, decode: {} };
    assert.deepEqual(
      modelServicePlan({ roles }).roles.map(({ pool }) => pool.name),
      ["cheap", "b200"],
    );
  });
  it("takes the pool of a role of servers that do everything", () => {
    const roles = { both: { nodePool: nodePoolRef({ name: "own" }) } };
    assert.equal(modelServicePlan({ roles }).roles[0]?.pool.name, "own");
  });

  const combinations: readonly (readonly [roles: object, names: string])[] = [
    [{}, "[]"],
    [{ prefill: {} }, '["prefill"]'],
    [{ decode: {} }, '["decode"]'],
    [{ both: {}, decode: {} }, '["both","decode"]'],
    [{ both: {}, prefill: {}, decode: {} }, '["both","prefill","decode"]'],
    [{ both: undefined, prefill: {}, decode: undefined }, '["prefill"]'],
  ];
  for (const [roles, names] of combinations) {
    it(`fails on ${names}`, () =>
      assert.deepEqual(linesFor({ roles }), [`roles: ${names}; ${SHARED}`]));
  }

  it("fails on a role that is no map, at the role", () => {
    assert.deepEqual(linesFor({ roles: { prefill: 2, decode: {} } }), [
      "roles.prefill: 2; must be a map of replicas, parallelism, resources, nodePool; write keys and values",
    ]);
  });
  it("gives the issues of both roles with their places", () => {
    const roles = { prefill: { parallelism: { tensor: 16 } }, decode: { replicas: -1 } };
    assert.deepEqual(linesFor({ roles }), [
      "roles.decode.replicas: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
      "roles.prefill.parallelism.tensor: 16; 16 devices (tensor 16 x pipeline 1) in one pod, but p6-b200.48xlarge has 8; use 8 or fewer, or a pool whose nodes have 16, or workers 2",
    ]);
  });

  it("fails on roles that fit on their pool one by one and not together", () => {
    const changes = {
      nodePool: nodePoolRef({ maxSize: 1 }),
      roles: { prefill: { ...halfNode, replicas: 2 }, decode: halfNode },
    };
    assert.deepEqual(linesFor(changes), [
      'nodePool: "b200"; its maximum of 1 x p6-b200.48xlarge does not hold prefill with 2 x (4 devices, 32 CPU, 700.00 GiB) and decode with 1 x (4 devices, 32 CPU, 700.00 GiB); use fewer replicas, another pool, or let the pool have more nodes',
    ]);
  });
  it("starts new pods beside old ones where the pool has room for one more of each role", () => {
    const surges = [1, 2].map((maxSize) =>
      modelServicePlan({
        nodePool: nodePoolRef({ maxSize }),
        roles: { prefill: halfNode, decode: halfNode },
      }).roles.map(({ rollout }) => rollout.maxSurge),
    );
    assert.deepEqual(surges, [
      [0, 0],
      [1, 1],
    ]);
  });
  it("fails on a surge that only one of the roles has room for, in one line", () => {
    const changes = {
      nodePool: nodePoolRef({ maxSize: 1 }),
      roles: { prefill: { ...halfNode, parallelism: { tensor: 2 } }, decode: halfNode },
      rollout: { maxSurge: 1, maxUnavailable: 0 },
    };
    assert.deepEqual(linesFor(changes), [
      "rollout.maxSurge: 1; the pool at its maximum has no room for the extra pods, so the roll-out would hang; set maxSurge to 0 and maxUnavailable to 1, or raise the maximum of the pool",
    ]);
  });
  it("lets each role use up a pool of its own", () => {
    const pool = (name: string) => nodePoolRef({ name, maxSize: 1, labels: { pool: name } });
    const roles = {
      prefill: { ...halfNode, replicas: 2, nodePool: pool("prefill") },
      decode: { ...halfNode, replicas: 2 },
    };
    assert.deepEqual(linesFor({ nodePool: pool("decode"), roles }), []);
  });

  it("fails on pools in two zones between which caches go over EFA", () => {
    const lines = (zone: string, efa: Partial<NodePoolRef>) =>
      linesFor({
        nodePool: nodePoolRef({ zone: "us-east-1a", ...efa }),
        roles: { prefill: {}, decode: { nodePool: nodePoolRef({ name: "far", zone, ...efa }) } },
      });
    assert.deepEqual(
      [
        lines("us-east-1b", { efaDevicesPerNode: 8 }),
        lines("us-east-1a", { efaDevicesPerNode: 8 }),
        // Over TCP they go from zone to zone.
        lines("us-east-1b", {}),
      ],
      [
        [
          'roles.decode.nodePool.zone: "us-east-1b"; EFA does not reach beyond its zone, and prefill runs in us-east-1a; use pools of one zone',
        ],
        [],
        [],
      ],
    );
  });
  it("tells of the zone at the role whose pool is its own", () => {
    const nodePool = nodePoolRef({ zone: "us-east-1a", efaDevicesPerNode: 8 });
    const far = nodePoolRef({ name: "far", zone: "us-east-1b", efaDevicesPerNode: 8 });
    assert.deepEqual(linesFor({ nodePool, roles: { prefill: { nodePool: far }, decode: {} } }), [
      'roles.prefill.nodePool.zone: "us-east-1b"; EFA does not reach beyond its zone, and decode runs in us-east-1a; use pools of one zone',
    ]);
  });
  it("fails on roles of which one has devices and the other has none", () => {
    const nodePool = { name: "cpu", instanceType: "m7a.32xlarge" };
    assert.deepEqual(linesFor({ roles: { prefill: { nodePool }, decode: {} } }), [
      'roles.prefill.nodePool: "cpu"; its devices (none) and those of decode (nvidia.com/gpu) cannot hand a cache over; use pools with the same kind of devices',
    ]);
  });

  it("lets the servers that read prompts be none with vLLM, whose decode servers can read too", () => {
    assert.deepEqual(linesFor({ roles: { prefill: { replicas: 0 }, decode: {} } }), []);
  });
  it("fails on no server that reads prompts with SGLang, where nobody else can", () => {
    const roles = { prefill: { replicas: 0 }, decode: {} };
    assert.deepEqual(linesFor({ engine: sglang, roles }), [
      "roles.prefill.replicas: 0; a decode server of SGLang cannot read a prompt itself; write 1 or more, or use roles.both in place of the two",
    ]);
  });
  it("fails on servers that read prompts for nobody", () => {
    assert.deepEqual(linesFor({ roles: { prefill: {}, decode: { replicas: 0 } } }), [
      "roles.decode.replicas: 0; requests arrive at decode, and without it those who read prompts have no work; write 1 or more, or 0 for roles.prefill too",
    ]);
  });
  it("lets a model rest without servers of either kind", () => {
    const roles = { prefill: { replicas: 0 }, decode: { replicas: 0 } };
    assert.deepEqual([linesFor({ roles }), linesFor({ engine: sglang, roles })], [[], []]);
  });

  it("answers for any number of replicas on a pool of unknown size, and for any surge", () => {
    const roles = { prefill: { replicas: 2 ** 52 }, decode: { replicas: 2 ** 52 } };
    const rollout = { maxSurge: 2 ** 52 };
    assert.deepEqual(linesFor({ roles, rollout }), []);
    assert.equal(linesFor({ nodePool: nodePoolRef({ maxSize: 1 }), rollout }).length, 1);
  });

  it("never plans more on a pool than it holds, extra pods of a roll-out included", () => {
    const role = fc.record({
      replicas: fc.integer({ min: 1, max: 6 }),
      parallelism: fc.record({ tensor: fc.constantFrom(1, 2, 4) }),
    });
    fc.assert(
      fc.property(role, role, fc.integer({ min: 1, max: 3 }), (prefill, decode, maxSize) => {
        const spec = pairSpec({ nodePool: nodePoolRef({ maxSize }), roles: { prefill, decode } });
        const result = planModelService("tiny", spec);
        if (!result.ok) return;
        const devices = result.value.roles.map(
          ({ replicas, rollout, parallelism }) =>
            (replicas + rollout.maxSurge) * parallelism.devicesPerPod,
        );
        const [pool] = result.value.roles.map((each) => each.pool);
        const one = { devices: 1, milliCpu: 0, memoryBytes: 0 };
        const most = pool === undefined ? 0 : (countPods(pool, one) ?? 0);
        assert.ok(devices.reduce((sum, each) => sum + each, 0) <= most);
      }),
    );
  });
});
