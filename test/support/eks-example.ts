import assert from "node:assert/strict";
import { resolve } from "node:path";
import { eksBehaviour } from "./eks-behaviour";
import { serveRecordingProviders, withStack } from "./engine";
import { summarize } from "./engine-outcome";
import { requireTools } from "./tools";

const CONFIG = {
  "llm-serving:clusterName": "serving",
  "llm-serving:subnetIds": '["subnet-a"]',
  "llm-serving:subnetId": "subnet-a",
  "llm-serving:vpcId": "vpc-1",
  "llm-serving:nodeRoleArn": "arn:aws:iam::000000000000:role/node",
  "llm-serving:clusterSecurityGroupId": "sg-cluster",
};

/** What an example makes on a cluster of EKS. */
export interface EksExample {
  /** Names of all resources, in any order. */
  readonly created: readonly string[];
  readonly release: string;
  /** What the release waits for. */
  readonly before: readonly string[];
}

/** Runs an example on the real engine, with a cloud that records. */
export function describeEksExample(name: string, example: EksExample): void {
  const { created, release, before: earlier } = example;
  describe(`examples/${name}`, () => {
    before(async function () {
      await requireTools(this, ["pulumi"]);
    });

    it("makes what it describes, nodes before the model that runs on them", async () => {
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
  });
}
