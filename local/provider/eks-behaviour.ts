import { createHash } from "node:crypto";
import type { TypeBehaviour } from "./recording-provider";
import type { PropertyMap } from "./wire";

/**
 * What AWS and its provider know of the resources of a node pool on EKS: what cannot change in place, and what is
 * computed. https://github.com/hashicorp/terraform-provider-aws: internal/service/eks/node_group.go,
 * internal/service/ec2/ec2_launch_template.go, internal/service/autoscaling/tag.go (`ForceNew`).
 */
export const EKS_BEHAVIOUR: Readonly<Record<string, TypeBehaviour>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": {
    id: ({ instanceType = "any" }) => `lt-${instanceType}`,
    outputs: (inputs) => ({ latestVersion: toVersion(inputs) }),
  },
  "aws:eks/nodeGroup:NodeGroup": {
    replaceOn: [
      ...["amiType", "capacityType", "clusterName", "instanceTypes", "nodeRoleArn"],
      ...["subnetIds", "launchTemplate.id"],
    ],
    outputs: (inputs, name) => ({
      nodeGroupName: name,
      resources: [{ autoscalingGroups: [{ name: `eks-${toMachine(inputs)}` }] }],
    }),
  },
  "aws:autoscaling/tag:Tag": { replaceOn: ["autoscalingGroupName", "tag.key"] },
  "aws:ec2/placementGroup:PlacementGroup": {
    replaceOn: ["name", "strategy"],
    outputs: (_, name) => ({ name }),
  },
};

/** EC2 counts versions. Nothing is remembered here from one run to the next, so a content is its own number. */
function toVersion(inputs: PropertyMap): number {
  return createHash("sha256").update(JSON.stringify(inputs)).digest().readUInt32BE();
}

/** A group with another machine is another group, and EKS makes another Auto Scaling group for it. */
function toMachine({ instanceTypes }: PropertyMap): string {
  return Array.isArray(instanceTypes) ? String(instanceTypes[0]) : "of-its-template";
}
