import { ResourcePolicy } from "@pulumi/gcp/compute/resourcePolicy";
import { NodePool } from "@pulumi/gcp/container/nodePool";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  output,
} from "@pulumi/pulumi";
import type { GkeNodeCount } from "../../plan/gke-size";
import type { TpuNodePoolPlan } from "../../plan/gke-slice-count";
import { type GkeTpuNodePoolPlan, planGkeTpuNodePool } from "../../plan/gke-tpu-node-pool";
import type { GkeTpuNodePoolSpec } from "../../plan/gke-tpu-node-pool-spec";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import { issuesOf } from "../../units/issue";
import { childName, childOptions } from "../child";
import { rememberOrigin } from "../ref-origin";
import { toRefusal } from "../refusal";
import {
  toCluster,
  toGkeTaint,
  toNodeCapacity,
  toNodeIdentity,
  toUpkeep,
} from "./gke-node-pool-inputs";
import { checkTpuPoolWiring } from "./gke-wiring";
import { printGkeNotices } from "./notices";

/** What the pool is made of, and the cluster that it belongs to. */
export interface GkeTpuNodePoolArgs extends GkeTpuNodePoolSpec {
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
}

/**
 * A pool of TPU slices on GKE.
 *
 * Creates:
 * - for slices of one host, such as `2x4` of v6e on `ct6e-standard-8t`: one node pool `<name>-slices`, each node of which
 *   is a slice;
 * - for slices of several hosts: one node pool `<name>-slice-1`, `<name>-slice-2` and so on for each slice, which has all
 *   of its hosts or none, and is placed by its topology;
 * - for slices of several hosts of TPU7x also the workload policy by which they are placed.
 *
 * ```ts
 * const pool = new GkeTpuNodePool("trillium", {
 *   generation: TpuGeneration.v6e, topology: "2x4", zone: "us-east5-b", sliceCount: 2,
 *   clusterName, location, nodeServiceAccount,
 * });
 * new ModelService("qwen3-32b", { nodePool: pool.ref, ... });
 * ```
 *
 * A `ModelService` takes slices of one host, each for one server: its `tensor` is the number of chips, and twice that on
 * TPU7x, whose chips are two devices each. The pods of a slice of several hosts serve only together, in a LeaderWorkerSet
 * that you make from `ref`.
 *
 * Another generation, topology, machine or capacity type replaces the node pools: new nodes before old ones where chips are
 * bought by demand, old ones first on a reservation. Labels, taints, disk and the number of slices change in place. A slice
 * beyond `minSliceCount` has no nodes until pods wait for it.
 * A preview cannot know whether the zone has the chips.
 */
export class GkeTpuNodePool extends ComponentResource {
  /** What a model needs to know of the pool: give it as `nodePool`. The model then waits for the node pools. */
  public readonly ref: NodePoolRef;
  /** Names of the node pools of GKE, in the order of the slices. */
  public readonly nodePoolNames: Output<string[]>;
  /** Hosts of a slice, each a node: 1, or as many as the topology has chips for. */
  public readonly hostsPerSlice: Output<number>;
  /** Chips of a host: what a pod that takes a whole host asks for. */
  public readonly chipsPerHost: Output<number>;
  /** Whether everything that is known of the generation was read in a source. */
  public readonly isVerified: Output<boolean>;

  constructor(name: string, args: GkeTpuNodePoolArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:GkeTpuNodePool", name, {}, opts);
    const plan = planGkeTpuNodePool(name, args);
    const issues = [...issuesOf(plan), ...checkTpuPoolWiring(args)];
    if (!plan.ok || issues.length > 0) throw toRefusal(this, name, issues);
    const { ref, slice, nodePools, unverified } = plan.value;
    printGkeNotices(this, plan.value);

    const placementPolicy = createPlacement(this, name, plan.value, args);
    const pools = nodePools.map((nodePool) =>
      createSlices(this, name, plan.value, nodePool, args, placementPolicy),
    );

    this.ref = rememberOrigin(ref, this);
    this.nodePoolNames = output(pools.map((pool) => pool.name));
    this.hostsPerSlice = output(slice.hosts);
    this.chipsPerHost = output(slice.chipsPerHost);
    this.isVerified = output(unverified === undefined);
    this.registerOutputs({
      ref: this.ref,
      nodePoolNames: this.nodePoolNames,
      hostsPerSlice: this.hostsPerSlice,
      chipsPerHost: this.chipsPerHost,
      isVerified: this.isVerified,
    });
  }
}

interface PlacementPolicy {
  readonly type: string;
  readonly policyName?: Output<string>;
  readonly tpuTopology: string;
}

/**
 * TPU7x takes no compact placement and a policy of its own instead, for which GKE keeps no type: one that is written comes
 * back as a change that replaces the pool.
 * https://github.com/vllm-project/ci-infra/blob/4ee4ce01d335f56e99110e01fde91ae93809f9d9/terraform/gcp_old/tpu-inference/k8s/workers.tf
 */
function createPlacement(
  parent: GkeTpuNodePool,
  name: string,
  { placement }: GkeTpuNodePoolPlan,
  { project }: GkeTpuNodePoolArgs,
): PlacementPolicy | undefined {
  if (placement.kind === "none") return undefined;
  const { topology } = placement;
  if (placement.kind === "compact") return { type: "COMPACT", tpuTopology: topology };
  const policy = new ResourcePolicy(
    childName(name, "workload-policy"),
    {
      region: placement.region,
      workloadPolicy: { type: "HIGH_THROUGHPUT", acceleratorTopology: topology },
      ...(project === undefined ? {} : { project }),
    },
    childOptions(parent, []),
  );
  return { type: "", policyName: policy.name, tpuTopology: topology };
}

function createSlices(
  parent: GkeTpuNodePool,
  name: string,
  plan: GkeTpuNodePoolPlan,
  { key, nodes }: TpuNodePoolPlan,
  args: GkeTpuNodePoolArgs,
  placementPolicy: PlacementPolicy | undefined,
): NodePool {
  const { slice, capacity, disk, upkeep } = plan;
  // GKE turns hyper-threading off on hosts of TPUs and says so, which would come back as a change that replaces the pool.
  return new NodePool(
    childName(name, key),
    {
      ...toCluster(args),
      nodeLocations: [plan.zone],
      ...toNodeCount(nodes),
      ...(placementPolicy === undefined ? {} : { placementPolicy }),
      nodeConfig: {
        machineType: slice.machineType,
        diskType: disk.type,
        diskSizeGb: disk.sizeGiB,
        ...toNodeIdentity(args),
        ...toNodeCapacity(capacity),
        linuxNodeConfig: { sysctls: SYSCTLS },
        labels: { ...plan.nodeLabels },
        taints: plan.taints.map(toGkeTaint),
      },
      ...toUpkeep(upkeep),
    },
    childOptions(parent, [], {
      deleteBeforeReplace: capacity.deletesFirst,
      ignoreChanges: ["nodeConfig.advancedMachineFeatures", ...toIgnoredCounts(nodes)],
      replaceOnChanges: ["nodeConfig.machineType"],
    }),
  );
}

/**
 * vLLM maps a region for each shard of the weights, each compiled program and each buffer of the KV cache, and dies while it
 * loads a model with the 65,530 that Linux allows.
 * https://github.com/vllm-project/ci-infra/blob/4ee4ce01d335f56e99110e01fde91ae93809f9d9/terraform/gcp_old/tpu-inference/k8s/workers.tf
 */
const SYSCTLS = { "vm.max_map_count": "8388608" };

/** Limits count in the one zone: limits of all zones together reach a slice as 0, which is no size of it. */
function toNodeCount(nodes: GkeNodeCount) {
  if (nodes.kind === "fixed") return { nodeCount: nodes.size };
  const { minSize, maxSize } = nodes;
  return {
    ...(minSize === 0 ? {} : { initialNodeCount: minSize }),
    autoscaling: { minNodeCount: minSize, maxNodeCount: maxSize, locationPolicy: "ANY" },
  };
}

/** A first number of nodes is none any more when the pool has scaled; a changed one would replace the pool. */
function toIgnoredCounts({ kind }: GkeNodeCount): string[] {
  return kind === "fixed" ? [] : ["initialNodeCount"];
}
