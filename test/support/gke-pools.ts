/** The smallest valid pools on GKE, for a test to override only what it is about. */

/** The cluster of every pool, and the account of its nodes. */
export const GKE_CLUSTER = {
  clusterName: "serving",
  location: "us-central1",
  nodeServiceAccount: "nodes@test-project.iam.gserviceaccount.com",
} as const;

/** Machines from a reservation of the same project. */
export const GKE_RESERVATION = { reservationName: "reserved" } as const;
