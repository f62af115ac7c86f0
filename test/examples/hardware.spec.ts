import assert from "node:assert/strict";
import { resolve } from "node:path";
import { withStack } from "../support/engine";
import { type Outcome, summarize } from "../support/engine-outcome";
import { readPath } from "../support/helm";
import { requireTools } from "../support/tools";

/** What an example on pools of nobody's cloud asks Helm for. */
interface Example {
  readonly name: string;
  readonly release: string;
  readonly roles: readonly string[];
  /** What is created besides the service and its release: budgets of servers of which there are several. */
  readonly budgets: readonly string[];
  readonly image: string;
  readonly accelerator: string;
  /** Of each role that is made, prefill first. */
  readonly limits: readonly object[];
}

const EXAMPLES: readonly Example[] = [
  {
    name: "amd",
    release: "qwen3-32b",
    roles: ["decode"],
    budgets: ["qwen3-32b-disruption-budget"],
    image: "vllm/vllm-openai-rocm:v0.30.0",
    accelerator: "amd",
    limits: [{ cpu: "16", memory: "100Gi", "amd.com/gpu": "2" }],
  },
  {
    name: "intel-xpu",
    release: "qwen3-8b",
    roles: ["prefill", "decode"],
    budgets: ["qwen3-8b-decode-disruption-budget", "qwen3-8b-prefill-disruption-budget"],
    image: "vllm/vllm-openai-xpu:v0.30.0",
    accelerator: "intel-xe",
    limits: [
      { cpu: "8", memory: "64Gi", "gpu.intel.com/xe": "1" },
      { cpu: "16", memory: "64Gi", "gpu.intel.com/xe": "2" },
    ],
  },
  {
    name: "intel-gaudi",
    release: "qwen3-8b",
    roles: ["decode"],
    budgets: [],
    image: "ghcr.io/llm-d/llm-d-hpu:v0.7.0",
    accelerator: "intel-gaudi",
    limits: [{ cpu: "16", memory: "96Gi", "habana.ai/gaudi": "1" }],
  },
  {
    name: "cpu",
    release: "qwen3-4b",
    roles: ["decode"],
    budgets: [],
    image: "vllm/vllm-openai-cpu:v0.30.0",
    accelerator: "cpu",
    limits: [{ cpu: "64", memory: "64Gi" }],
  },
];

async function deploy(name: string): Promise<Outcome> {
  const path = resolve(__dirname, `../../examples/${name}/index.ts`);
  const program = async () => {
    delete require.cache[path];
    require(path);
  };
  return withStack({ program }, (stack) => stack.up());
}

for (const { name, release, roles, budgets, image, accelerator, limits } of EXAMPLES) {
  describe(`examples/${name}`, () => {
    before(async function () {
      await requireTools(this, ["pulumi"]);
    });

    it("creates a release whose pods ask for the devices of their pool, on the real engine", async () => {
      const outcome = await deploy(name);
      const values = outcome.steps.find((step) => step.name === `${release}-release`)?.inputs
        .values as object;
      assert.deepEqual(
        [
          summarize(outcome).toSorted(),
          readPath(values, "accelerator.type"),
          roles.map((role) => readPath(values, `${role}.containers[0].image`)),
          roles.map((role) => readPath(values, `${role}.containers[0].resources.limits`)),
        ],
        [
          [release, `${release}-release`, ...budgets].map((each) => `create ${each}`).toSorted(),
          accelerator,
          roles.map(() => image),
          limits,
        ],
      );
    });
  });
}
