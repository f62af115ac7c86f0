import type { InstanceType } from "../catalog/ec2-instance-types";

/** The host network's pods, which take no address: the VPC CNI and kube-proxy. */
const HOST_NETWORK_PODS = 2;

/**
 * Most pods on one node by the addresses of its network interfaces, without prefix delegation: the interfaces of card 0,
 * each less the address that is its own. An EFA-only interface on card 0 takes the place of one that would have addresses.
 *
 * The VPC CNI uses no card but 0. https://github.com/aws/karpenter-provider-aws/blob/1d927085dd81a9df9301e613f371dac5b4d16bfe/designs/efa-for-static-capacity.md
 */
export function planEksMaxPods(row: InstanceType, efaOnlyOnPrimaryCard = 0): number {
  const interfaces = (row.networkCards[0]?.interfaces ?? 0) - efaOnlyOnPrimaryCard;
  return interfaces * (row.addressesPerInterface - 1) + HOST_NETWORK_PODS;
}

/** Most pods that a managed node group lets a node have, whatever its addresses: https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html */
const SMALL_MACHINE = { belowVcpus: 30, pods: 110 } as const;
const LARGE_MACHINE_PODS = 250;

export function mostEksPods({ vcpus }: InstanceType): number {
  return vcpus < SMALL_MACHINE.belowVcpus ? SMALL_MACHINE.pods : LARGE_MACHINE_PODS;
}
