import assert from "node:assert/strict";
import { output } from "@pulumi/pulumi";
import { EksEfaNodePool } from "../../components/eks/eks-efa-node-pool";
import { EksGpuNodePool } from "../../components/eks/eks-gpu-node-pool";
import { findOrigins } from "../../components/ref-origin";
import {
  CAPACITY_BLOCK,
  eksEfaNodePoolArgs,
  eksEfaNodePoolSpec,
  eksGpuNodePoolArgs,
  RESERVATION,
} from "../support/eks-pools";
import {
  MODES,
  type RecordedResource,
  requireResource,
  resolveOutput,
  runWithMocks,
} from "../support/mocks";
import { anything } from "../support/specs";

const GROUP = "aws:eks/nodeGroup:NodeGroup";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const TAG = "aws:autoscaling/tag:Tag";

/** What EC2 and EKS answer that the components build on. */
function outputs({ type, name }: RecordedResource) {
  if (type === TEMPLATE) return { latestVersion: 3 };
  if (type === GROUP) {
    return { nodeGroupName: name, resources: [{ autoscalingGroups: [{ name: `asg-${name}` }] }] };
  }
  return {};
}

function namesOf(resources: readonly RecordedResource[]): string[] {
  return resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);
}

function optionsOf(resource: RecordedResource) {
  const { deleteBeforeReplace, ignoreChanges, replaceOnChanges } = resource.options;
  return { deleteBeforeReplace, ignoreChanges, replaceOnChanges };
}

describe("EksGpuNodePool", () => {
  for (const mode of MODES) {
    it(`makes a template and a group, and shows its reference (${mode})`, async () => {
      const { value, resources } = await runWithMocks(
        () => new EksGpuNodePool("gpu", eksGpuNodePoolArgs()),
        { mode, outputs },
      );
      assert.deepEqual(
        [namesOf(resources), value.ref.name, findOrigins([value.ref])],
        [
          ["EksGpuNodePool gpu", "LaunchTemplate gpu-launch-template", "NodeGroup gpu-node-group"],
          "gpu",
          [value],
        ],
      );
    });
  }

  it("wires the group to the newest version of its template", async () => {
    const { value, resources } = await runWithMocks(
      async () => {
        const pool = new EksGpuNodePool("gpu", eksGpuNodePoolArgs());
        return resolveOutput(pool.nodeGroupName);
      },
      { outputs },
    );
    const { inputs } = requireResource(resources, GROUP);
    assert.deepEqual(
      [inputs.launchTemplate, value],
      [{ id: "gpu-launch-template-id", version: "3" }, "gpu-node-group"],
    );
  });

  it("says in its outputs, and warns, that not all of the machine was read in a source", async () => {
    const verified = async (instanceType: string) => {
      const { value, warnings } = await runWithMocks(
        async () => {
          const pool = new EksGpuNodePool("gpu", eksGpuNodePoolArgs({ instanceType }));
          return resolveOutput(pool.isVerified);
        },
        { outputs },
      );
      return [value, warnings.length];
    };
    assert.deepEqual(
      [await verified("p5en.48xlarge"), await verified("p6e-gb200.36xlarge")],
      [
        [true, 0],
        [false, 1],
      ],
    );
  });

  it("tags the group that EKS makes, where the pool goes to zero", async () => {
    const { resources } = await runWithMocks(
      () => new EksGpuNodePool("gpu", eksGpuNodePoolArgs({ minSize: 0 })),
      { outputs },
    );
    const { name, inputs } = requireResource(resources, TAG);
    assert.deepEqual(
      [name, inputs],
      [
        "gpu-scale-from-zero-ephemeral-storage",
        {
          autoscalingGroupName: "asg-gpu-node-group",
          tag: {
            key: "k8s.io/cluster-autoscaler/node-template/resources/ephemeral-storage",
            value: "25479Gi",
            propagateAtLaunch: false,
          },
        },
      ],
    );
  });

  const orders = [
    {
      title: "leaves the order to the engine on demand",
      changes: {},
      group: { deleteBeforeReplace: false },
    },
    {
      title: "leaves the size to whoever scales, where that is wanted",
      changes: { ignoreScalingChanges: true },
      group: { deleteBeforeReplace: false, ignoreChanges: ["scalingConfig.desiredSize"] },
    },
    {
      title: "deletes first on a reservation",
      changes: RESERVATION,
      group: { deleteBeforeReplace: true },
    },
    {
      title:
        "deletes first on a Capacity Block, leaves its size alone, and replaces for another machine",
      changes: CAPACITY_BLOCK,
      group: { deleteBeforeReplace: true, ignoreChanges: ["scalingConfig.desiredSize"] },
      template: { replaceOnChanges: ["instanceType"] },
    },
  ];
  for (const { title, changes, group, template = {} } of orders) {
    it(title, async () => {
      const { resources } = await runWithMocks(
        () => new EksGpuNodePool("gpu", eksGpuNodePoolArgs(changes)),
        { outputs },
      );
      const none = {
        deleteBeforeReplace: undefined,
        ignoreChanges: undefined,
        replaceOnChanges: undefined,
      };
      assert.deepEqual(
        [TEMPLATE, GROUP].map((type) => optionsOf(requireResource(resources, type))),
        [
          { ...none, ...template },
          { ...none, ...group },
        ],
      );
    });
  }

  it("refuses with every reason at once, before the first child", async () => {
    const { value, resources } = await runWithMocks(() => {
      try {
        return new EksGpuNodePool("gpu", anything(eksGpuNodePoolArgs({ maxSize: 0, minSize: -1 })));
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    });
    assert.deepEqual(
      [value, namesOf(resources)],
      [
        [
          "gpu cannot work as it is written:",
          "maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
          "minSize: -1; must be a whole number of 0 or more; write 0 or more, or leave it out",
        ].join("\n"),
        ["EksGpuNodePool gpu"],
      ],
    );
  });
});

/** What is said of a pool that is refused, and what was registered before. */
async function refuse(create: () => unknown) {
  const { value, resources } = await runWithMocks(() => {
    try {
      return create();
    } catch (error) {
      return error instanceof Error ? error.message.split("\n").slice(1) : error;
    }
  });
  return [value, namesOf(resources)];
}

describe("the wiring of a pool on EKS", () => {
  it("is refused together with the plan, before the first child", async () => {
    const wrong = { clusterName: undefined, nodeRoleArn: "", subnetIds: "subnet-a", maxSize: 0 };
    const tags = { team: 7, owner: output("ops") };
    const args = { ...eksGpuNodePoolArgs(), ...wrong, clusterSecurityGroupId: 7, tags };
    assert.deepEqual(await refuse(() => new EksGpuNodePool("gpu", anything(args))), [
      [
        "clusterName: absent; must be a text that is not empty; write it",
        'clusterSecurityGroupId: 7; must be a text that is not empty; quote it: "7"',
        "maxSize: 0; must be a whole number of 1 or more; write 1 or more, or leave it out",
        'nodeRoleArn: ""; must be a text that is not empty; write it',
        'subnetIds: "subnet-a"; must be a list of subnets; write for example ["subnet-0123456789abcdef0"]',
        'tags.team: 7; must be a text; quote it: "7"',
      ],
      ["EksGpuNodePool gpu"],
    ]);
  });

  it("needs the network too in a pool with EFA", async () => {
    const args = { ...eksEfaNodePoolSpec(), efaSecurityGroupId: "" };
    assert.deepEqual(await refuse(() => new EksEfaNodePool("efa", anything(args))), [
      [
        "clusterName: absent; must be a text that is not empty; write it",
        "clusterSecurityGroupId: absent; must be a text that is not empty; write it",
        'efaSecurityGroupId: ""; must be a text that is not empty; write the word, or leave it out',
        "nodeRoleArn: absent; must be a text that is not empty; write it",
        "subnetId: absent; must be a text that is not empty; write it",
        "vpcId: absent; must be a text that is not empty; write it",
      ],
      ["EksEfaNodePool efa"],
    ]);
  });

  it("is told once where a list of subnets is empty, has a blank, or stands for the one", async () => {
    const { subnetId, ...efa } = eksEfaNodePoolArgs();
    const refusals = [
      await refuse(() => new EksGpuNodePool("gpu", eksGpuNodePoolArgs({ subnetIds: [] }))),
      await refuse(() => new EksGpuNodePool("gpu", eksGpuNodePoolArgs({ subnetIds: ["a", ""] }))),
      await refuse(() => new EksEfaNodePool("efa", anything({ ...efa, subnetIds: [subnetId] }))),
    ];
    assert.deepEqual(
      refusals.map(([lines]) => lines),
      [
        ["subnetIds: []; nodes need a subnet; name one or more subnets of the cluster's network"],
        ['subnetIds[1]: ""; must be a text that is not empty; write the word, or leave it out'],
        ['subnetIds: ["subnet-a"]; is not a known key; did you mean subnetId?'],
      ],
    );
  });

  it("may be known only later, each text and the whole list", async () => {
    const later = <T>(value: T) => output(Promise.resolve(value));
    const wiring = {
      clusterName: later("serving"),
      nodeRoleArn: later("arn:aws:iam::000000000000:role/node"),
      tags: { team: later("a") },
    };
    const { resources } = await runWithMocks(
      () => {
        const subnetIds = anything<string[]>(later(["subnet-a"]));
        return new EksGpuNodePool("gpu", eksGpuNodePoolArgs({ ...wiring, subnetIds }));
      },
      { outputs },
    );
    const { inputs } = requireResource(resources, GROUP);
    assert.deepEqual(
      [inputs.clusterName, inputs.subnetIds, inputs.tags],
      ["serving", ["subnet-a"], { team: "a" }],
    );
  });
});

describe("EksEfaNodePool", () => {
  it("makes what EFA needs around the group, and exactly that", async () => {
    const { resources } = await runWithMocks(
      () => new EksEfaNodePool("efa", eksEfaNodePoolArgs({ minSize: 0 })),
      { outputs },
    );
    assert.deepEqual(namesOf(resources).toSorted(), [
      "EksEfaNodePool efa",
      "LaunchTemplate efa-launch-template",
      "NodeGroup efa-node-group",
      "PlacementGroup efa-placement-group",
      "SecurityGroup efa-efa",
      "SecurityGroupEgressRule efa-efa-egress",
      "SecurityGroupIngressRule efa-efa-ingress",
      "Tag efa-scale-from-zero-efa",
      "Tag efa-scale-from-zero-ephemeral-storage",
      "Tag efa-scale-from-zero-huge-pages",
    ]);
  });

  it("starts nodes only when they can reach each other", async () => {
    const { resources } = await runWithMocks(
      () => new EksEfaNodePool("efa", eksEfaNodePoolArgs()),
      { outputs },
    );
    const { dependencies = [] } = requireResource(resources, GROUP).options;
    assert.deepEqual(dependencies.map((urn) => urn.split("::").at(-1)).toSorted(), [
      "efa-efa-egress",
      "efa-efa-ingress",
      "efa-launch-template",
    ]);
  });

  it("opens its security group to itself and to nothing else", async () => {
    const { resources } = await runWithMocks(
      () => new EksEfaNodePool("efa", eksEfaNodePoolArgs()),
      { outputs },
    );
    const rules = ["Ingress", "Egress"].map(
      (direction) =>
        requireResource(
          resources,
          `aws:vpc/securityGroup${direction}Rule:SecurityGroup${direction}Rule`,
        ).inputs,
    );
    const withItself = {
      securityGroupId: "efa-efa-id",
      referencedSecurityGroupId: "efa-efa-id",
      ipProtocol: "-1",
    };
    const group = requireResource(resources, "aws:ec2/securityGroup:SecurityGroup");
    assert.deepEqual(
      [group.inputs, ...rules],
      [
        { description: "EFA between the nodes of efa", vpcId: "vpc-1" },
        { ...withItself, description: "EFA from nodes of the pool" },
        { ...withItself, description: "EFA to nodes of the pool" },
      ],
    );
  });

  it("takes the security group of another pool instead of making one", async () => {
    const { value, resources } = await runWithMocks(
      async () => {
        const args = eksEfaNodePoolArgs({ efaSecurityGroupId: "sg-other" });
        return resolveOutput(new EksEfaNodePool("efa", args).securityGroupId);
      },
      { outputs },
    );
    const { networkInterfaces } = requireResource(resources, TEMPLATE).inputs;
    assert(Array.isArray(networkInterfaces));
    assert.deepEqual(
      [
        value,
        networkInterfaces.map(
          (each) => anything<{ securityGroups: string[] }>(each).securityGroups,
        )[16],
        namesOf(resources).filter((name) => name.includes("SecurityGroup")),
      ],
      ["sg-other", ["sg-cluster", "sg-other"], []],
    );
  });

  const groups = [
    ["makes a placement group", {}, { groupName: "made" }, "made"],
    ["takes the one that is named", { placementGroupName: "mine" }, { groupName: "mine" }, "mine"],
    ["is in none on a reservation", RESERVATION, undefined, ""],
  ] as const;
  for (const [title, changes, placement, name] of groups) {
    it(`${title}, and names it`, async () => {
      const { value, resources } = await runWithMocks(
        async () =>
          resolveOutput(new EksEfaNodePool("efa", eksEfaNodePoolArgs(changes)).placementGroupName),
        {
          outputs: (resource) =>
            resource.type.endsWith("PlacementGroup") ? { name: "made" } : outputs(resource),
        },
      );
      const template = requireResource(resources, TEMPLATE);
      assert.deepEqual([template.inputs.placement, value], [placement, name]);
    });
  }
});
