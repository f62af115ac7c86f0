import { type Issue, issue } from "../units/issue";
import { GkeCapacityType } from "./gke-capacity";
import type { GkeNodeCount } from "./gke-size";
import type { TpuSlice } from "./tpu-slice";
import { checkWholeNumber, optional } from "./value-check";

/** How many slices there are. */
export interface GkeSliceCountSpec {
  /** Slices, 1 or more, as long as nobody changes it. Stands alone: with `minSliceCount` or `maxSliceCount` slices come as pods wait for them. Defaults to 1 where neither is given. */
  readonly sliceCount?: number;
  /**
   * Slices that are there in any case, 0 or more. Defaults to 1; to 0 with `flex-start`. Where a slice has several hosts,
   * these are made at once, and a raised number makes a slice that came and went with its pods one that stays. Where it
   * has one host, it is what GKE's autoscaler scales down to: the pool begins with so many, and later ones come when pods
   * wait for them, since GKE makes no node to reach a floor.
   */
  readonly minSliceCount?: number;
  /** Slices that there can be as pods wait for them, 1 or more. Defaults to `minSliceCount`, and at least 1. */
  readonly maxSliceCount?: number;
}

/** Slices that are there, and that there can be. */
export interface GkeSliceCount {
  readonly least: number;
  readonly most: number;
  /** Whether their number follows from pods that wait. */
  readonly isScaled: boolean;
}

/** One node pool of GKE: a slice of several hosts, or all slices of one host. */
export interface TpuNodePoolPlan {
  /** Key of the child: `slices`, or `slice-1` and so on. */
  readonly key: string;
  /** Nodes of its one zone. */
  readonly nodes: GkeNodeCount;
}

export function planSliceCount(
  { sliceCount, minSliceCount, maxSliceCount }: GkeSliceCountSpec,
  capacityType: unknown,
): GkeSliceCount {
  const isFlexStart = capacityType === GkeCapacityType.flexStart;
  if (minSliceCount === undefined && maxSliceCount === undefined && !isFlexStart) {
    return { least: sliceCount ?? 1, most: sliceCount ?? 1, isScaled: false };
  }
  const least = minSliceCount ?? (isFlexStart ? 0 : 1);
  return { least, most: maxSliceCount ?? Math.max(1, least), isScaled: true };
}

/**
 * Node pools for these slices. One of several hosts is a pool of its own, which has all of them or none: GKE scales it so,
 * and such a pool cannot grow. https://cloud.google.com/kubernetes-engine/docs/concepts/tpus#node_pool
 */
export function planTpuNodePools(
  { hosts }: TpuSlice,
  { least, most, isScaled }: GkeSliceCount,
): TpuNodePoolPlan[] {
  if (hosts === 1) {
    const nodes: GkeNodeCount = isScaled
      ? { kind: "autoscaled", minSize: least, maxSize: most }
      : { kind: "fixed", size: most };
    return [{ key: "slices", nodes }];
  }
  return Array.from({ length: most }, (_, index) => ({
    key: `slice-${index + 1}`,
    nodes:
      index < least
        ? { kind: "fixed", size: hosts }
        : { kind: "autoscaled", minSize: 0, maxSize: hosts },
  }));
}

/** What is wrong with the number of slices. */
export function checkSliceCount(
  spec: GkeSliceCountSpec,
  capacityType: unknown,
  hosts: number,
): Issue[] {
  const form = [
    ...optional(checkWholeNumber(1))("sliceCount", spec.sliceCount),
    ...optional(checkWholeNumber(0))("minSliceCount", spec.minSliceCount),
    ...optional(checkWholeNumber(1))("maxSliceCount", spec.maxSliceCount),
  ];
  if (form.length > 0) return form;
  const { sliceCount, minSliceCount, maxSliceCount } = spec;
  const isFlexStart = capacityType === GkeCapacityType.flexStart;
  const flexStart = isFlexStart ? checkFlexStart(spec) : [];
  if (flexStart.length > 0) return flexStart;
  if (sliceCount !== undefined && (minSliceCount !== undefined || maxSliceCount !== undefined)) {
    const beside = minSliceCount === undefined ? "maxSliceCount" : "minSliceCount";
    const rule = `slices are fixed in number or come as pods wait for them, and ${beside} stands beside it`;
    const wayOut = "leave it out, or minSliceCount and maxSliceCount";
    return [issue("sliceCount", sliceCount, rule, wayOut)];
  }
  const { least, most } = planSliceCount(spec, capacityType);
  if (hosts > 1 && Math.max(least, most) > MOST_NODE_POOLS) return refuseMany(spec);
  if (least <= most) return [];
  const wayOut = `write ${least} or more, or lower minSliceCount`;
  return [issue("maxSliceCount", maxSliceCount, `is below minSliceCount ${least}`, wayOut)];
}

/** From there on GKE's autoscaler takes longer. https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning (limitations) */
const MOST_NODE_POOLS = 200;

function refuseMany(spec: GkeSliceCountSpec): Issue[] {
  const keys = ["sliceCount", "minSliceCount", "maxSliceCount"] as const;
  const rule = `each slice of several hosts is a node pool, and with more than ${MOST_NODE_POOLS} in a cluster GKE scales slowly`;
  const wayOut = `write ${MOST_NODE_POOLS} or less`;
  return keys
    .filter((key) => (spec[key] ?? 0) > MOST_NODE_POOLS)
    .map((key) => issue(key, spec[key], rule, wayOut));
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/dws */
function checkFlexStart({ sliceCount, minSliceCount }: GkeSliceCountSpec): Issue[] {
  const rule = "flex-start machines come as pods wait for them, and none is there in any case";
  const issues: Issue[] = [];
  if (sliceCount !== undefined) {
    issues.push(issue("sliceCount", sliceCount, rule, "write maxSliceCount instead"));
  }
  if (minSliceCount !== undefined && minSliceCount > 0) {
    issues.push(issue("minSliceCount", minSliceCount, rule, "write 0, or leave it out"));
  }
  return issues;
}
