import { NodePool } from "@pulumi/gcp/container/nodePool";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import type { GkeDiskPlan } from "../../plan/gke-disk";
import { LocalSsdUse } from "../../plan/gke-disk";
import type { GkeGpuNodePoolPlan } from "../../plan/gke-gpu-node-pool";
import type { GkeNodeImage, GpuDriverVersion } from "../../plan/gke-node-image";
import type { GkeSizePlan } from "../../plan/gke-size";
import { childName, childOptions } from "../child";
import {
  toCluster,
  toGkeTaint,
  toNodeCapacity,
  toNodeIdentity,
  toUpkeep,
} from "./gke-node-pool-inputs";
import type { GkeClusterWiring } from "./gke-wiring";

/** A network of yours by which devices of different nodes reach each other, and the subnetwork of it. */
export interface GkeNodeNetwork {
  /** Name of the network. */
  readonly network: Input<string>;
  /** Name of its subnetwork, in the region of the pool. */
  readonly subnetwork: Input<string>;
}

/** What a GPU pool is wired to. */
export interface GpuNodePoolWiring extends GkeClusterWiring {
  readonly additionalNetworks?: GkeNodeNetwork[];
}

export function createGpuNodePool(
  parent: ComponentResource,
  name: string,
  plan: GkeGpuNodePoolPlan,
  wiring: GpuNodePoolWiring,
): NodePool {
  const { capacity, size, placement, maxPodsPerNode } = plan;
  return new NodePool(
    childName(name, "pool"),
    {
      ...toCluster(wiring),
      nodeLocations: [...size.zones],
      ...toSize(size),
      ...toUpkeep(plan.upkeep),
      ...(placement === undefined
        ? {}
        : {
            placementPolicy: {
              type: "COMPACT",
              ...(placement.policyName === undefined ? {} : { policyName: placement.policyName }),
            },
          }),
      ...(maxPodsPerNode === undefined ? {} : { maxPodsPerNode }),
      ...toNetwork(plan, wiring.additionalNetworks),
      nodeConfig: toNodeConfig(plan, wiring),
    },
    childOptions(parent, [], {
      deleteBeforeReplace: capacity.deletesFirst,
      ignoreChanges: toIgnored(size),
    }),
  );
}

/** Limits are of each zone: those over all zones let one zone take all nodes, and machines are to be had where they are. */
function toSize({ perZone }: GkeSizePlan) {
  if (perZone.kind === "fixed") return { nodeCount: perZone.size };
  const { minSize, maxSize } = perZone;
  return {
    initialNodeCount: minSize,
    autoscaling: { minNodeCount: minSize, maxNodeCount: maxSize, locationPolicy: "ANY" },
  };
}

/** Another first number of nodes would replace a pool that the autoscaler has long changed. */
function toIgnored({ perZone, ignoresSize }: GkeSizePlan): string[] {
  if (perZone.kind === "autoscaled") return ["initialNodeCount"];
  return ignoresSize ? ["nodeCount"] : [];
}

function toNetwork({ network }: GkeGpuNodePoolPlan, networks: GkeNodeNetwork[] | undefined) {
  if (network.hasProfile) return { networkConfig: { acceleratorNetworkProfile: "auto" } };
  if (networks === undefined) return {};
  return { networkConfig: { additionalNodeNetworkConfigs: networks } };
}

function toNodeConfig(plan: GkeGpuNodePoolPlan, wiring: GpuNodePoolWiring) {
  const { machine, disk, image, network } = plan;
  return {
    machineType: machine.name,
    // They follow from the machine, and Google's provider shows a difference where they are not written too.
    guestAccelerators: [
      {
        type: machine.acceleratorType,
        count: machine.deviceCount,
        gpuDriverInstallationConfig: { gpuDriverVersion: DRIVER_VERSIONS[image.gpuDriverVersion] },
      },
    ],
    ...toNodeCapacity(plan.capacity),
    ...toDisks(disk),
    imageType: IMAGE_TYPES[image.imageType],
    ...(network.hasGvnic ? { gvnic: { enabled: true } } : {}),
    gcfsConfig: { enabled: image.imageStreaming },
    ...(image.imageCacheDisk === undefined
      ? {}
      : {
          secondaryBootDisks: [{ diskImage: image.imageCacheDisk, mode: "CONTAINER_IMAGE_CACHE" }],
        }),
    ...toNodeIdentity(wiring),
    shieldedInstanceConfig: {
      enableSecureBoot: plan.secureBoot,
      enableIntegrityMonitoring: true,
    },
    labels: { ...plan.nodeLabels },
    taints: plan.taints.map(toGkeTaint),
    ...(plan.taintsArm ? { taintConfig: { architectureTaintBehavior: "ARM" } } : {}),
  };
}

function toDisks({ type, sizeGiB, localSsds }: GkeDiskPlan) {
  const disk = { diskType: type, diskSizeGb: sizeGiB };
  if (localSsds === undefined) return disk;
  const localSsdCount = localSsds.count;
  return localSsds.use === LocalSsdUse.ephemeral
    ? { ...disk, ephemeralStorageLocalSsdConfig: { localSsdCount } }
    : { ...disk, localNvmeSsdBlockConfig: { localSsdCount } };
}

/** The spelling of the GKE API: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig */
const IMAGE_TYPES: Readonly<Record<GkeNodeImage, string>> = {
  "cos-containerd": "COS_CONTAINERD",
  "ubuntu-containerd": "UBUNTU_CONTAINERD",
};

const DRIVER_VERSIONS: Readonly<Record<GpuDriverVersion, string>> = {
  default: "DEFAULT",
  latest: "LATEST",
  disabled: "INSTALLATION_DISABLED",
};
