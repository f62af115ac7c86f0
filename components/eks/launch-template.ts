import { LaunchTemplate } from "@pulumi/aws/ec2/launchTemplate";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import type { NetworkInterfacePlan } from "../../plan/efa-interfaces";
import { CapacityType } from "../../plan/eks-capacity";
import type { EksGpuNodePoolPlan } from "../../plan/eks-gpu-node-pool";
import { childName, childOptions } from "../child";

/** How the nodes of a pool stand in the network: with interfaces of our own, or with the one that EKS gives them. */
export interface NodeNetwork {
  /** Security groups of every interface. When absent, EKS gives nodes that of the cluster. */
  readonly securityGroupIds?: Input<string>[];
  /** The interfaces of a node. When absent, one. */
  readonly interfaces?: readonly NetworkInterfacePlan[];
  /** Placement group of the nodes; none when absent. */
  readonly placementGroupName?: Input<string>;
}

/**
 * Names neither image nor subnet: both are the node group's, and EKS refuses a subnet here.
 * https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
export function createLaunchTemplate(
  parent: ComponentResource,
  name: string,
  plan: EksGpuNodePoolPlan,
  network: NodeNetwork,
  tags: Record<string, Input<string>> | undefined,
): LaunchTemplate {
  const nodeTags = { Name: name, ...tags };
  return new LaunchTemplate(
    childName(name, "launch-template"),
    {
      blockDeviceMappings: [toDisk(plan)],
      // Version 1 of the metadata service needs no token.
      metadataOptions: {
        httpEndpoint: "enabled",
        httpTokens: "required",
        httpPutResponseHopLimit: plan.metadataHopLimit,
      },
      ...(plan.userData === undefined
        ? {}
        : { userData: Buffer.from(plan.userData).toString("base64") }),
      ...toNetwork(network),
      ...toCapacity(plan),
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: nodeTags,
      })),
      ...(tags === undefined ? {} : { tags }),
    },
    // EKS takes another version of a template for an update in place, but not another machine.
    childOptions(parent, [], isBlock(plan) ? { replaceOnChanges: ["instanceType"] } : {}),
  );
}

function toDisk({ machine, disk }: EksGpuNodePoolPlan) {
  return {
    deviceName: machine.image.storageDevice,
    ebs: {
      volumeSize: disk.sizeGiB,
      volumeType: "gp3",
      encrypted: "true",
      deleteOnTermination: "true",
    },
  };
}

/** Groups stand on the interfaces where there are any, and on the instance otherwise: EC2 refuses both. */
function toNetwork({ securityGroupIds, interfaces, placementGroupName }: NodeNetwork) {
  const securityGroups = securityGroupIds ?? [];
  return {
    ...(interfaces !== undefined || securityGroupIds === undefined
      ? {}
      : { vpcSecurityGroupIds: securityGroups }),
    ...(interfaces === undefined
      ? {}
      : { networkInterfaces: interfaces.map((each) => toInterface(each, securityGroups)) }),
    ...(placementGroupName === undefined ? {} : { placement: { groupName: placementGroupName } }),
  };
}

/** EC2 gives no public address to a machine with several interfaces, and fails where a subnet would; an EFA-only one must not mention it. */
function toInterface(plan: NetworkInterfacePlan, securityGroups: Input<string>[]) {
  return {
    ...plan,
    securityGroups,
    deleteOnTermination: "true",
    ...(plan.interfaceType === "efa-only" ? {} : { associatePublicIpAddress: "false" }),
  };
}

/** For a Capacity Block the machine stands in the template and not in the group: https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html */
function toCapacity(plan: EksGpuNodePoolPlan) {
  const { capacityReservationId } = plan.capacity;
  return {
    ...(isBlock(plan)
      ? {
          instanceType: plan.machine.row.name,
          instanceMarketOptions: { marketType: "capacity-block" },
        }
      : {}),
    ...(capacityReservationId === undefined
      ? {}
      : {
          capacityReservationSpecification: {
            capacityReservationTarget: { capacityReservationId },
          },
        }),
  };
}

function isBlock({ capacity }: EksGpuNodePoolPlan): boolean {
  return capacity.capacityType === CapacityType.capacityBlock;
}
