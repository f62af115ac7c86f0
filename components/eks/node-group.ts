import { Tag } from "@pulumi/aws/autoscaling/tag";
import type { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import { NodeGroup } from "@pulumi/aws/eks/nodeGroup";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import { CapacityType } from "../../plan/eks-capacity";
import type { EksGpuNodePoolPlan } from "../../plan/eks-gpu-node-pool";
import type { NodeTaint, TaintEffect } from "../../plan/node-pool-ref";
import { childName, childOptions } from "../child";

/** What a node group is wired to. */
export interface NodeGroupWiring {
  readonly clusterName: Input<string>;
  readonly nodeRoleArn: Input<string>;
  readonly subnetIds: Input<string>[];
  readonly tags?: Record<string, Input<string>>;
}

export function createNodeGroup(
  parent: ComponentResource,
  name: string,
  plan: EksGpuNodePoolPlan,
  { clusterName, nodeRoleArn, subnetIds, tags }: NodeGroupWiring,
  launchTemplate: LaunchTemplate,
  dependsOn: readonly Resource[] = [],
): NodeGroup {
  const { capacity, machine } = plan;
  const { minSize, maxSize, desiredSize } = capacity;
  return new NodeGroup(
    childName(name, "node-group"),
    {
      clusterName,
      nodeRoleArn,
      subnetIds,
      amiType: machine.image.amiType,
      ...(plan.releaseVersion === undefined ? {} : { releaseVersion: plan.releaseVersion }),
      capacityType: EKS_CAPACITY_TYPES[capacity.capacityType],
      ...(capacity.capacityType === CapacityType.capacityBlock
        ? {}
        : { instanceTypes: [machine.row.name] }),
      launchTemplate: {
        id: launchTemplate.id,
        version: launchTemplate.latestVersion.apply((version) => String(version)),
      },
      scalingConfig: { minSize, maxSize, desiredSize },
      updateConfig: {
        maxUnavailable: 1,
        // By default EKS starts new machines before it ends old ones, and a reservation has none to spare.
        updateStrategy: capacity.deletesFirst ? "MINIMAL" : "DEFAULT",
      },
      labels: { ...plan.nodeLabels },
      taints: plan.taints.map(toEksTaint),
      ...(tags === undefined ? {} : { tags }),
    },
    childOptions(parent, dependsOn, {
      deleteBeforeReplace: capacity.deletesFirst,
      ...(capacity.ignoresDesiredSize ? { ignoreChanges: ["scalingConfig.desiredSize"] } : {}),
    }),
  );
}

/** The group that EKS makes for the nodes is not ours to make, so what it lacks is added to it. */
export function createScaleFromZeroTags(
  parent: ComponentResource,
  name: string,
  plan: EksGpuNodePoolPlan,
  nodeGroup: NodeGroup,
): void {
  for (const { name: key, ...tag } of plan.scaleFromZeroTags) {
    new Tag(
      childName(name, `scale-from-zero-${key}`),
      {
        autoscalingGroupName: nodeGroup.resources.apply(requireGroupName),
        tag: { ...tag, propagateAtLaunch: false },
      },
      childOptions(parent, []),
    );
  }
}

function requireGroupName(resources: NodeGroupResources): string {
  const name = resources[0]?.autoscalingGroups?.[0]?.name;
  if (name === undefined) throw new Error("EKS names no Auto Scaling group of the node group");
  return name;
}

type NodeGroupResources = readonly {
  readonly autoscalingGroups?: readonly { readonly name?: string }[];
}[];

/** The spelling of the EKS API: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const EKS_CAPACITY_TYPES: Readonly<Record<CapacityType, string>> = {
  "on-demand": "ON_DEMAND",
  spot: "SPOT",
  "capacity-block": "CAPACITY_BLOCK",
};

const EKS_TAINT_EFFECTS: Readonly<Record<TaintEffect, string>> = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
};

function toEksTaint({ key, value, effect }: NodeTaint) {
  return { key, ...(value === undefined ? {} : { value }), effect: EKS_TAINT_EFFECTS[effect] };
}
