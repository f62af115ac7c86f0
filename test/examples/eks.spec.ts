import assert from "node:assert/strict";
import { resolve } from "node:path";
import { eksBehaviour } from "../support/eks-behaviour";
import { serveRecordingProviders, withStack } from "../support/engine";
import { summarize } from "../support/engine-outcome";
import { requireTools } from "../support/tools";

const CONFIG = {
  "llm-serving:clusterName": "serving",
  "llm-serving:subnetIds": '["subnet-a"]',
  "llm-serving:subnetId": "subnet-a",
  "llm-serving:vpcId": "vpc-1",
  "llm-serving:nodeRoleArn": "arn:aws:iam::000000000000:role/node",
  "llm-serving:clusterSecurityGroupId": "sg-cluster",
};

/** What each example makes, and what its release waits for. */
const EXAMPLES = {
  "deepseek-eks": {
    created: [
      ...["b200", "b200-launch-template", "b200-node-group"],
      ...["deepseek-v3-1", "deepseek-v3-1-disruption-budget", "deepseek-v3-1-release"],
      ...["llm", "weights", "weights-claim"],
    ],
    release: "deepseek-v3-1-release",
    before: ["b200-node-group", "weights-claim"],
  },
  "prefill-decode-efa": {
    created: [
      ...["decode", "decode-efa", "decode-efa-egress", "decode-efa-ingress"],
      ...["decode-launch-template", "decode-node-group", "decode-placement-group"],
      ...["prefill", "prefill-launch-template", "prefill-node-group", "prefill-placement-group"],
      ...["qwen3-32b", "qwen3-32b-decode-disruption-budget"],
      ...["qwen3-32b-prefill-disruption-budget", "qwen3-32b-release"],
    ],
    release: "qwen3-32b-release",
    before: ["decode-node-group", "prefill-node-group"],
  },
} as const;

describe("examples on EKS", () => {
  before(async function () {
    await requireTools(this, ["pulumi"]);
  });

  for (const [name, { created, release, before: earlier }] of Object.entries(EXAMPLES)) {
    it(`makes what ${name} describes, nodes before the models that run on them`, async () => {
      const path = resolve(__dirname, `../../examples/${name}/index.ts`);
      const program = async () => {
        delete require.cache[path];
        require(path);
      };
      const providers = await serveRecordingProviders({ aws: { types: eksBehaviour() } });
      const options = { program, providers, config: CONFIG };
      const steps = await withStack(options, async (stack) => summarize(await stack.up()));
      const place = (resource: string) => steps.indexOf(`create ${resource}`);
      assert.deepEqual(
        [steps.toSorted(), earlier.filter((each) => place(each) > place(release))],
        [created.map((each) => `create ${each}`), []],
      );
    });
  }
});
