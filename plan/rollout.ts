import { type Issue, issue, type Result } from "../units/issue";
import { checkKeys, checkWholeNumber, isMap, optional } from "./value-check";

/** How a new version of the pods takes the place of the old one; the words are Kubernetes' own. */
export interface RolloutSettings {
  /** Pods above `replicas` while the new version starts; of servers over several hosts, whole groups. Whole number of 0 or more. Needs free devices. Defaults to 1 when the pool at its maximum has room for one more pod, else 0. */
  readonly maxSurge?: number;
  /** Pods, or groups, that may be missing meanwhile. Whole number of 0 or more; not 0 together with a surge of 0. Defaults to 0 with a surge, else to 1. */
  readonly maxUnavailable?: number;
}

/** How a new version of the pods takes the place of the old one, written out. */
export interface RolloutPlan {
  /** Pods above `replicas` while the new version starts. */
  readonly maxSurge: number;
  /** Pods that may be missing meanwhile. */
  readonly maxUnavailable: number;
}

/** Whether so many pods more than the replicas fit on the pool at its maximum; `undefined` when that is not known. */
export type RoomFor = (pods: number) => boolean | undefined;

/**
 * Fills in what is left out, or says why no pod could ever be exchanged; paths are relative to `rollout`.
 *
 * Kubernetes' own default (a quarter of the pods surge, none of a single one may be missing) hangs for ever where no
 * device is free: the new pod stays Pending and the old one stays. So without known room the old pod goes first.
 */
export function planRollout(
  settings: RolloutSettings | undefined,
  hasRoomFor: RoomFor,
): Result<RolloutPlan> {
  const form = settings === undefined ? [] : checkForm(settings);
  if (form.length > 0) return { ok: false, issues: form };
  const maxSurge = settings?.maxSurge ?? (hasRoomFor(1) === true ? 1 : 0);
  const plan = { maxSurge, maxUnavailable: settings?.maxUnavailable ?? (maxSurge === 0 ? 1 : 0) };
  const issues = checkExchange(plan, hasRoomFor);
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: plan };
}

function checkForm(settings: unknown): Issue[] {
  const unknown = checkKeys("", settings, ["maxSurge", "maxUnavailable"]);
  if (!isMap(settings)) return unknown;
  return [
    ...unknown,
    ...optional(checkWholeNumber(0))("maxSurge", settings.maxSurge),
    ...optional(checkWholeNumber(0))("maxUnavailable", settings.maxUnavailable),
  ];
}

function checkExchange({ maxSurge, maxUnavailable }: RolloutPlan, hasRoomFor: RoomFor): Issue[] {
  if (maxUnavailable > 0) return [];
  if (maxSurge === 0) {
    return [
      issue(
        "maxUnavailable",
        0,
        "with no surge no pod could ever be exchanged",
        `set maxUnavailable to 1${hasRoomFor(1) === false ? "" : ", or maxSurge to 1"}`,
      ),
    ];
  }
  if (hasRoomFor(maxSurge) !== false) return [];
  return [
    issue(
      "maxSurge",
      maxSurge,
      "the pool at its maximum has no room for the extra pods, so the roll-out would hang",
      "set maxSurge to 0 and maxUnavailable to 1, or raise the maximum of the pool",
    ),
  ];
}

/** How many times one start-up passes until all pods are new. */
export function rolloutSteps(plan: RolloutPlan, replicas: number): number {
  return Math.max(1, Math.ceil(replicas / (plan.maxSurge + plan.maxUnavailable)));
}

/** What a change of the pods of `what` costs, for people: read in the preview before it happens. */
export function describeRollout(plan: RolloutPlan, replicas: number, what: string): string {
  if (replicas === 0) return "a change exchanges nothing, there are no pods";
  if (plan.maxUnavailable === 0) return "a change starts the new pod beside the old one";
  if (plan.maxUnavailable >= replicas)
    return `a change restarts ${what}: no spare node, down until the new pod is ready`;
  return `a change takes ${plan.maxUnavailable} of ${replicas} replicas down at a time`;
}
