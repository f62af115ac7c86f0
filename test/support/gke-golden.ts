import { resolve } from "node:path";
import { Document, isMap, isSeq } from "yaml";
import { GkeGpuNodePool } from "../../components/gke/gke-gpu-node-pool";
import type { PropertyMap } from "../../local/provider/wire";
import { GkeCapacityType } from "../../plan/gke-capacity";
import { LocalSsdUse } from "../../plan/gke-disk";
import { AcceleratorNetworkProfile } from "../../plan/gke-network";
import { GkeNodeImage, GpuDriverVersion } from "../../plan/gke-node-image";
import { TaintEffect } from "../../plan/node-pool-ref";
import { GKE_RESERVATION, gkeGpuNodePoolArgs, gpuNetworks, rdmaNetworks } from "./gke-pools";
import { requireResource, runWithMocks } from "./mocks";

/** What reaches Google for one pool, in full, reviewed by hand. */
export interface GkeGoldenCase {
  readonly name: string;
  /** Path of the reviewed file. */
  readonly path: string;
  readonly create: () => unknown;
}

const FOLDER = resolve(__dirname, "../golden/gke-node-pools");

const { auto } = AcceleratorNetworkProfile;

const POOLS: Readonly<Record<string, () => unknown>> = {
  "a2-ultra-ubuntu-raw-block": gpuPool({
    machineType: "a2-ultragpu-8g",
    imageType: GkeNodeImage.ubuntuContainerd,
    gpuDriverVersion: GpuDriverVersion.disabled,
    localSsdUse: LocalSsdUse.rawBlock,
    labels: { "gke-no-default-nvidia-gpu-device-plugin": "true" },
  }),
  "a3-high-tcpx-compact": gpuPool({
    machineType: "a3-highgpu-8g",
    size: 4,
    compactPlacement: true,
    additionalNetworks: gpuNetworks(4),
  }),
  "a3-high-1g-flex-start": gpuPool({
    machineType: "a3-highgpu-1g",
    capacityType: GkeCapacityType.flexStart,
    maxSize: 4,
    maxRunDurationSeconds: 86_400,
  }),
  "a3-mega-tcpxo": gpuPool({
    machineType: "a3-megagpu-8g",
    size: 2,
    additionalNetworks: gpuNetworks(8),
  }),
  "a3-ultra-rdma-reservation": gpuPool({
    machineType: "a3-ultragpu-8g",
    size: 2,
    reservationName: "projects/shared/reservations/h200/reservationBlocks/block-1",
    additionalNetworks: rdmaNetworks(8),
  }),
  "a4-dranet-reservation": gpuPool({
    machineType: "a4-highgpu-8g",
    ...GKE_RESERVATION,
    size: 2,
    acceleratorNetworkProfile: auto,
    gpuDriverVersion: GpuDriverVersion.latest,
  }),
  "a4-spot-scaled": gpuPool({
    machineType: "a4-highgpu-8g",
    capacityType: GkeCapacityType.spot,
    minSize: 0,
    maxSize: 2,
    zones: ["us-central1-b", "us-central1-c"],
  }),
  "a4x-dranet-reservation": gpuPool({
    machineType: "a4x-highgpu-4g",
    ...GKE_RESERVATION,
    size: 18,
    placementPolicyName: "nvl72",
    acceleratorNetworkProfile: auto,
  }),
  "a4x-max-dranet-reservation": gpuPool({
    machineType: "a4x-maxgpu-4g-metal",
    ...GKE_RESERVATION,
    acceleratorNetworkProfile: auto,
  }),
  "g2-image-cache": gpuPool({
    machineType: "g2-standard-48",
    minSize: 1,
    maxSize: 4,
    localSsdCount: 4,
    imageCacheDisk: "projects/test-project/global/images/vllm",
    maxPodsPerNode: 32,
    secureBoot: true,
  }),
  "g4-zones": gpuPool({
    machineType: "g4-standard-384",
    zones: ["us-central1-b", "us-central1-f"],
    taints: [{ key: "team", value: "serving", effect: TaintEffect.noExecute }],
    project: "serving-project",
    resourceLabels: { team: "serving" },
    autoUpgrade: false,
  }),
};

function gpuPool(changes: Parameters<typeof gkeGpuNodePoolArgs>[0]): () => unknown {
  return () => new GkeGpuNodePool("pool", gkeGpuNodePoolArgs(changes));
}

export function gkeGoldenCases(): GkeGoldenCase[] {
  return Object.entries(POOLS).map(([name, create]) => ({
    name,
    path: resolve(FOLDER, `${name}.yaml`),
    create,
  }));
}

/** The inputs of the node pool as the engine would be given them. */
export async function readGkeInputs({ create }: GkeGoldenCase): Promise<PropertyMap> {
  const { resources } = await runWithMocks(create);
  return requireResource(resources, "gcp:container/nodePool:NodePool").inputs;
}

/** For a reviewer: a network a line. */
export function renderGkeGolden(inputs: PropertyMap): string {
  const document = new Document(inputs);
  const networks = document.getIn(["networkConfig", "additionalNodeNetworkConfigs"]);
  if (isSeq(networks)) {
    for (const item of networks.items) if (isMap(item)) item.flow = true;
  }
  const head = `# What reaches Google for this pool, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;
  return `${head}${document.toString({ lineWidth: 0, aliasDuplicateObjects: false } as object)}`;
}
