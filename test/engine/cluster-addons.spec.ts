import assert from "node:assert/strict";
import { AddonMode, ClusterProvider } from "../../catalog/cluster-addons";
import { ClusterAddons } from "../../components/cluster-addons";
import { EksEfaNodePool } from "../../components/eks/eks-efa-node-pool";
import { ModelService } from "../../components/model-service";
import { EKS_BEHAVIOUR } from "../../local/provider/eks-behaviour";
import type { ClusterAddonsSpec } from "../../plan/cluster-addons-spec";
import { eksEfaNodePoolArgs } from "../support/eks-pools";
import { serveRecordingProviders, withStack } from "../support/engine";
import { type Outcome, summarize } from "../support/engine-outcome";
import { REMOTE_COMPONENTS } from "../support/remote-components";
import { modelServiceSpec } from "../support/specs";
import { requireTools } from "../support/tools";

const { install, existing } = AddonMode;

/** A pool, every add-on, and a model that waits for them. */
function program(changes: Partial<ClusterAddonsSpec> = {}) {
  return async () => {
    const pool = new EksEfaNodePool("pool", eksEfaNodePoolArgs());
    const addons = new ClusterAddons("addons", {
      provider: ClusterProvider.eks,
      nodePools: [pool.ref],
      nvidiaDevicePlugin: install,
      efaDevicePlugin: install,
      leaderWorkerSet: install,
      keda: install,
      gatewayApi: install,
      inferenceExtension: install,
      prometheusOperator: install,
      ...changes,
    });
    const args = { ...modelServiceSpec({ nodePool: pool.ref }), namespace: "llm" };
    new ModelService("tiny", args, { dependsOn: [addons] });
  };
}

function changesOf(outcome: Outcome): string[] {
  return summarize(outcome)
    .filter((step) => !step.startsWith("same "))
    .toSorted();
}

describe("add-ons of a cluster, from the first run to the last", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("are made, stay, change their version, are handed over and go, and their definitions stay", async () => {
    const providers = await serveRecordingProviders({
      aws: { types: EKS_BEHAVIOUR },
      kubernetes: { methods: REMOTE_COMPONENTS },
    });
    await withStack({ program: program(), providers }, async (stack) => {
      const first = await stack.up();
      assert.deepEqual(
        changesOf(first).filter((step) => step.includes("addons")),
        [
          "create addons",
          "create addons-efa-device-plugin",
          "create addons-gateway-api",
          "create addons-gateway-api-definition",
          "create addons-inference-extension",
          "create addons-inference-extension-definition",
          "create addons-keda",
          "create addons-keda-namespace",
          "create addons-leader-worker-set",
          "create addons-leader-worker-set-namespace",
          "create addons-nvidia-device-plugin",
          "create addons-prometheus-operator",
        ],
      );
      assert.deepEqual(Object.keys((await stack.up()).changes), ["same"]);

      const newer = program({ versions: { keda: "2.20.3" } });
      assert.deepEqual(changesOf(await stack.up(newer)), ["update addons-keda"]);

      const handedOver = program({ keda: existing, gatewayApi: existing });
      assert.deepEqual(changesOf(await stack.up(handedOver)), [
        "delete addons-gateway-api",
        "delete addons-gateway-api-definition",
        "delete addons-keda",
        "delete addons-keda-namespace",
      ]);

      const steps = summarize(await stack.destroy());
      assert.deepEqual([steps[0], await stack.exportState()], ["delete tiny-release", []]);
    });
    const deleted = providers.kubernetes.calls
      .filter(({ method }) => method === "delete")
      .map(({ name }) => name);
    assert.deepEqual(deleted.toSorted(), [
      "addons-efa-device-plugin",
      "addons-keda",
      "addons-keda-namespace",
      "addons-leader-worker-set",
      "addons-leader-worker-set-namespace",
      "addons-nvidia-device-plugin",
      "addons-prometheus-operator",
      "tiny-release",
    ]);
  });

  it("are refused in the preview, with nothing made", async () => {
    const providers = await serveRecordingProviders({});
    const gke = async () =>
      void new ClusterAddons("addons", { provider: ClusterProvider.gke, gatewayApi: install });
    await withStack({ program: gke, providers }, (stack) =>
      assert.rejects(stack.preview(), {
        message: /gatewayApi: "install"; GKE installs these definitions/,
      }),
    );
    assert.deepEqual(providers.kubernetes.calls, []);
  });
});
