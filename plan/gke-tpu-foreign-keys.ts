import type { ForeignKeys } from "./foreign-keys";
import { GKE_FOREIGN_KEYS } from "./gke-foreign-keys";

const NODES = "the number of nodes follows from topology and slices";
const SLICES = "write sliceCount, or minSliceCount and maxSliceCount";
const TOTAL =
  "GKE holds a slice to the limits of its zone, which it takes for 0 beside limits of all zones together";
const PLACEMENT = "how hosts are placed follows from generation and topology";

/** Words of others that a TPU pool has not. */
export const GKE_TPU_FOREIGN_KEYS: ForeignKeys = {
  ...GKE_FOREIGN_KEYS,
  acceleratorTopology: ["the policy that needs it is made by the pool", "write topology"],
  acceleratorType: [
    "it counts chips of one generation and cores of another",
    "write generation and topology",
  ],
  autoscaling: [NODES, SLICES],
  availabilityZone: ["Google calls it a zone", "write it as zone"],
  compactPlacement: [PLACEMENT, "leave it out"],
  desiredSize: [NODES, SLICES],
  guestAccelerators: ["TPUs are no guest accelerators, they come with the machine", "leave it out"],
  initialNodeCount: [NODES, SLICES],
  instanceType: [
    "the machines of Google Cloud have a machine type",
    "write machineType, or leave it out",
  ],
  locationPolicy: ["a slice is in one zone, so that there is nothing to balance", "leave it out"],
  maxNodeCount: [NODES, SLICES],
  maxSize: [NODES, SLICES],
  minNodeCount: [NODES, SLICES],
  minSize: [NODES, SLICES],
  nodeCount: [NODES, SLICES],
  nodeLocations: ["the chips of a slice are in one zone", "write it as zone"],
  numNodes: [NODES, SLICES],
  placementPolicy: [PLACEMENT, "leave it out"],
  placementPolicyName: [PLACEMENT, "leave it out"],
  size: [NODES, SLICES],
  totalMaxNodeCount: [TOTAL, SLICES],
  totalMinNodeCount: [TOTAL, SLICES],
  tpuTopology: [PLACEMENT, "write topology"],
  zones: ["the chips of a slice are in one zone", "write it as zone"],
};
