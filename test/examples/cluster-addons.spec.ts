import assert from "node:assert/strict";
import { deployEksExample, findLate } from "../support/eks-example";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

const ADDONS = [
  ...["efa-device-plugin", "gateway-api", "gateway-api-definition", "inference-extension"],
  ...["inference-extension-definition", "keda", "keda-namespace", "leader-worker-set"],
  ...["leader-worker-set-namespace", "nvidia-device-plugin"],
].map((key) => `addons-${key}`);

describe("examples/cluster-addons", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("creates the pools, then what runs on their nodes, and then the model", async () => {
    const outcome = await deployEksExample("cluster-addons");
    const plugins = ["addons-nvidia-device-plugin", "addons-efa-device-plugin"];
    const groups = ["b200-node-group", "h200-node-group"];
    assert.deepEqual(
      [
        summarize(outcome)
          .filter((step) => step.startsWith("create addons-"))
          .toSorted(),
        plugins.flatMap((plugin) => findLate(outcome, plugin, groups)),
        findLate(outcome, "deepseek-v3-1-release", ADDONS),
      ],
      [ADDONS.map((name) => `create ${name}`), [], []],
    );
  });
});
