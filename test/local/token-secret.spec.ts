import assert from "node:assert/strict";
import { Provider } from "@pulumi/kubernetes/provider";
import { ModelService } from "../../components/model-service";
import type { EngineStack } from "../support/engine";
import { requireStep } from "../support/engine-outcome";
import { modelServiceSpec } from "../support/specs";
import { failure, useTestPlane, withProvider } from "./test-plane";

const PLANTED = "hf_PlantedTokenOfThisTest";

describe("the Secret with the token of the Hub, read in the preview", () => {
  const testPlane = useTestPlane("token", ["pulumi", "helm"]);

  before(async () => {
    const { kubectl } = testPlane();
    await kubectl("create", "secret", "generic", "whole", `--from-literal=HF_TOKEN=${PLANTED}`);
    await kubectl("create", "secret", "generic", "other-key", `--from-literal=token=${PLANTED}`);
  });

  it("is refused where there is none", async () => {
    await preview("absent", async (stack) => {
      assert.match(await failure(stack.preview()), /'default\/absent' does not exist/);
    });
  });

  it("is refused where the token has another key, and the token is not shown", async () => {
    await preview("other-key", async (stack) => {
      const message = await failure(stack.preview());
      assert.match(
        message,
        /tokenSecretName: "other-key"; the Secret has no token under HF_TOKEN; put the token of the Hub under HF_TOKEN, or leave tokenSecretName out/,
      );
      assert.equal(message.includes(PLANTED), false);
    });
  });

  it("is taken by its name alone where it has one", async () => {
    await preview("whole", async (stack) => {
      const { inputs } = requireStep(await stack.preview(), "tiny-release");
      const values = JSON.stringify(inputs);
      assert.deepEqual(
        [values.includes('"authSecretName":"whole"'), values.includes(PLANTED)],
        [true, false],
      );
    });
  });

  function preview(
    tokenSecretName: string,
    body: (stack: EngineStack) => Promise<void>,
  ): Promise<void> {
    const program = async () => {
      const provider = new Provider("cluster", testPlane().access);
      const wiring = { namespace: "default", tokenSecretName, verifyTokenSecret: true };
      new ModelService("tiny", { ...modelServiceSpec(), ...wiring }, { providers: [provider] });
    };
    return withProvider(testPlane(), testPlane().tool("helm"), program, body);
  }
});
