import assert from "node:assert/strict";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { ModelService } from "../../components/model-service";
import { withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { modelServiceSpec } from "../support/specs";
import { requireTools } from "../support/tools";

/** Any number of models in one namespace, by key and number of replicas: two of them bring a disruption budget. */
function serve(models: Readonly<Record<string, number>>): PulumiFn {
  return async () => {
    for (const [key, replicas] of Object.entries(models)) {
      new ModelService(key, {
        ...modelServiceSpec({ roles: { both: { replicas } } }),
        namespace: "llm",
      });
    }
  };
}

describe("several models in one namespace", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  const five = { a: 1, b: 2, c: 1, d: 2, e: 1 };
  const cases = {
    "one is removed": { a: 1, c: 1, d: 2, e: 1 },
    "one is added in the middle": { a: 1, b: 2, "b-2": 2, c: 1, d: 2, e: 1 },
    "one is renamed": { a: 1, "b-new": 2, c: 1, d: 2, e: 1 },
    "they are written in another order": { e: 1, d: 2, c: 1, b: 2, a: 1 },
    "one gets another replica, and so a budget": { ...five, a: 2 },
  };

  it("leaves the others alone whatever happens to one", () =>
    withStack({ program: serve(five) }, async (stack) => {
      await stack.up();
      const touched: Record<string, string[]> = {};
      for (const [title, models] of Object.entries(cases)) {
        const steps = summarize(await stack.preview(serve(models)));
        touched[title] = steps.filter((step) => !step.startsWith("same ")).toSorted();
      }
      assert.deepEqual(touched, {
        "one is removed": ["delete b", "delete b-disruption-budget", "delete b-release"],
        "one is added in the middle": [
          ...["create b-2", "create b-2-disruption-budget", "create b-2-release"],
        ],
        "one is renamed": [
          ...["create b-new", "create b-new-disruption-budget", "create b-new-release"],
          ...["delete b", "delete b-disruption-budget", "delete b-release"],
        ],
        "they are written in another order": [],
        "one gets another replica, and so a budget": [
          ...["create a-disruption-budget", "update a-release"],
        ],
      });
    }));
});
