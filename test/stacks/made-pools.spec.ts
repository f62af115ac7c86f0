import assert from "node:assert/strict";
import fc from "fast-check";
import { toScheduling } from "../../plan/scheduling";
import { toEnvironment } from "../../stacks/environment";
import { type Changes, changePlaces } from "../support/changed";
import { linesOf, requireValue } from "../support/specs";
import { readConfig } from "../support/stack-files";

const POOL = "eks.nodePools.deepseek";
const GKE_POOL = "gke.nodePools.deepseek";

/** The stack `dev`, whose pools the program makes on EKS, with places changed. */
function change(changes: Changes) {
  return toEnvironment(changePlaces(readConfig("dev"), changes));
}

/** The stack `prod-gke`, whose pools it makes on GKE. What is wrong with them is in test/golden/refusals/configuration-gke.yaml. */
function changeGke(changes: Changes) {
  return toEnvironment(changePlaces(readConfig("prod-gke"), changes));
}

describe("pools that a stack makes", () => {
  it("are what its models run on, beside the pools that the cluster has", () => {
    const { plan, madePools } = requireValue(
      change({
        [`${POOL}.kind`]: "efa",
        "nodePools.spare": { instanceType: "p5.48xlarge" },
      }),
    );
    const [role] = plan.models["deepseek-v3-1"]?.roles ?? [];
    assert(role !== undefined);
    assert.deepEqual(
      {
        kinds: [...(madePools?.pools.values() ?? [])].map(({ kind }) => kind),
        pools: Object.keys(plan.nodePools),
        efaDevices: role.pool.efaDevicesPerNode,
        selector: toScheduling(role.pool).nodeSelector,
      },
      {
        kinds: ["efa", "gpu"],
        pools: ["spare", "deepseek", "qwen"],
        efaDevices: 8,
        selector: { "llmd/node-pool": "deepseek" },
      },
    );
  });

  it("are of one cloud, with the settings of its section", () => {
    const { plan, madePools } = requireValue(
      changeGke({ "nodePools.spare": { machineType: "a3-ultragpu-8g" } }),
    );
    const slice = plan.nodePools["qwen3-32b"];
    assert(madePools !== undefined && slice !== undefined);
    assert.deepEqual(
      {
        cloud: [madePools.cloud, madePools.settings.clusterName],
        kinds: [...madePools.pools].map(([name, { kind }]) => `${name} ${kind}`),
        pools: Object.keys(plan.nodePools),
        selector: toScheduling(slice).nodeSelector,
      },
      {
        cloud: ["gke", "llm-prod"],
        kinds: ["deepseek gpu", "qwen gpu", "qwen3-32b tpu"],
        pools: ["spare", "deepseek", "qwen", "qwen3-32b"],
        selector: {
          "cloud.google.com/gke-tpu-accelerator": "tpu-v6e-slice",
          "cloud.google.com/gke-tpu-topology": "2x4",
          "llmd/node-pool": "qwen3-32b",
        },
      },
    );
  });

  const mistakes: readonly (readonly [what: string, changes: Changes, lines: readonly string[]])[] =
    [
      [
        "a kind that there is not",
        { [`${POOL}.kind`]: "tpu" },
        [`${POOL}.kind: "tpu"; must be one of gpu, efa; did you mean gpu?`],
      ],
      [
        "what a pool refuses, at its place",
        { [`${POOL}.maxSize`]: 0, [`${POOL}.labels`]: { "eks.amazonaws.com/nodegroup": "a" } },
        [
          `${POOL}.labels.eks.amazonaws.com/nodegroup: "a"; is set by EKS; leave it out, or use a key of your own`,
          `${POOL}.maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out`,
        ],
      ],
      [
        "what a stack says once for all its pools",
        { [`${POOL}.clusterName`]: "other", [`${POOL}.subnetIds`]: ["subnet-1"] },
        [
          `${POOL}.clusterName: "other"; is the same for all pools of a stack; write it under eks, subnets by zone`,
          `${POOL}.subnetIds: ["subnet-1"]; is the same for all pools of a stack; write it under eks, subnets by zone`,
        ],
      ],
      [
        "a role that is no ARN with an account",
        { "eks.nodeRoleArn": "arn:aws:iam::1:role/node" },
        [
          'eks.nodeRoleArn: "arn:aws:iam::1:role/node"; must match pattern "^arn:aws[a-z-]*:iam::[0-9]{12}:role/."; write: ARN of the role of the nodes, such as arn:aws:iam::123456789012:role/node; credentials of another account are refused',
        ],
      ],
      [
        "a context that aws has written for another cluster",
        { "cluster.context": "arn:aws:eks:us-west-2:000000000000:cluster/llm-dev" },
        [
          'eks.region: "us-east-1"; the context arn:aws:eks:us-west-2:000000000000:cluster/llm-dev says us-west-2; correct one of the two',
        ],
      ],
      [
        "a zone without a subnet",
        { [`${POOL}.availabilityZone`]: "us-east-1b" },
        [
          `${POOL}.availabilityZone: "us-east-1b"; eks.subnets has subnets in us-east-1a; use one of them, or write a subnet of this zone`,
        ],
      ],
      [
        "a name that a pool of the cluster has",
        { "nodePools.deepseek": { instanceType: "p6-b200.48xlarge" } },
        [
          `${POOL}: "deepseek"; is the name of a pool under nodePools too; give each its own name, or leave the description out`,
        ],
      ],
      [
        "a machine with other devices than the release is proved on",
        { [`${POOL}.instanceType`]: "p5en.48xlarge" },
        [
          'models.deepseek-v3-1.nodePool: "deepseek"; its p5en.48xlarge has H200, and release 1 is proved on B200; use a pool with B200, or make a release for this one',
        ],
      ],
      [
        "a cluster without a network",
        { "eks.vpcId": undefined },
        ["eks.vpcId: absent; is required; write it: Id of the cluster's network"],
      ],
      [
        "more replicas than the pool that is made has room for",
        { "models.deepseek-v3-1.replicas": 2 },
        [
          "models.deepseek-v3-1.replicas: 2; at its maximum of 1 x p6-b200.48xlarge the pool deepseek holds 1 such pods (8 devices, 32 CPU, 1024.00 GiB); use fewer replicas, smaller pods, or let the pool have more nodes",
        ],
      ],
    ];
  for (const [what, changes, lines] of mistakes) {
    it(`fail on ${what}`, () => assert.deepEqual(linesOf(change(changes)), lines));
  }

  it("give an environment or at least one reason, and never throw, whatever stands there", () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (section, pool) => {
        for (const changes of [{ eks: section }, { [POOL]: pool }, { "eks.nodePools": pool }]) {
          const result = change(changes);
          assert.ok(result.ok || result.issues.length > 0);
        }
        for (const changes of [{ gke: section }, { [GKE_POOL]: pool }, { "gke.nodePools": pool }]) {
          const result = changeGke(changes);
          assert.ok(result.ok || result.issues.length > 0);
        }
      }),
    );
  });
});
