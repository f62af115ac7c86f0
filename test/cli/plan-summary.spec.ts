import assert from "node:assert/strict";
import { renderPlan, renderRollouts } from "../../cli/plan-summary";
import { planEnvironment } from "../../plan/environment";
import {
  engineSettings,
  environmentSpec,
  modelServiceSpec,
  nodePoolRef,
  pairSpec,
  requireValue,
} from "../support/specs";

const nodePool = nodePoolRef({ maxSize: 2, labels: { pool: "b200" } });
const spare = nodePoolRef({ name: "spare", labels: { pool: "spare" }, zone: "us-east-1a" });
const whole = { parallelism: { tensor: 8 }, resources: { cpu: "32", memory: "1Ti" } };

const plan = requireValue(
  planEnvironment(
    environmentSpec({
      nodePools: { b200: nodePool, spare },
      models: {
        pair: pairSpec({ nodePool, roles: { prefill: whole, decode: whole } }),
        tiny: modelServiceSpec({
          nodePool: spare,
          roles: {
            both: {
              parallelism: { workers: 2, tensor: 2 },
              resources: { cpu: "1", memory: "32Gi" },
            },
          },
        }),
      },
    }),
  ),
);

describe("renderPlan", () => {
  it("has a row for each role, and calls servers that do everything by their model", () => {
    const cells = renderPlan(plan, { pair: 3, tiny: 12 })
      .split("\n")
      .map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(
      cells.map(([model, release, , pods, each, nodes]) => [model, release, pods, each, nodes]),
      [
        ["MODEL", "RELEASE", "PODS", "EACH", "NODES"],
        ["pair (prefill)", "3", "1", "8 x B200, 32 CPU, 1Ti", "b200: up to 2 x p6-b200.48xlarge"],
        ["pair (decode)", "3", "1", "8 x B200, 32 CPU, 1Ti", "b200: up to 2 x p6-b200.48xlarge"],
        ["tiny", "12", "2", "1 x B200, 1 CPU, 32Gi", "spare: p6-b200.48xlarge"],
      ],
    );
  });
});

describe("renderPlan, of a model whose dimensions are known", () => {
  const memoryOf = (instanceType: string, allowUnproven?: string) => {
    const known = requireValue(
      planEnvironment(
        environmentSpec({
          nodePools: {},
          models: {
            deepseek: modelServiceSpec({
              model: { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" } },
              nodePool: { name: "pool", instanceType },
              roles: { both: { parallelism: { tensor: 8 } } },
              ...(allowUnproven === undefined ? {} : { allowUnproven }),
            }),
          },
        }),
      ),
    );
    const [, row = ""] = renderPlan(known, {}).split("\n");
    return row.trim().split(/ {2,}/).at(-1);
  };

  it("says what each device holds", () => {
    assert.equal(memoryOf("p6-b200.48xlarge"), "79 GiB weights, 79 GiB cache: 1206000 tokens");
  });
  it("says what tiers of the cache leave of the pod", () => {
    const engine = engineSettings({ kvCache: { tiers: { memory: "50%" } } });
    const roles = { both: { resources: { cpu: "1", memory: "234Gi" } } };
    const models = { tiny: modelServiceSpec({ engine, nodePool: spare, roles }) };
    const tiers = requireValue(planEnvironment(environmentSpec({ nodePools: {}, models })));
    const [, row = ""] = renderPlan(tiers, {}).split("\n");
    assert.equal(
      row.trim().split(/ {2,}/).at(-1),
      "not computed; of the pod 20 GiB shared memory, 14 GiB engine, 100 GiB cache tier, 100 GiB left over",
    );
  });
  it("says that what is let through is not proved", () => {
    assert.equal(
      memoryOf("p5.48xlarge", "measured"),
      "79 GiB weights, -12 GiB cache: 0 tokens, unproven",
    );
  });
});

describe("renderRollouts", () => {
  it("says of each role of the named models what a change costs", () => {
    assert.deepEqual(renderRollouts(plan, ["pair", "tiny", "gone"]).split("\n"), [
      "  pair (prefill): a change restarts prefill: no spare node, down until the new pod is ready",
      "  pair (decode): a change restarts decode: no spare node, down until the new pod is ready",
      "  tiny: a change restarts the model: no spare node, down until the new pod is ready",
    ]);
  });
});
