import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { summarize } from "../support/engine-outcome";
import type { Helm } from "../support/helm";
import { requireTools, toolPath } from "../support/tools";
import {
  readBaseline,
  renderPodTemplates,
  type UpgradeBaseline,
  withOfflineStack,
} from "../support/upgrade-baseline";

/** What a user of the last release would find under Identity in the change log, or would have to. */
interface Breaks {
  /** Steps that replace or delete. */
  readonly steps: readonly string[];
  /** Deployments whose pods are exchanged. */
  readonly exchanged: readonly string[];
}

describe("the program of now, on a stack of the last release", () => {
  let helm: Helm;

  before(async function () {
    const tools = await requireTools(this, ["pulumi", "helm"]);
    helm = { name: "helm", path: toolPath(tools, "helm") };
  });

  it("replaces nothing, deletes nothing, and exchanges no pod", async () => {
    assert.deepEqual(await findBreaks(readBaseline()), { steps: [], exchanged: [] });
  });

  it("would not go unnoticed with a child of another name, or with other pods", async () => {
    const baseline = readBaseline();
    const renamed = JSON.stringify(baseline.resources).replaceAll("-claim", "-volume-claim");
    const config = { ...baseline.config, imageRegistryMirror: "mirror.example.org" };
    assert.deepEqual(await findBreaks({ ...baseline, resources: JSON.parse(renamed), config }), {
      steps: ["delete llm-model-volume-claim"],
      exchanged: ["Deployment ms-ds-v3-1-decode", "Deployment ms-qwen3-vl-235b-decode"],
    });
  });

  async function findBreaks({ config, resources, podTemplates }: UpgradeBaseline): Promise<Breaks> {
    const outcome = await withOfflineStack(config, async (stack) => {
      await stack.importState(resources);
      return stack.preview();
    });
    const now = await renderPodTemplates(helm, outcome);
    return {
      steps: summarize(outcome).filter((step) => !/^(same|create|update) /.test(step)),
      exchanged: Object.keys(podTemplates).filter(
        (name) => !isDeepStrictEqual(podTemplates[name], now[name]),
      ),
    };
  }
});
