import { type Issue, issue } from "../units/issue";
import type { EksCapacitySpec } from "./eks-capacity";

/** What is wrong with the number of subnets; which ones they are is known only to the cloud. Nothing is said of a list that is not there yet. */
export function checkSubnets(subnetIds: unknown, spec: EksCapacitySpec): Issue[] {
  if (!Array.isArray(subnetIds)) return [];
  if (subnetIds.length === 0) {
    const wayOut = "name one or more subnets of the cluster's network";
    return [issue("subnetIds", subnetIds, "nodes need a subnet", wayOut)];
  }
  if (spec.capacityReservationId === undefined || subnetIds.length === 1) return [];
  const rule = "a reservation lies in one zone, and so in one subnet";
  return [issue("subnetIds", subnetIds.length, rule, "name the one in its zone")];
}
