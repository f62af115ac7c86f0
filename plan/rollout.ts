import { type Issue, issue } from "../units/issue";
import { checkWholeNumber } from "./value-check";

/** How a new version of the pods takes the place of the old one; the words are Kubernetes' own. */
export interface RolloutSettings {
  /** Pods above `replicas` while the new version starts. Whole number of 0 or more. Needs free devices. Defaults to 1 when the pool at its maximum has room for one more pod, else 0. */
  readonly maxSurge?: number;
  /** Pods that may be missing meanwhile. Whole number of 0 or more; not 0 together with a surge of 0. Defaults to 0 with a surge, else 1. */
  readonly maxUnavailable?: number;
}

export interface RolloutPlan {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/**
 * Kubernetes' own default (a quarter of the pods surge, none of a single one may be missing) hangs for ever where no
 * device is free: the new pod stays Pending and the old one stays. So without known room the old pod goes first.
 */
export function resolveRollout(
  settings: RolloutSettings | undefined,
  hasRoomForOneMore: boolean,
): RolloutPlan {
  const maxSurge =
    settings?.maxSurge ?? (settings?.maxUnavailable === undefined && hasRoomForOneMore ? 1 : 0);
  return { maxSurge, maxUnavailable: settings?.maxUnavailable ?? (maxSurge === 0 ? 1 : 0) };
}

/** Paths are relative to `rollout`. */
export function checkRollout(
  settings: RolloutSettings | undefined,
  fitsWithSurge: (surge: number) => boolean,
): Issue[] {
  if (settings === undefined) return [];
  const { maxSurge, maxUnavailable } = settings;
  const issues = [
    ...(maxSurge === undefined ? [] : checkWholeNumber(0)("maxSurge", maxSurge)),
    ...(maxUnavailable === undefined ? [] : checkWholeNumber(0)("maxUnavailable", maxUnavailable)),
  ];
  if (issues.length > 0) return issues;
  if ((maxSurge ?? 0) === 0 && maxUnavailable === 0) {
    return [
      issue(
        "maxUnavailable",
        0,
        "with no surge no pod could ever be exchanged",
        "set maxUnavailable to 1, or maxSurge to 1",
      ),
    ];
  }
  if (
    maxSurge !== undefined &&
    maxSurge > 0 &&
    (maxUnavailable ?? 0) === 0 &&
    !fitsWithSurge(maxSurge)
  ) {
    return [
      issue(
        "maxSurge",
        maxSurge,
        "the pool at its maximum has no room for the extra pods, so the roll-out would hang",
        "set maxSurge to 0 and maxUnavailable to 1, or raise the maximum of the pool",
      ),
    ];
  }
  return [];
}

/** How many times one start-up passes until all pods are new. */
export function rolloutSteps(plan: RolloutPlan, replicas: number): number {
  return Math.max(1, Math.ceil(replicas / (plan.maxSurge + plan.maxUnavailable)));
}

/** What a change of the pods costs, for people: read in the preview before it happens. */
export function describeRollout(plan: RolloutPlan, replicas: number): string {
  if (plan.maxUnavailable === 0) return "a change starts the new pod beside the old one";
  if (plan.maxUnavailable >= replicas)
    return "a change restarts the model: no spare node, down until the new pod is ready";
  return `a change takes ${plan.maxUnavailable} of ${replicas} replicas down at a time`;
}
