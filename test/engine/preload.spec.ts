import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { KINDS } from "../../local/provider/kinds";
import { serveRecordingProviders, withStack } from "../support/engine";
import { requireStep, summarize } from "../support/engine-outcome";
import { modelServiceSpec, modelSettings, modelStorageSpec } from "../support/specs";
import { requireTools } from "../support/tools";

const JOB = "kubernetes:batch/v1:Job";

/** What cannot change in place, as on the local plane and with Pulumi's own plugin. */
const TYPES = Object.fromEntries(
  KINDS.map(({ group, kind, fixed }) => [
    `kubernetes:${group === "" ? "core" : group}/v1:${kind}`,
    { replaceOn: ["metadata.name", "metadata.namespace", ...fixed] },
  ]),
);

const FIRST = "0".repeat(40);
const SECOND = "1".repeat(40);

/** A claim that is filled, and the model in it. */
function serve(revision: string, tokenSecretName = "hf-token"): PulumiFn {
  return async () => {
    const preload = { model: "acme/tiny", revision, tokenSecretName };
    const spec = modelStorageSpec({ preload });
    const { ref: storage } = new ModelStorage("weights", { ...spec, namespace: "llm" });
    const model = modelSettings({ id: "acme/tiny", storage });
    new ModelService("tiny", { ...modelServiceSpec({ model }), namespace: "llm" });
  };
}

describe("a preload, from the first run to the last", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  it("comes between the claim and the model, once for each revision", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    await withStack({ program: serve(FIRST), providers }, async (stack) => {
      const first = summarize(await stack.up()).filter((step) =>
        /-(?:claim|preload|release)$/.test(step),
      );
      assert.deepEqual(first, [
        "create weights-claim",
        "create weights-preload",
        "create tiny-release",
      ]);
      assert.deepEqual(changesOf(summarize(await stack.up())), []);
      const second = await stack.up(serve(SECOND));
      assert.deepEqual(changesOf(summarize(second)), [
        "delete-replaced weights-preload-script",
        "replace weights-preload-script",
        "create-replacement weights-preload-script",
        "delete-replaced weights-preload",
        "replace weights-preload",
        "create-replacement weights-preload",
        "update tiny-release",
      ]);
      await stack.destroy();
      assert.deepEqual(await stack.exportState(), []);
    });
  });

  it("is made anew by the next run when it has failed, though nothing was written otherwise", async () => {
    const providers = await serveRecordingProviders({ kubernetes: { types: TYPES } });
    await withStack({ program: serve(FIRST), providers }, async (stack) => {
      await stack.up();
      const resources = await stack.exportState();
      const initErrors = ["Job llm/weights-preload-00000000 is failed"];
      await stack.importState(
        resources.map((each) => (each.type === JOB ? { ...each, initErrors } : each)),
      );
      const next = await stack.up();
      assert.deepEqual(changesOf(summarize(next)), [
        "delete-replaced weights-preload",
        "replace weights-preload",
        "create-replacement weights-preload",
      ]);
      assert.deepEqual(requireStep(next, "weights-preload", "replace").replaceKeys, ["#initerror"]);
    });
  });
});

function changesOf(steps: readonly string[]): string[] {
  return steps.filter((step) => !step.startsWith("same "));
}
