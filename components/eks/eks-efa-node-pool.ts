import { PlacementGroup } from "@pulumi/aws/ec2/placementGroup";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import {
  type EksEfaNodePoolSpec,
  type PlacementGroupPlan,
  planEksEfaNodePool,
} from "../../plan/eks-efa-node-pool";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { issuesOf } from "../../units/issue";
import { childName, childOptions } from "../child";
import { rememberOrigin } from "../ref-origin";
import { toRefusal } from "../refusal";
import { createEfaSecurityGroup } from "./efa-security-group";
import { checkEfaPoolWiring } from "./eks-wiring";
import { createLaunchTemplate } from "./launch-template";
import { createNodeGroup, createScaleFromZeroTags } from "./node-group";
import { printNotices } from "./notices";

/** What the pool is made of, and the cluster and network that it belongs to. */
export interface EksEfaNodePoolArgs extends EksEfaNodePoolSpec {
  /** Name of the EKS cluster. */
  readonly clusterName: Input<string>;
  /** The one subnet of the nodes, in `availabilityZone`. It must not give public addresses, which a machine with several interfaces cannot have. */
  readonly subnetId: Input<string>;
  /** Id of the network that the subnet is part of; the security group for EFA is made in it. */
  readonly vpcId: Input<string>;
  /** ARN of the role of the nodes, with `AmazonEKSWorkerNodePolicy` and the right to pull images: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
  readonly nodeRoleArn: Input<string>;
  /** Id of the cluster's security group. Interfaces of our own replace what EKS would give the nodes, so it stands on each of them. */
  readonly clusterSecurityGroupId: Input<string>;
  /** Security group for EFA of another pool, its `securityGroupId`: nodes of both reach each other, as servers of `prefill` and `decode` must. When absent, a group is made. */
  readonly efaSecurityGroupId?: Input<string>;
  /** Tags of everything that is made, and of the machines, their disks and interfaces. */
  readonly tags?: Record<string, Input<string>>;
}

/**
 * A pool of machines with NVIDIA devices on EKS that reach each other by EFA: what `EksGpuNodePool` is, with the network
 * interfaces of that machine.
 *
 * Creates:
 * - a security group through which the nodes of the pool reach each other, and nobody else, unless one is given;
 * - a cluster placement group, unless one is named or the machines come from a reservation;
 * - launch template, node group and tags as `EksGpuNodePool` does, with an interface for each EFA device.
 *
 * ```ts
 * const pool = new EksEfaNodePool("h200", {
 *   instanceType: "p5en.48xlarge", minSize: 2, maxSize: 2, availabilityZone: "us-east-1a",
 *   clusterName, subnetId, vpcId, nodeRoleArn, clusterSecurityGroupId,
 * });
 * ```
 *
 * Needs the VPC CNI 1.18.5 or later, and the EFA device plugin with a toleration for the taint of the pool. Nodes set
 * 10,256 MiB aside as huge pages, which `ref` has taken off their memory. What replaces the pool is told at
 * `EksGpuNodePool`; another layout of interfaces updates it.
 */
export class EksEfaNodePool extends ComponentResource {
  /** What a model needs to know of the pool: give it as `nodePool`. The model then waits for the nodes' group. */
  public readonly ref: NodePoolRef;
  /** Name of the managed node group. */
  public readonly nodeGroupName: Output<string>;
  /** Id of the security group for EFA: further machines that are to reach the pool take it too. */
  public readonly securityGroupId: Output<string>;
  /** Name of the placement group, such as for buying a reservation in it; empty where the pool is in none. */
  public readonly placementGroupName: Output<string>;
  /** Whether everything that is known of the machine was read in a source. */
  public readonly isVerified: Output<boolean>;

  constructor(name: string, args: EksEfaNodePoolArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:EksEfaNodePool", name, {}, opts);
    const plan = planEksEfaNodePool(name, args);
    const issues = [...issuesOf(plan), ...checkEfaPoolWiring(args)];
    if (!plan.ok || issues.length > 0) throw toRefusal(this, name, issues);
    const { pool, interfaces, placementGroup } = plan.value;
    printNotices(this, pool);

    const { clusterSecurityGroupId, subnetId, tags } = args;
    const efa = createEfaSecurityGroup(this, name, args);
    const placementGroupName = createPlacementGroup(this, name, placementGroup, tags);
    const network = {
      securityGroupIds: [clusterSecurityGroupId, efa.groupId],
      interfaces,
      ...(placementGroupName === undefined ? {} : { placementGroupName }),
    };
    const launchTemplate = createLaunchTemplate(this, name, pool, network, tags);
    const wiring = { ...args, subnetIds: [subnetId] };
    const nodeGroup = createNodeGroup(this, name, pool, wiring, launchTemplate, efa.rules);
    createScaleFromZeroTags(this, name, pool, nodeGroup);

    this.ref = rememberOrigin(pool.ref, this);
    this.nodeGroupName = nodeGroup.nodeGroupName;
    this.securityGroupId = output(efa.groupId);
    this.placementGroupName = output(placementGroupName ?? "");
    this.isVerified = output(pool.machine.row.verified);
    this.registerOutputs({
      ref: this.ref,
      nodeGroupName: this.nodeGroupName,
      securityGroupId: this.securityGroupId,
      placementGroupName: this.placementGroupName,
      isVerified: this.isVerified,
    });
  }
}

/** Machines of a cluster placement group stand close to each other: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html */
function createPlacementGroup(
  parent: EksEfaNodePool,
  name: string,
  plan: PlacementGroupPlan,
  tags: Record<string, Input<string>> | undefined,
): Input<string> | undefined {
  if (plan.kind === "none") return undefined;
  if (plan.kind === "existing") return plan.name;
  const group = new PlacementGroup(
    childName(name, "placement-group"),
    { strategy: "cluster", ...(tags === undefined ? {} : { tags }) },
    childOptions(parent, []),
  );
  return group.name;
}
