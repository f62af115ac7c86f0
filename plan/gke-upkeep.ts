import { type Issue, issue } from "../units/issue";
import { type GkeCapacityPlan, GkeCapacityType } from "./gke-capacity";
import { checkBoolean, checkWholeNumber, optional } from "./value-check";

/** What GKE does to nodes by itself. */
export interface GkeUpkeepSpec {
  /** Whether GKE replaces nodes that stay unhealthy. Defaults to true; to false with `flex-start`, which has no other. */
  readonly autoRepair?: boolean;
  /** Whether GKE brings nodes to the version of the control plane. Defaults to true, which a cluster in a release channel demands. https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels */
  readonly autoUpgrade?: boolean;
  /** Nodes that an upgrade makes before it ends old ones, in each zone, 0 or more. Defaults to 1; to 0 where no machine is to spare: on a reservation and with compact placement. With `flex-start` GKE upgrades by itself, as nodes come and go. */
  readonly maxSurge?: number;
  /** Nodes that an upgrade takes away at a time, 0 or more. Defaults to 0; to 1 where `maxSurge` is 0. */
  readonly maxUnavailable?: number;
}

/** What GKE does to nodes by itself. */
export interface GkeUpkeepPlan {
  readonly autoRepair: boolean;
  readonly autoUpgrade: boolean;
  /** How an upgrade goes; `undefined` where GKE has a way of its own. */
  readonly upgrade: { readonly maxSurge: number; readonly maxUnavailable: number } | undefined;
}

/** What decides whether there is a machine to spare. */
export interface GkeUpkeepContext {
  readonly capacity: GkeCapacityPlan;
  /** Whether the nodes stand close to each other. */
  readonly isCompact: boolean;
}

export function planGkeUpkeep(spec: GkeUpkeepSpec, context: GkeUpkeepContext): GkeUpkeepPlan {
  const isFlexStart = context.capacity.capacityType === GkeCapacityType.flexStart;
  const maxSurge = spec.maxSurge ?? (hasSpare(context) && (spec.maxUnavailable ?? 0) === 0 ? 1 : 0);
  return {
    autoRepair: spec.autoRepair ?? !isFlexStart,
    autoUpgrade: spec.autoUpgrade ?? true,
    // https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies#short-lived-upgrade
    upgrade: isFlexStart
      ? undefined
      : { maxSurge, maxUnavailable: spec.maxUnavailable ?? (maxSurge === 0 ? 1 : 0) },
  };
}

/** A reservation has no machine beyond its own, and next to a compact pool there may be none. */
function hasSpare({ capacity, isCompact }: GkeUpkeepContext): boolean {
  return !capacity.deletesFirst && !isCompact;
}

/** What is wrong with how nodes are repaired and upgraded. */
export function checkGkeUpkeep(spec: GkeUpkeepSpec, context: GkeUpkeepContext): Issue[] {
  const form = [
    ...optional(checkBoolean)("autoRepair", spec.autoRepair),
    ...optional(checkBoolean)("autoUpgrade", spec.autoUpgrade),
    ...optional(checkWholeNumber(0))("maxSurge", spec.maxSurge),
    ...optional(checkWholeNumber(0))("maxUnavailable", spec.maxUnavailable),
  ];
  if (context.capacity.capacityType === GkeCapacityType.flexStart) {
    return [...form, ...checkFlexStart(spec)];
  }
  return form.length > 0 ? form : checkUpgrade(spec, context);
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/dws */
function checkFlexStart({ autoRepair, maxSurge, maxUnavailable }: GkeUpkeepSpec): Issue[] {
  const issues: Issue[] = [];
  if (autoRepair === true) {
    const rule = "GKE repairs no flex-start nodes, and refuses a pool that asks for it";
    issues.push(issue("autoRepair", autoRepair, rule, "write false, or leave it out"));
  }
  for (const [key, value] of Object.entries({ maxSurge, maxUnavailable })) {
    if (value === undefined) continue;
    const rule = "flex-start nodes are upgraded as they come and go";
    issues.push(issue(key, value, rule, "leave it out"));
  }
  return issues;
}

/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools#upgradesettings */
const MOST_AT_ONCE = 20;

function checkUpgrade(spec: GkeUpkeepSpec, context: GkeUpkeepContext): Issue[] {
  const { upgrade } = planGkeUpkeep(spec, context);
  if (upgrade === undefined) return [];
  const { maxSurge, maxUnavailable } = upgrade;
  if (maxSurge > 0 && !hasSpare(context)) {
    const place = context.isCompact ? "a pool with compact placement" : "a reservation";
    const rule = `${place} has no machine to spare for an upgrade`;
    return [issue("maxSurge", spec.maxSurge, rule, "write 0, or leave it out")];
  }
  if (maxSurge + maxUnavailable === 0) {
    const rule = "no node could be upgraded: maxSurge is 0 too";
    return [issue("maxUnavailable", spec.maxUnavailable, rule, "write 1 or more, or leave it out")];
  }
  if (maxSurge + maxUnavailable <= MOST_AT_ONCE) return [];
  const rule = `with maxUnavailable ${maxUnavailable}, an upgrade would be at more than ${MOST_AT_ONCE} nodes at once`;
  return [
    issue(
      "maxSurge",
      maxSurge,
      rule,
      `write both so that they are ${MOST_AT_ONCE} or less together`,
    ),
  ];
}
