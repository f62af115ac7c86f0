import type { ModelServicePlan } from "./model-service";
import { rolloutSteps } from "./rollout";

/** What Helm itself needs around the pods: rendering, uploading, watching. */
const RELEASE_OVERHEAD_SECONDS = 300;

/** How long a release may take until every pod is new: one start-up after the other as far as the roll-out demands, and some for Helm. */
export function releaseTimeoutSeconds({ role, startUpBudgetSeconds }: ModelServicePlan): number {
  return (
    rolloutSteps(role.rollout, role.replicas) * startUpBudgetSeconds + RELEASE_OVERHEAD_SECONDS
  );
}
