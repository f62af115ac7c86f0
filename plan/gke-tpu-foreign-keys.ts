import { type Issue, issue } from "../units/issue";
import { checkKeys } from "./value-check";

const NODES = "the number of nodes follows from topology and slices";
const SLICES = "write sliceCount, or minSliceCount and maxSliceCount";
const TOTAL =
  "GKE holds a slice to the limits of its zone, which it takes for 0 beside limits of all zones together";
const PLACEMENT = "how hosts are placed follows from generation and topology";
const BY_CAPACITY = "how machines are bought is one word here";

/** What people know from the resource underneath and from other tools, why a pool has it not, and what it has instead. */
const FOREIGN_KEYS: ReadonlyMap<string, readonly [rule: string, wayOut: string]> = new Map(
  Object.entries<readonly [rule: string, wayOut: string]>({
    acceleratorTopology: ["the policy that needs it is made by the pool", "write topology"],
    acceleratorType: [
      "it counts chips of one generation and cores of another",
      "write generation and topology",
    ],
    autoscaling: [NODES, SLICES],
    availabilityZone: ["Google calls it a zone", "write it as zone"],
    cluster: ["the cluster is named", "write clusterName"],
    compactPlacement: [PLACEMENT, "leave it out"],
    desiredSize: [NODES, SLICES],
    diskSizeGb: ["Google counts it in GiB", "write diskSizeGiB"],
    flexStart: [BY_CAPACITY, "write capacityType flex-start"],
    guestAccelerators: [
      "TPUs are no guest accelerators, they come with the machine",
      "leave it out",
    ],
    initialNodeCount: [NODES, SLICES],
    instanceType: [
      "the machines of Google Cloud have a machine type",
      "write machineType, or leave it out",
    ],
    locationPolicy: ["a slice is in one zone, so that there is nothing to balance", "leave it out"],
    maxNodeCount: [NODES, SLICES],
    maxRunDuration: ["it is written in seconds", "write maxRunDurationSeconds"],
    maxSize: [NODES, SLICES],
    minNodeCount: [NODES, SLICES],
    minSize: [NODES, SLICES],
    nodeCount: [NODES, SLICES],
    nodeLocations: ["the chips of a slice are in one zone", "write it as zone"],
    numNodes: [NODES, SLICES],
    placementPolicy: [PLACEMENT, "leave it out"],
    placementPolicyName: [PLACEMENT, "leave it out"],
    preemptible: [
      "preemptible machines are spot machines that end after a day",
      "write capacityType spot",
    ],
    queuedProvisioning: [
      "nodes would come for a ProvisioningRequest alone, which no model makes",
      "write capacityType flex-start",
    ],
    reservationAffinity: ["a reservation is named", "write reservationName"],
    serviceAccount: ["it is the account of the nodes, not of the pods", "write nodeServiceAccount"],
    size: [NODES, SLICES],
    spot: [BY_CAPACITY, "write capacityType spot"],
    totalMaxNodeCount: [TOTAL, SLICES],
    totalMinNodeCount: [TOTAL, SLICES],
    tpuTopology: [PLACEMENT, "write topology"],
    zones: ["the chips of a slice are in one zone", "write it as zone"],
  }),
);

/** What is no key of a TPU pool; a word of others is told with what stands for it here. */
export function checkTpuPoolKeys(spec: object, keys: readonly string[]): Issue[] {
  return checkKeys("", spec, keys).map((each) => {
    const foreign = FOREIGN_KEYS.get(each.path);
    return foreign === undefined ? each : issue(each.path, each.value, ...foreign);
  });
}
