import type { ModelServicePlan } from "./model-service";
import { rolloutSteps } from "./rollout";

/** What Helm itself needs around the pods: rendering, uploading, watching. */
const RELEASE_OVERHEAD_SECONDS = 300;

/** How long a release may take until every pod is new: one start-up after the other as far as the roll-out of its slowest role demands, and some for Helm. */
export function releaseTimeoutSeconds({ roles, startUpBudgetSeconds }: ModelServicePlan): number {
  const steps = roles.map(({ rollout, replicas }) => rolloutSteps(rollout, replicas));
  return Math.max(...steps) * startUpBudgetSeconds + RELEASE_OVERHEAD_SECONDS;
}
