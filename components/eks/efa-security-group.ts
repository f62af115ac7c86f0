import { SecurityGroup } from "@pulumi/aws/ec2/securityGroup";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc/securityGroupEgressRule";
import { SecurityGroupIngressRule } from "@pulumi/aws/vpc/securityGroupIngressRule";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import { childName, childOptions } from "../child";

/** The group of the interfaces, and what must be there before they can reach each other. */
export interface EfaSecurityGroup {
  readonly groupId: Input<string>;
  readonly rules: readonly Resource[];
}

/** What the group is wired to: the network that it is made in, or an existing group that is taken instead. */
export interface EfaSecurityGroupWiring {
  readonly vpcId: Input<string>;
  readonly efaSecurityGroupId?: Input<string>;
  readonly tags?: Record<string, Input<string>>;
}

/**
 * A security group in which every interface reaches every other, and nothing else: it has no rule for any address.
 *
 * EFA is no IP protocol with ports, so it needs all traffic, from the group and to it; what is allowed to all addresses
 * does not count for it. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html#efa-start-security
 * The group of the cluster has such rules only if it was made with a newer version of EKS, and is not ours to change.
 */
export function createEfaSecurityGroup(
  parent: ComponentResource,
  name: string,
  { vpcId, efaSecurityGroupId, tags }: EfaSecurityGroupWiring,
): EfaSecurityGroup {
  if (efaSecurityGroupId !== undefined) return { groupId: efaSecurityGroupId, rules: [] };
  const tagged = tags === undefined ? {} : { tags };
  const group = new SecurityGroup(
    childName(name, "efa"),
    { description: `EFA between the nodes of ${name}`, vpcId, ...tagged },
    childOptions(parent, []),
  );
  const withItself = {
    securityGroupId: group.id,
    referencedSecurityGroupId: group.id,
    ipProtocol: "-1",
    ...tagged,
  };
  const rules = [
    new SecurityGroupIngressRule(
      childName(name, "efa-ingress"),
      { ...withItself, description: "EFA from nodes of the pool" },
      childOptions(parent, []),
    ),
    new SecurityGroupEgressRule(
      childName(name, "efa-egress"),
      { ...withItself, description: "EFA to nodes of the pool" },
      childOptions(parent, []),
    ),
  ];
  return { groupId: group.id, rules };
}
