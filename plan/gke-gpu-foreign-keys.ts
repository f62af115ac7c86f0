import type { ForeignKeys } from "./foreign-keys";
import { GKE_FOREIGN_KEYS } from "./gke-foreign-keys";

const BY_SIZE = "sizes count in each zone here";

/** Words of others that a GPU pool on GKE has not. */
export const GKE_GPU_FOREIGN_KEYS: ForeignKeys = {
  ...GKE_FOREIGN_KEYS,
  acceleratorType: ["the devices follow from the machine", "write machineType"],
  additionalNodeNetworkConfigs: [
    "networks are named for what they are",
    "write additionalNetworks",
  ],
  availabilityZone: ["a pool on GKE may be in several zones", "write zones"],
  desiredSize: [
    "GKE's autoscaler begins with the fewest nodes",
    "write minSize and maxSize, or size for a fixed number",
  ],
  ephemeralStorageLocalSsdConfig: [
    "what local SSDs are for is one word here",
    "write localSsdCount and localSsdUse",
  ],
  gpuPartitionSize: [
    "a model takes whole devices",
    "leave it out, or make the pool yourself and describe it by a NodePoolRef",
  ],
  guestAccelerators: ["the devices follow from the machine", "write machineType"],
  initialNodeCount: [
    "another number of it would replace the pool",
    "write minSize and maxSize, or size for a fixed number",
  ],
  instanceType: ["GCE calls it a machine type", "write machineType"],
  localNvmeSsdBlockConfig: [
    "what local SSDs are for is one word here",
    "write localSsdUse raw-block",
  ],
  maxNodeCount: [BY_SIZE, "write maxSize"],
  minNodeCount: [BY_SIZE, "write minSize"],
  nodeCount: [BY_SIZE, "write size"],
  nodeLocations: ["places of nodes are zones", "write zones"],
  oauthScopes: [
    "scopes are a limit from before IAM, and are those of GKE",
    "give rights to nodeServiceAccount, or to the account of the pods",
  ],
  placementPolicy: [
    "a placement policy is compact or a policy of yours",
    "write compactPlacement or placementPolicyName",
  ],
  totalMaxNodeCount: [
    "a limit over all zones lets one zone take all nodes",
    "write maxSize, which counts in each zone",
  ],
  totalMinNodeCount: [
    "a limit over all zones lets one zone take all nodes",
    "write minSize, which counts in each zone",
  ],
  tpuTopology: ["a topology is of TPUs", "use GkeTpuNodePool"],
  zone: ["a pool on GKE may be in several zones", "write zones, a list of one"],
};
