import type { PropertyMap } from "../../local/provider/wire";
import type { TypeBehaviour } from "./recording-provider";

/**
 * What AWS and its provider know of the resources of a node pool on EKS: what cannot change in place, and what is
 * computed. https://github.com/hashicorp/terraform-provider-aws: internal/service/eks/node_group.go,
 * internal/service/ec2/ec2_launch_template.go, internal/service/autoscaling/tag.go (`ForceNew`).
 *
 * For one stack: every distinct content of a template is a version, as EC2 counts them.
 */
export function eksBehaviour(): Readonly<Record<string, TypeBehaviour>> {
  const versions: string[] = [];
  return {
    "aws:ec2/launchTemplate:LaunchTemplate": {
      id: ({ instanceType = "any" }) => `lt-${instanceType}`,
      outputs: (inputs) => {
        const content = JSON.stringify(inputs);
        if (!versions.includes(content)) versions.push(content);
        return { latestVersion: versions.indexOf(content) + 1 };
      },
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
}

/** A group with another machine is another group, and EKS makes another Auto Scaling group for it. */
function toMachine({ instanceTypes }: PropertyMap): string {
  return Array.isArray(instanceTypes) ? String(instanceTypes[0]) : "of-its-template";
}
