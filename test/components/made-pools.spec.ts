import assert from "node:assert/strict";
import { createEnvironment } from "../../stacks/program";
import { useKubeconfig } from "../support/kubeconfig";
import { changeLocalConfig, toPulumiConfig } from "../support/local-stack";
import { requireResource, runWithMocks } from "../support/mocks";

/** The local stack, with the pool of one model made in place of the one that it describes. */
const CONFIG = {
  "nodePools.deepseek": undefined,
  eks: {
    region: "us-east-1",
    clusterName: "serving",
    nodeRoleArn: "arn:aws:iam::000000000000:role/node",
    clusterSecurityGroupId: "sg-1",
    vpcId: "vpc-1",
    subnets: { "us-east-1a": "subnet-a", "us-east-1b": "subnet-b" },
    nodePools: {
      deepseek: { instanceType: "p6-b200.48xlarge", availabilityZone: "us-east-1b" },
      spare: { kind: "efa", instanceType: "p5.48xlarge", availabilityZone: "us-east-1a" },
      anywhere: { instanceType: "g6.xlarge" },
    },
  },
};

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const URN = "urn:pulumi:test::llm-serving::";

describe("the program of the stacks, with pools that it makes", () => {
  useKubeconfig();

  async function run() {
    const config = toPulumiConfig(changeLocalConfig(CONFIG));
    const { resources } = await runWithMocks(createEnvironment, {
      config,
      outputs: ({ type }) => (type === GROUP ? {} : { latestVersion: 1 }),
    });
    return resources;
  }

  it("makes each in the subnets of its zone, or of all zones where it names none", async () => {
    const resources = await run();
    const subnets = ["deepseek", "spare", "anywhere"].map(
      (name) => requireResource(resources, GROUP, `${name}-node-group`).inputs.subnetIds,
    );
    assert.deepEqual(subnets, [["subnet-b"], ["subnet-a"], ["subnet-a", "subnet-b"]]);
  });

  it("makes all of AWS through one provider of the region, in the account of the role alone", async () => {
    const resources = await run();
    const provider = `${URN}pulumi:providers:aws::aws::aws-id`;
    const { inputs } = requireResource(resources, "pulumi:providers:aws");
    assert.deepEqual(
      [
        [inputs.region, inputs.allowedAccountIds],
        resources
          .filter(({ type, options }) => /^aws:/.test(type) && options.provider !== provider)
          .map(({ name }) => name),
      ],
      [["us-east-1", '["000000000000"]'], []],
    );
  });

  it("starts a model only when its pool is there", async () => {
    const resources = await run();
    const { options } = requireResource(
      resources,
      "kubernetes:helm.sh/v3:Release",
      "deepseek-v3-1-release",
    );
    const names = (options.dependencies ?? []).map((urn) => urn.split("::").at(-1));
    assert.deepEqual(
      ["deepseek-node-group", "spare-node-group"].map((name) => names.includes(name)),
      [true, false],
    );
  });
});
