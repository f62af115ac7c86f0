import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import { planGkeGpuNodePool } from "../../plan/gke-gpu-node-pool";
import type { GkeGpuNodePoolSpec } from "../../plan/gke-gpu-node-pool-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { issuesOf } from "../../units/issue";
import { rememberOrigin } from "../ref-origin";
import { toRefusal } from "../refusal";
import { checkGpuPoolWiring } from "./gke-wiring";
import { createGpuNodePool, type GkeNodeNetwork } from "./gpu-node-pool";
import { printGkeNotices } from "./notices";

/** What the pool is made of, and the cluster that it belongs to. */
export interface GkeGpuNodePoolArgs extends GkeGpuNodePoolSpec {
  /** Name of the GKE cluster. */
  readonly clusterName: Input<string>;
  /** Region or zone of the cluster, such as `us-central1`. */
  readonly location: Input<string>;
  /** Project of the cluster. Defaults to that of the provider. */
  readonly project?: Input<string>;
  /** Email of the service account of the nodes, with the role `roles/container.defaultNodeServiceAccount` and the right to pull images. Pods do not have it: they have accounts of their own, by workload identity. https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster#use_least_privilege_sa */
  readonly nodeServiceAccount: Input<string>;
  /** Labels of the machines and their disks in Compute Engine, as for billing; those of nodes are `labels`. */
  readonly resourceLabels?: Record<string, Input<string>>;
  /**
   * Networks of yours by which devices of different nodes reach each other: as many as the machine has network cards
   * beside the first, 4 on `a3-highgpu-8g` (TCPX), 8 on `a3-megagpu-8g` (TCPXO), 9 on A3 Ultra and A4 (a gVNIC and 8 RDMA),
   * 5 on `a4x-highgpu-4g`. Needs a cluster with multi-networking and Dataplane V2. When absent, and without
   * `acceleratorNetworkProfile`, models of one node run as fast, and those of several nodes go over the node's own network.
   * Other ones replace the pool. https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
   */
  readonly additionalNetworks?: GkeNodeNetwork[];
}

/**
 * A pool of machines with NVIDIA devices on GKE: a node pool with driver, disks, networks and taints that fit the machine.
 *
 * Creates the node pool alone: devices as the machine has them, a disk that it boots from, local SSDs for images and
 * weights, the taint `nvidia.com/gpu=present:NoSchedule`, workload identity, and machines on demand, from a reservation,
 * as spot or by flex-start.
 *
 * ```ts
 * const pool = new GkeGpuNodePool("b200", {
 *   machineType: "a4-highgpu-8g", reservationName: "b200-1", zones: ["us-central1-b"], size: 2,
 *   clusterName, location: "us-central1", nodeServiceAccount,
 * });
 * new ModelService("qwen3-vl-235b", { nodePool: pool.ref, ... });
 * ```
 *
 * Other devices, another reservation or capacity type, other local SSDs, networks, placement, driver, service account or
 * number of pods replace the pool: new nodes before old ones on capacity by demand, old ones first on a reservation, where
 * the pool is gone in between. A changed size, zone, label, taint, boot disk, image type, or a machine of another size
 * with the same devices updates it. A preview cannot know whether Google has the machines, nor whether a reservation has
 * them.
 *
 * A cluster needs one other pool, for what is not served here. `a4x-maxgpu-4g-metal` needs huge pages for RDMA too, by
 * `transforms`.
 */
export class GkeGpuNodePool extends ComponentResource {
  /** What a model needs to know of the pool: give it as `nodePool`. The model then waits for the node pool. */
  public readonly ref: NodePoolRef;
  /** Name of the node pool. */
  public readonly nodePoolName: Output<string>;
  /** Whether everything that is known of the machine was read in a source. */
  public readonly isVerified: Output<boolean>;

  constructor(name: string, args: GkeGpuNodePoolArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:GkeGpuNodePool", name, {}, opts);
    const plan = planGkeGpuNodePool(name, args);
    const issues = [...issuesOf(plan), ...checkGpuPoolWiring(args)];
    if (!plan.ok || issues.length > 0) throw toRefusal(this, name, issues);
    printGkeNotices(this, plan.value);

    const nodePool = createGpuNodePool(this, name, plan.value, args);

    this.ref = rememberOrigin(plan.value.ref, this);
    this.nodePoolName = nodePool.name;
    this.isVerified = output(plan.value.machine.verified);
    this.registerOutputs({
      ref: this.ref,
      nodePoolName: this.nodePoolName,
      isVerified: this.isVerified,
    });
  }
}
