import { type Issue, issue } from "../units/issue";
import { GkeCapacityType } from "./gke-capacity";
import { checkBoolean, checkWholeNumber, optional } from "./value-check";

/** Where the nodes of a pool are, and how many. */
export interface GkeSizeSpec {
  /**
   * Zones of the nodes, such as `us-central1-b`, all of the cluster's region: those that sell the machine, which few do. All
   * sizes count in each of them. A changed list moves nodes, and replaces nothing.
   * https://cloud.google.com/compute/docs/regions-zones/gpu-regions-zones
   */
  readonly zones: string[];
  /** Nodes in each zone, 0 or more, as long as nobody changes it. Stands alone: with `minSize` or `maxSize` the pool is scaled by its load. Defaults to 1 where neither is given. */
  readonly size?: number;
  /** Fewest nodes in each zone, 0 or more, to which GKE's autoscaler scales down; the pool begins with them. Defaults to 1; to 0 with `flex-start`. */
  readonly minSize?: number;
  /** Most nodes in each zone, 1 or more, to which GKE's autoscaler scales up as pods wait. Defaults to `minSize`, and at least 1. */
  readonly maxSize?: number;
  /** Leaves the number of nodes to whoever scales them: a later `size` changes nothing. Defaults to false. Without effect on a pool with `minSize` and `maxSize`, whose number of nodes is GKE's in any case. */
  readonly ignoreScalingChanges?: boolean;
}

/** Where the nodes of a pool are, and how many. */
export interface GkeSizePlan {
  readonly zones: readonly string[];
  /** How many nodes each zone has. */
  readonly perZone: GkeNodeCount;
  /** Most nodes of all zones together. */
  readonly maxSize: number;
  /** Whether a later number of nodes is left to whoever scales them. */
  readonly ignoresSize: boolean;
}

/** Nodes of one zone: a number of its own, or what the autoscaler makes of the load. */
export type GkeNodeCount =
  | { readonly kind: "fixed"; readonly size: number }
  | { readonly kind: "autoscaled"; readonly minSize: number; readonly maxSize: number };

export function planGkeSize(spec: GkeSizeSpec, capacityType: GkeCapacityType): GkeSizePlan {
  const { zones, ignoreScalingChanges = false } = spec;
  const perZone = planPerZone(spec, capacityType);
  const most = perZone.kind === "fixed" ? perZone.size : perZone.maxSize;
  return {
    zones,
    perZone,
    maxSize: most * zones.length,
    ignoresSize: perZone.kind === "fixed" && ignoreScalingChanges,
  };
}

function planPerZone(spec: GkeSizeSpec, capacityType: GkeCapacityType): GkeNodeCount {
  const isFlexStart = capacityType === GkeCapacityType.flexStart;
  const isScaled = spec.minSize !== undefined || spec.maxSize !== undefined;
  if (!isScaled && !isFlexStart) return { kind: "fixed", size: spec.size ?? 1 };
  const minSize = spec.minSize ?? (isFlexStart ? 0 : 1);
  return { kind: "autoscaled", minSize, maxSize: spec.maxSize ?? Math.max(1, minSize) };
}

/** What is wrong with zones and sizes. */
export function checkGkeSize(spec: GkeSizeSpec, capacityType: unknown): Issue[] {
  const form = [
    ...optional(checkWholeNumber(0))("size", spec.size),
    ...optional(checkWholeNumber(0))("minSize", spec.minSize),
    ...optional(checkWholeNumber(1))("maxSize", spec.maxSize),
    ...optional(checkBoolean)("ignoreScalingChanges", spec.ignoreScalingChanges),
  ];
  return [
    ...checkZones("zones", spec.zones),
    ...form,
    ...(form.length > 0 ? [] : checkCounts(spec, capacityType)),
  ];
}

function checkCounts(spec: GkeSizeSpec, capacityType: unknown): Issue[] {
  const { size, minSize, maxSize } = spec;
  if (size !== undefined && capacityType === GkeCapacityType.flexStart) {
    const rule =
      "flex-start machines come as pods wait for them, so that their number is not fixed";
    return [issue("size", size, rule, "write minSize and maxSize instead")];
  }
  if (size !== undefined && (minSize !== undefined || maxSize !== undefined)) {
    const beside = minSize === undefined ? "maxSize" : "minSize";
    const rule = `a pool has a fixed size or is scaled by its load, and ${beside} stands beside it`;
    return [issue("size", size, rule, "leave it out, or minSize and maxSize")];
  }
  if (minSize === undefined && maxSize === undefined) return [];
  const least = minSize ?? (capacityType === GkeCapacityType.flexStart ? 0 : 1);
  if (maxSize === undefined || least <= maxSize) return [];
  const wayOut = `write ${least} or more, or lower minSize`;
  return [issue("maxSize", maxSize, `is below minSize ${least}`, wayOut)];
}

/** `us-central1-b`; an AI zone has a longer name, such as `us-south1-ai1b`. https://cloud.google.com/compute/docs/regions-zones */
const ZONE = /^[a-z]+-[a-z]+\d+-(?:ai\d+)?[a-z]$/;

/** What is wrong with zones of a pool; a pool of one zone has a list of one. */
export function checkZones(path: string, zones: unknown): Issue[] {
  if (!Array.isArray(zones) || zones.length === 0) {
    const rule = "few zones sell machines with accelerators, and sizes count in each zone";
    return [issue(path, zones, rule, 'write for example ["us-central1-b"]')];
  }
  const malformed = zones.flatMap((zone: unknown, index) => checkZone(`${path}[${index}]`, zone));
  if (malformed.length > 0) return malformed;
  const repeated = zones.findIndex((zone, index) => zones.indexOf(zone) < index);
  if (repeated >= 0) {
    const rule = "stands in the list twice";
    return [issue(`${path}[${repeated}]`, zones[repeated], rule, "leave one of the two out")];
  }
  const [first, ...others] = zones.map((zone) => toRegion(String(zone)));
  const foreign = others.findIndex((region) => region !== first);
  if (foreign < 0) return [];
  const rule = `is not in ${first}, and all nodes of a cluster are in one region`;
  return [issue(`${path}[${foreign + 1}]`, zones[foreign + 1], rule, "write zones of one region")];
}

/** What is wrong with one zone. */
export function checkZone(path: string, zone: unknown): Issue[] {
  if (typeof zone === "string" && ZONE.test(zone)) return [];
  const rule = "is no zone of Google Cloud";
  return [issue(path, zone, rule, 'write region and letter, such as "us-central1-b"')];
}

/** What is wrong with the place of the cluster, where it is known: a pool is in its region. */
export function checkLocation(location: unknown, zones: readonly unknown[]): Issue[] {
  if (typeof location !== "string") return [];
  const [zone] = zones;
  if (typeof zone !== "string" || !ZONE.test(zone)) return [];
  const region = toRegion(zone);
  if (location === region || (ZONE.test(location) && toRegion(location) === region)) return [];
  const rule = `is the place of the cluster, and the zone ${zone} is in ${region}`;
  return [
    issue("location", location, rule, "write the region or zone of the cluster, and zones in it"),
  ];
}

/** Region of a zone. */
export function toRegion(zone: string): string {
  return zone.slice(0, zone.lastIndexOf("-"));
}
