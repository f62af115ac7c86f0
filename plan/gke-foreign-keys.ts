import { type Issue, issue } from "../units/issue";
import { checkKeys } from "./value-check";

/** Names of the wiring that every pool on GKE has; it is checked by the components, since it may be known only later. */
export const GKE_WIRING_KEYS = [
  ...["clusterName", "location", "project", "nodeServiceAccount", "resourceLabels"],
];

const BY_CAPACITY = "how machines are bought is one word here";
const BY_SIZE = "sizes count in each zone here";

/** What people know from the resource underneath and from other tools, why a pool has it not, and what it has instead. */
const FOREIGN_KEYS: ReadonlyMap<string, readonly [rule: string, wayOut: string]> = new Map(
  Object.entries<readonly [rule: string, wayOut: string]>({
    acceleratorType: ["the devices follow from the machine", "write machineType"],
    additionalNodeNetworkConfigs: [
      "networks are named for what they are",
      "write additionalNetworks",
    ],
    availabilityZone: ["a pool on GKE may be in several zones", "write zones"],
    cluster: ["the cluster is named", "write clusterName"],
    desiredSize: [
      "GKE's autoscaler begins with the fewest nodes",
      "write minSize and maxSize, or size for a fixed number",
    ],
    diskSizeGb: ["Google counts it in GiB", "write diskSizeGiB"],
    ephemeralStorageLocalSsdConfig: [
      "what local SSDs are for is one word here",
      "write localSsdCount and localSsdUse",
    ],
    flexStart: [BY_CAPACITY, "write capacityType flex-start"],
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
    maxRunDuration: ["it is written in seconds", "write maxRunDurationSeconds"],
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
    spot: [BY_CAPACITY, "write capacityType spot"],
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
  }),
);

/** What is no key of a pool; a word of others is told with what stands for it here. */
export function checkGkePoolKeys(spec: object, keys: readonly string[]): Issue[] {
  return checkKeys("", spec, keys).map((each) => {
    const foreign = FOREIGN_KEYS.get(each.path);
    return foreign === undefined ? each : issue(each.path, each.value, ...foreign);
  });
}
