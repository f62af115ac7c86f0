import assert from "node:assert/strict";
import fc from "fast-check";
import { Engine } from "../../catalog/engines";
import type { RoleSettings } from "../../plan/model-role";
import { planModelService } from "../../plan/model-service";
import type { ModelServiceSpec } from "../../plan/model-service-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import type { ParallelismSettings } from "../../plan/parallelism";
import { toServingLabels } from "../../plan/serving-labels";
import {
  modelServicePlan,
  modelServiceSpec,
  modelSettings,
  nodePoolRef,
  parallelismPlan,
} from "../support/specs";

const WITH_EFA: Partial<NodePoolRef> = { zone: "us-east-1a", efaDevicesPerNode: 8 };

function groups(
  parallelism: ParallelismSettings,
  role: RoleSettings = {},
  pool: Partial<NodePoolRef> = WITH_EFA,
): Pick<ModelServiceSpec, "nodePool" | "roles"> {
  return { nodePool: nodePoolRef(pool), roles: { both: { ...role, parallelism } } };
}

describe("a server over several hosts", () => {
  it("has its devices spread evenly over its pods, and its ranks where each host has some", () => {
    const spreads = [
      { tensor: 16, workers: 2 },
      { tensor: 8, pipeline: 2, workers: 2 },
      { data: 16, workers: 2 },
      { tensor: 4, data: 4, workers: 2 },
      { data: 8 },
    ].map(parallelismPlan);
    assert.deepEqual(
      spreads.map(({ devicesPerPod, dataLocal }) => [devicesPerPod, dataLocal]),
      [
        [8, 1],
        [8, 1],
        [8, 8],
        [8, 2],
        [8, 8],
      ],
    );
  });
  it("asks for its share of the EFA interfaces of a node, and a server of one pod for none", () => {
    const asked = [groups({ tensor: 16, workers: 2 }), groups({ tensor: 8 })].map(
      (changes) => modelServicePlan(changes).roles[0]?.efa?.devices,
    );
    assert.deepEqual(asked, [8, undefined]);
  });
  it("is answered for by every pod that has ranks of its own, and else by its leader alone", () => {
    const labels = [
      groups({ data: 16, workers: 2 }),
      groups({ tensor: 16, workers: 2 }),
      groups({ tensor: 8 }),
    ].map((changes) => toServingLabels(modelServicePlan(changes)));
    assert.deepEqual(labels, [
      { "llm-d.ai/model": "tiny" },
      { "llm-d.ai/model": "tiny", "leaderworkerset.sigs.k8s.io/worker-index": "0" },
      { "llm-d.ai/model": "tiny" },
    ]);
  });
  it("is asked in SGLang for what its other pods answer too", () => {
    const paths = [groups({ tensor: 16, workers: 2 }), groups({ tensor: 8 })].map((changes) => {
      const plan = modelServicePlan({ ...changes, engine: { name: Engine.sglang } });
      return plan.roles[0]?.probes.readinessProbe.httpGet.path;
    });
    assert.deepEqual(paths, ["/health", "/v1/models"]);
  });
  it("has all of the model but the experts on each device where each is a rank, and is not called proved", () => {
    const model = modelSettings();
    const parallelism = { data: 16, workers: 2, expert: true };
    const [role] = modelServicePlan({ ...groups(parallelism), model }).roles;
    const alone = modelServicePlan({ ...groups({ tensor: 8 }), model }).roles[0];
    const sizeOf = (name: string, plan = role) =>
      plan?.memory.fit?.terms.find((term) => term.name === name)?.bytes ?? 0;
    assert.equal(sizeOf("routed experts") * 2, sizeOf("routed experts", alone));
    assert.equal(Math.round(sizeOf("attention heads") / sizeOf("attention heads", alone)), 8);
    assert.equal(
      role?.memory.unproven,
      "what the ranks of data exchange for their experts takes memory that is not computed",
    );
  });
  it("fits on as many nodes as it has hosts, with room for another one only when all of it has", () => {
    const surges = [2, 3, 4].map((maxSize) => {
      const changes = groups({ tensor: 16, workers: 2 }, {}, { ...WITH_EFA, maxSize });
      return modelServicePlan(changes).roles[0]?.rollout;
    });
    assert.deepEqual(surges, [
      { maxSurge: 0, maxUnavailable: 1 },
      { maxSurge: 0, maxUnavailable: 1 },
      { maxSurge: 1, maxUnavailable: 0 },
    ]);
  });
  it("never has more devices in a pod than a node, whatever is asked for", () => {
    const size = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(size, size, size, size, (tensor, pipeline, data, workers) => {
        const changes = groups({ tensor, pipeline, data, workers });
        const plan = planModelService("tiny", modelServiceSpec(changes));
        const [role] = plan.ok ? plan.value.roles : [];
        if (role === undefined) return;
        const { devicesPerPod, dataLocal } = role.parallelism;
        assert.ok(Number.isInteger(devicesPerPod) && devicesPerPod <= 8);
        assert.equal(devicesPerPod * workers, tensor * pipeline * data);
        assert.ok(data === 1 || dataLocal * workers === data);
      }),
    );
  });
});
