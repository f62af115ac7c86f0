import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { textAt } from "../../local/provider/wire";
import { createEnvironment } from "../../stacks/program";
import type { Changes } from "../support/changed";
import { useKubeconfig } from "../support/kubeconfig";
import { changeLocalConfig, toPulumiConfig } from "../support/local-stack";
import { requireResource, runWithMocks } from "../support/mocks";

/** The local stack, with the pool of one model made on EKS in place of the one that it describes. */
const EKS = {
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

/** The same on GKE. */
const GKE = {
  "nodePools.deepseek": undefined,
  gke: {
    project: "example-llm",
    location: "us-central1",
    clusterName: "serving",
    nodeServiceAccount: "llm-node@example-llm.iam.gserviceaccount.com",
    nodePools: {
      deepseek: {
        machineType: "a4-highgpu-8g",
        zones: ["us-central1-b"],
        reservationName: "b200-serving",
      },
      spare: { machineType: "g2-standard-96", zones: ["us-central1-a", "us-central1-b"] },
      slices: {
        kind: "tpu",
        generation: "v6e",
        topology: "4x4",
        sliceCount: 2,
        zone: "us-central1-b",
      },
    },
  },
};

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const NODE_POOL = "gcp:container/nodePool:NodePool";
const URN = "urn:pulumi:test::llm-serving::";

describe("the program of the stacks, with pools that it makes", () => {
  useKubeconfig();

  async function run(changes: Changes) {
    const config = toPulumiConfig(changeLocalConfig(changes));
    const { resources } = await runWithMocks(createEnvironment, {
      config,
      outputs: ({ type }) => (type === GROUP ? {} : { latestVersion: 1 }),
    });
    return resources;
  }

  it("makes each in the subnets of its zone, or of all zones where it names none", async () => {
    const resources = await run(EKS);
    const subnets = ["deepseek", "spare", "anywhere"].map(
      (name) => requireResource(resources, GROUP, `${name}-node-group`).inputs.subnetIds,
    );
    assert.deepEqual(subnets, [["subnet-b"], ["subnet-a"], ["subnet-a", "subnet-b"]]);
  });

  it("makes all of AWS through one provider of the region, in the account of the role alone", async () => {
    const resources = await run(EKS);
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
    const resources = await run(EKS);
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

  it("makes each on GKE in its zones, with the account of the nodes, a slice of several hosts as a node pool of its own", async () => {
    const resources = await run(GKE);
    const pools = resources.filter(({ type }) => type === NODE_POOL);
    const account = GKE.gke.nodeServiceAccount;
    assert.deepEqual(
      pools.map(({ name, inputs }) => [
        ...[name, inputs.cluster, inputs.location, inputs.nodeLocations],
        textAt(inputs, "nodeConfig", "serviceAccount"),
      ]),
      [
        ["deepseek-pool", "serving", "us-central1", ["us-central1-b"], account],
        ["spare-pool", "serving", "us-central1", ["us-central1-a", "us-central1-b"], account],
        ["slices-slice-1", "serving", "us-central1", ["us-central1-b"], account],
        ["slices-slice-2", "serving", "us-central1", ["us-central1-b"], account],
      ],
    );
  });

  it("makes all of Google Cloud through one provider of the project", async () => {
    const resources = await run(GKE);
    const provider = `${URN}pulumi:providers:gcp::gcp::gcp-id`;
    const { inputs } = requireResource(resources, "pulumi:providers:gcp");
    const made = resources.filter(({ type }) => /^gcp:/.test(type));
    assert.deepEqual(
      [
        inputs.project,
        [...new Set(made.map((each) => each.inputs.project))],
        made.filter(({ options }) => options.provider !== provider).map(({ name }) => name),
      ],
      ["example-llm", ["example-llm"], []],
    );
  });

  it("starts a model on GKE only when its pool is there", async () => {
    const resources = await run(GKE);
    const { options } = requireResource(
      resources,
      "kubernetes:helm.sh/v3:Release",
      "deepseek-v3-1-release",
    );
    const names = (options.dependencies ?? []).map((urn) => urn.split("::").at(-1));
    assert.deepEqual(
      ["deepseek-pool", "spare-pool"].map((name) => names.includes(name)),
      [true, false],
    );
  });

  it("loads the SDK of a cloud only where it makes pools in it", () => {
    const { stdout } = spawnSync(process.execPath, ["-e", LIST_LOADED_CLOUDS], {
      encoding: "utf8",
    });
    assert.deepEqual(JSON.parse(stdout), { program: [], withPoolsOnGke: ["gcp"] });
  });
});

/** In a process of its own: other tests of this one have loaded both. */
const LIST_LOADED_CLOUDS = `require("ts-node/register/transpile-only");
const list = () => ["aws", "gcp"].filter((cloud) =>
  Object.keys(require.cache).some((path) => path.includes("/@pulumi/" + cloud + "/")));
require("./stacks/program");
const program = list();
require("./stacks/gke-node-pools");
console.log(JSON.stringify({ program, withPoolsOnGke: list() }));`;
