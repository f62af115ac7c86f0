import { isMap } from "./value-check";

/** Names of the Deployments, or LeaderWorkerSets, whose number of pods an autoscaler sets: what the values say of it is only where a new one begins. */
export function findAutoscaledWorkloads(values: Readonly<Record<string, unknown>>): string[] {
  return ["decode", "prefill"].flatMap((role) => {
    const settings = values[role];
    const autoscaling = isMap(settings) ? settings.autoscaling : undefined;
    const isAutoscaled = isMap(autoscaling) && autoscaling.enabled === true;
    return isAutoscaled ? [`${values.fullnameOverride}-${role}`] : [];
  });
}
