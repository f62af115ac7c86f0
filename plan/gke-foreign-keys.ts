import type { ForeignKeys } from "./foreign-keys";

/** Names of the wiring that every pool on GKE has; it is checked by the components, since it may be known only later. */
export const GKE_WIRING_KEYS = [
  ...["clusterName", "location", "project", "nodeServiceAccount", "resourceLabels"],
];

const BY_CAPACITY = "how machines are bought is one word here";

/** Words of others that no pool on GKE has. */
export const GKE_FOREIGN_KEYS: ForeignKeys = {
  cluster: ["the cluster is named", "write clusterName"],
  diskSizeGb: ["Google counts it in GiB", "write diskSizeGiB"],
  flexStart: [BY_CAPACITY, "write capacityType flex-start"],
  maxRunDuration: ["it is written in seconds", "write maxRunDurationSeconds"],
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
};
