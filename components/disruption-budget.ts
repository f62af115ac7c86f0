import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import { MODEL_LABEL, ROLE_LABEL } from "../catalog/well-known";
import { RoleName } from "../plan/model-role";
import type { ModelServicePlan } from "../plan/model-service";
import type { RolePlan } from "../plan/role-plan";
import { childName, childOptions } from "./child";

/** Keeps a drain of nodes from taking more than one pod of a role at a time. */
export function createDisruptionBudgets(
  parent: ComponentResource,
  name: string,
  plan: ModelServicePlan,
  namespace: Input<string>,
  deployment: Resource,
): void {
  // With one replica a budget would only keep its node from ever being drained. Of a group one pod is all of it: where
  // one goes its controller makes the whole group anew, and until that is ready no pod of another group is let go.
  for (const role of plan.roles.filter(({ replicas }) => replicas > 1)) {
    const budget = toDisruptionBudget(plan, role);
    new PodDisruptionBudget(
      childName(name, budget.key),
      {
        metadata: { name: budget.name, namespace },
        spec: { maxUnavailable: 1, selector: { matchLabels: budget.labels } },
      },
      childOptions(parent, [deployment]),
    );
  }
}

function toDisruptionBudget({ releaseName }: ModelServicePlan, { name: role }: RolePlan) {
  const labels = { [MODEL_LABEL]: releaseName };
  if (role === RoleName.both) return { key: "disruption-budget", name: releaseName, labels };
  return {
    key: `${role}-disruption-budget`,
    name: `${releaseName}-${role}`,
    labels: { ...labels, [ROLE_LABEL]: role },
  };
}
