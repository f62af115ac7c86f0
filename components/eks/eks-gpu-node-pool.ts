import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { planEksGpuNodePool } from "../../plan/eks-gpu-node-pool";
import type { EksGpuNodePoolSpec } from "../../plan/eks-gpu-node-pool-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { issuesOf } from "../../units/issue";
import { rememberOrigin } from "../ref-origin";
import { toRefusal } from "../refusal";
import { checkGpuPoolWiring } from "./eks-wiring";
import { createLaunchTemplate } from "./launch-template";
import { createNodeGroup, createScaleFromZeroTags } from "./node-group";
import { printNotices } from "./notices";

/** What the pool is made of, and the cluster that it belongs to. */
export interface EksGpuNodePoolArgs extends EksGpuNodePoolSpec {
  /** Name of the EKS cluster. */
  readonly clusterName: Input<string>;
  /** Subnets of the nodes; those of one zone where `availabilityZone` is given, and exactly one with a reservation. */
  readonly subnetIds: Input<string>[];
  /** ARN of the role of the nodes, with `AmazonEKSWorkerNodePolicy` and the right to pull images: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html */
  readonly nodeRoleArn: Input<string>;
  /** Id of the cluster's security group. When absent, EKS gives it to the nodes itself. */
  readonly clusterSecurityGroupId?: Input<string>;
  /** Tags of everything that is made, and of the machines, their disks and interfaces. */
  readonly tags?: Record<string, Input<string>>;
}

/**
 * A pool of machines with NVIDIA devices on EKS: a managed node group with a launch template of its own.
 *
 * Creates:
 * - a launch template: disk, user data that makes one disk of the local ones, metadata service with tokens only;
 * - the managed node group, with labels for the device plugin and the taint `nvidia.com/gpu=true:NoSchedule`;
 * - where `minSize` is 0, tags of its Auto Scaling group, so that the Cluster Autoscaler can scale up from nothing.
 *
 * ```ts
 * const pool = new EksGpuNodePool("l40s", {
 *   instanceType: "g6e.48xlarge", minSize: 0, maxSize: 4, ignoreScalingChanges: true,
 *   clusterName, subnetIds, nodeRoleArn, clusterSecurityGroupId,
 * });
 * new ModelService("qwen3-32b", { nodePool: pool.ref, ... });
 * ```
 *
 * Another machine, image type, capacity type, role or subnet replaces the group: new nodes before old ones on capacity by
 * demand, old ones first on a reservation, where the pool is gone in between. A changed size, label, taint, disk or user
 * data updates it. A preview cannot know whether EC2 has the machines, nor in which zone a subnet is.
 *
 * The machines of `instanceType` have EFA interfaces only in an `EksEfaNodePool`.
 */
export class EksGpuNodePool extends ComponentResource {
  /** What a model needs to know of the pool: give it as `nodePool`. The model then waits for the nodes' group. */
  public readonly ref: NodePoolRef;
  /** Name of the managed node group. */
  public readonly nodeGroupName: Output<string>;
  /** Whether everything that is known of the machine was read in a source. */
  public readonly isVerified: Output<boolean>;

  constructor(name: string, args: EksGpuNodePoolArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:EksGpuNodePool", name, {}, opts);
    const plan = planEksGpuNodePool(name, args);
    const issues = [...issuesOf(plan), ...checkGpuPoolWiring(args)];
    if (!plan.ok || issues.length > 0) throw toRefusal(this, name, issues);
    printNotices(this, plan.value);

    const { clusterSecurityGroupId, tags } = args;
    const network =
      clusterSecurityGroupId === undefined ? {} : { securityGroupIds: [clusterSecurityGroupId] };
    const launchTemplate = createLaunchTemplate(this, name, plan.value, network, tags);
    const nodeGroup = createNodeGroup(this, name, plan.value, args, launchTemplate);
    createScaleFromZeroTags(this, name, plan.value, nodeGroup);

    this.ref = rememberOrigin(plan.value.ref, this);
    this.nodeGroupName = nodeGroup.nodeGroupName;
    this.isVerified = output(plan.value.machine.row.verified);
    this.registerOutputs({
      ref: this.ref,
      nodeGroupName: this.nodeGroupName,
      isVerified: this.isVerified,
    });
  }
}
