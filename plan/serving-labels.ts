import { GROUP_WORKER_INDEX_LABEL, MODEL_LABEL } from "../catalog/well-known";
import type { ModelServicePlan } from "./model-service";
import { answersByLeader } from "./server-group";

/** What the pods of a model carry that answer requests: of groups in which only the leader does, its number too. */
export function toServingLabels({ releaseName, roles }: ModelServicePlan): Record<string, string> {
  const leaders = roles.some(({ parallelism }) => answersByLeader(parallelism));
  return {
    [MODEL_LABEL]: releaseName,
    ...(leaders ? { [GROUP_WORKER_INDEX_LABEL]: "0" } : {}),
  };
}
