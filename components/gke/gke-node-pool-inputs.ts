import { type GkeCapacityPlan, GkeCapacityType } from "../../plan/gke-capacity";
import type { GkeUpkeepPlan } from "../../plan/gke-upkeep";
import type { NodeTaint, TaintEffect } from "../../plan/node-pool-ref";
import type { GkeClusterWiring } from "./gke-wiring";

/** What every pool on GKE says of its cluster. */
export function toCluster({ clusterName, location, project }: GkeClusterWiring) {
  return { cluster: clusterName, location, ...(project === undefined ? {} : { project }) };
}

/**
 * Scopes are a limit from before IAM, and these are those that GKE gives by itself, called `gke-default`: images and logs,
 * and no API beyond. Pods take their rights from their own accounts, by workload identity, and not from here.
 * https://cloud.google.com/sdk/gcloud/reference/container/node-pools/create (--scopes)
 */
const OAUTH_SCOPES = [
  "https://www.googleapis.com/auth/devstorage.read_only",
  "https://www.googleapis.com/auth/logging.write",
  "https://www.googleapis.com/auth/monitoring",
  "https://www.googleapis.com/auth/service.management.readonly",
  "https://www.googleapis.com/auth/servicecontrol",
  "https://www.googleapis.com/auth/trace.append",
];

/** The account of the nodes, and what it is allowed: pods reach neither its token nor the rest of the machine's metadata. */
export function toNodeIdentity({ nodeServiceAccount, resourceLabels }: GkeClusterWiring) {
  return {
    serviceAccount: nodeServiceAccount,
    oauthScopes: OAUTH_SCOPES,
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    ...(resourceLabels === undefined ? {} : { resourceLabels }),
  };
}

/** How the machines are bought, in the words of the node configuration. */
export function toNodeCapacity({
  capacityType,
  reservationName,
  maxRunDurationSeconds,
}: GkeCapacityPlan) {
  return {
    ...(capacityType === GkeCapacityType.spot ? { spot: true } : {}),
    ...(capacityType === GkeCapacityType.flexStart ? { flexStart: true } : {}),
    ...(maxRunDurationSeconds === undefined ? {} : { maxRunDuration: `${maxRunDurationSeconds}s` }),
    ...toReservationAffinity(capacityType, reservationName),
  };
}

/** Neither spot nor flex-start machines come from a reservation; on demand GKE may take one that is open to all. */
function toReservationAffinity(capacityType: GkeCapacityType, reservationName: string | undefined) {
  if (reservationName !== undefined) {
    return {
      reservationAffinity: {
        consumeReservationType: "SPECIFIC_RESERVATION",
        key: "compute.googleapis.com/reservation-name",
        values: [reservationName],
      },
    };
  }
  if (capacityType === GkeCapacityType.onDemand) return {};
  return { reservationAffinity: { consumeReservationType: "NO_RESERVATION" } };
}

/** What GKE does to nodes by itself. */
export function toUpkeep({ autoRepair, autoUpgrade, upgrade }: GkeUpkeepPlan) {
  return {
    management: { autoRepair, autoUpgrade },
    ...(upgrade === undefined ? {} : { upgradeSettings: { strategy: "SURGE", ...upgrade } }),
  };
}

const GKE_TAINT_EFFECTS: Readonly<Record<TaintEffect, string>> = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
};

/** The API knows no taint without a value, which to Kubernetes is one whose value is empty. */
export function toGkeTaint({ key, value = "", effect }: NodeTaint) {
  return { key, value, effect: GKE_TAINT_EFFECTS[effect] };
}
