import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine } from "../../catalog/engines";
import type { RoleSettings } from "../../plan/model-role";
import { type PlacedRole, planModelRoles } from "../../plan/model-roles";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import type { RolloutSettings } from "../../plan/rollout";
import type { Result } from "../../units/issue";
import {
  anything,
  GIB,
  linesOf,
  nodePoolPlan,
  parallelismPlan,
  requireValue,
} from "../support/specs";

/** The one role of servers that do everything. */
function plan(
  both: RoleSettings,
  pool: Partial<NodePoolRef> = {},
  rollout?: RolloutSettings,
): Result<PlacedRole> {
  const pools = { both: nodePoolPlan(pool) };
  const context = { engine: Engine.vllm, pools, model: undefined, rollout, daemonTenths: 1 };
  const roles = planModelRoles({ both }, context);
  const [role] = roles.ok ? roles.value : [];
  return role === undefined ? anything(roles) : { ok: true, value: role };
}

describe("planModelRoles with servers that do everything", () => {
  it("is one server on one device with its share of the node, less a tenth for daemons", () => {
    assert.deepEqual(requireValue(plan({})), {
      name: "both",
      pool: nodePoolPlan(),
      replicas: 1,
      parallelism: parallelismPlan(),
      // An eighth of nine tenths of 191.45 cores and 1,937,332 MiB, in whole cores and MiB.
      resources: { milliCpu: 21_000, memoryBytes: 217_949 * 1024 ** 2 },
      rollout: { maxSurge: 0, maxUnavailable: 1 },
    });
  });
  it("takes what is asked for as it is", () => {
    const { resources } = requireValue(plan({ resources: { cpu: "500m", memory: "700Gi" } }));
    assert.deepEqual(resources, { milliCpu: 500, memoryBytes: 700 * GIB });
  });
  it("takes nine tenths of a machine without devices", () => {
    const { resources } = requireValue(plan({}, { instanceType: "m7a.32xlarge" }));
    assert.deepEqual(resources, { milliCpu: 114_000, memoryBytes: 428_853 * 1024 ** 2 });
  });
  it("starts new pods beside old ones exactly when the pool has room for one more", () => {
    const roles = [{ replicas: 7 }, { replicas: 8 }];
    assert.deepEqual(
      roles.map((role) => requireValue(plan(role, { maxSize: 1 })).rollout.maxSurge),
      [1, 0],
    );
  });
  it("fails on what a node cannot give", () => {
    assert.deepEqual(linesOf(plan({ resources: { cpu: "192", memory: "2Ti" } })), [
      'roles.both.resources.cpu: "192"; a node of b200 (p6-b200.48xlarge) gives pods 191450m CPU; ask for less, daemons need some too, or use a larger machine',
      'roles.both.resources.memory: "2Ti"; a node of b200 (p6-b200.48xlarge) gives pods 1891.93 GiB; ask for less, daemons need some too, or use a larger machine',
    ]);
  });
  it("fails on more replicas than the pool holds at its maximum, and says nothing of the roll-out then", () => {
    const role = {
      replicas: 3,
      parallelism: { tensor: 4 },
      resources: { cpu: "32", memory: "700Gi" },
    };
    assert.deepEqual(linesOf(plan(role, { maxSize: 1 }, { maxSurge: 1 })), [
      "roles.both.replicas: 3; at its maximum of 1 x p6-b200.48xlarge the pool b200 holds 2 such pods (4 devices, 32 CPU, 700.00 GiB); use fewer replicas, smaller pods, or let the pool have more nodes",
    ]);
  });
  it("refuses nothing for lack of nodes while the size of the pool is not known", () => {
    assert.equal(requireValue(plan({ replicas: 100 })).replicas, 100);
  });
  it("answers for any number of replicas without placing them one by one", () => {
    assert.equal(linesOf(plan({ replicas: 2 ** 52 }, { maxSize: 2 ** 52 })).length, 0);
    assert.equal(linesOf(plan({ replicas: 2 ** 52 }, { maxSize: 1 })).length, 1);
  });
  it("gives every issue of parallelism, resources and roll-out with its place", () => {
    const settings = anything<RoleSettings>({
      parallelism: { tensor: 16 },
      resources: { memory: "5 Gi" },
    });
    assert.deepEqual(linesOf(plan(settings)), [
      "roles.both.parallelism.tensor: 16; 16 devices (tensor 16 x pipeline 1) in one pod, but p6-b200.48xlarge has 8; use 8 or fewer, or a pool whose nodes have 16, or workers 2",
      'roles.both.resources.memory: "5 Gi"; an amount has no spaces; write "5Gi"',
    ]);
    assert.deepEqual(linesOf(plan({}, {}, { maxSurge: -1 })), [
      "rollout.maxSurge: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
    ]);
  });
  it("fails on unknown keys and on what is no map", () => {
    const settings = anything<RoleSettings>({
      replicas: -1,
      parallelism: { tensr: 1 },
      resources: "32",
    });
    assert.deepEqual(linesOf(plan(settings)), [
      "roles.both.parallelism.tensr: 1; is not a known key; did you mean tensor?",
      "roles.both.replicas: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
      'roles.both.resources: "32"; must be a map of cpu, memory, ephemeralStorage; write keys and values',
    ]);
  });
  it("never plans a pod that is larger than a node", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), fc.nat(20), (tensor, replicas) => {
        const result = plan({ replicas, parallelism: { tensor } }, { maxSize: 2 });
        if (!result.ok) return;
        const { resources, parallelism } = result.value;
        const { allocatable, devicesPerNode } = nodePoolPlan();
        assert.ok(resources.milliCpu <= allocatable.milliCpu);
        assert.ok(resources.memoryBytes <= allocatable.memoryBytes);
        assert.ok(parallelism.devicesPerPod <= devicesPerNode);
      }),
    );
  });
});
