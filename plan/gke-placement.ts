import type { GceMachineType } from "../catalog/gce-machine-types";
import { joinAlternatives } from "../units/alternatives";
import { type Issue, issue } from "../units/issue";
import { GkeCapacityType } from "./gke-capacity";
import { checkBoolean, checkText, optional } from "./value-check";

/** Whether the nodes of a pool stand close to each other. */
export interface GkePlacementSpec {
  /** Whether the nodes stand close to each other, which shortens the way between them; at most 1,500 nodes, in one zone. Defaults to true where `placementPolicyName` is given, else to false. Another one replaces the pool. */
  readonly compactPlacement?: boolean;
  /** Name of a placement or workload policy that you made, in the region of the pool; A4X needs one of `1x72` to be one NVLink domain. When absent, GKE makes its own for compact placement. Another one replaces the pool. */
  readonly placementPolicyName?: string;
}

/** Where nodes stand; `undefined` for anywhere in their zones. */
export type GkePlacementPlan = { readonly policyName: string | undefined } | undefined;

export function planGkePlacement(spec: GkePlacementSpec): GkePlacementPlan {
  return isCompact(spec) ? { policyName: spec.placementPolicyName } : undefined;
}

function isCompact({ compactPlacement, placementPolicyName }: GkePlacementSpec): boolean {
  return compactPlacement ?? placementPolicyName !== undefined;
}

/** What decides whether nodes can stand close to each other. */
export interface GkePlacementContext {
  /** `undefined` where it is not known. */
  readonly machine: GceMachineType | undefined;
  readonly zones: readonly unknown[];
  readonly capacityType: unknown;
  /** Most nodes of the pool; `undefined` where it is not known. */
  readonly maxSize: number | undefined;
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement */
const MOST_NODES = 1500;

/** https://github.com/GoogleCloudPlatform/cluster-toolkit/blob/main/modules/compute/gke-node-pool/main.tf (version 1.95, preconditions) */
const COMPACT_WITH_FLEX_START = ["a3-ultragpu-8g", "a4-highgpu-8g"];

export function checkGkePlacement(spec: GkePlacementSpec, context: GkePlacementContext): Issue[] {
  const form = [
    ...optional(checkBoolean)("compactPlacement", spec.compactPlacement),
    ...optional(checkText)("placementPolicyName", spec.placementPolicyName),
  ];
  if (form.length > 0) return form;
  if (spec.compactPlacement === false && spec.placementPolicyName !== undefined) {
    const rule = "a pool without compact placement has no policy";
    const wayOut = "leave it out, or compactPlacement";
    return [issue("placementPolicyName", spec.placementPolicyName, rule, wayOut)];
  }
  return isCompact(spec) ? checkCompact(spec, context) : [];
}

function checkCompact(
  spec: GkePlacementSpec,
  { machine, zones, capacityType, maxSize }: GkePlacementContext,
): Issue[] {
  const refuse = (rule: string, wayOut: string): Issue =>
    spec.compactPlacement === undefined
      ? issue("placementPolicyName", spec.placementPolicyName, rule, wayOut)
      : issue("compactPlacement", spec.compactPlacement, rule, wayOut);
  const issues: Issue[] = [];
  if (zones.length > 1) {
    const rule = `nodes stand close to each other in one zone, and the pool has ${zones.length}`;
    issues.push(refuse(rule, "make a pool for each zone"));
  }
  if (maxSize !== undefined && maxSize > MOST_NODES) {
    const rule = `at most ${MOST_NODES} nodes stand close to each other, and the pool has up to ${maxSize}`;
    issues.push(refuse(rule, "make several pools"));
  }
  const isFlexStart = capacityType === GkeCapacityType.flexStart;
  if (isFlexStart && machine !== undefined && !COMPACT_WITH_FLEX_START.includes(machine.name)) {
    const rule = `flex-start places ${machine.name} where there is room`;
    issues.push(refuse(rule, `leave it out, or use ${joinAlternatives(COMPACT_WITH_FLEX_START)}`));
  }
  return issues;
}
