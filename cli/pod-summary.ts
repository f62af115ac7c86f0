import type { PodRow } from "../local/control-plane/pods";
import type { EnvironmentPlan } from "../plan/environment";
import { renderTable } from "./table";

/** What runs where, as the API server says it. */
export function renderPods(plan: EnvironmentPlan, pods: readonly PodRow[]): string {
  return renderTable(
    ["MODEL", "POD", "NODE", "DEVICES", "STATE"],
    pods.map((pod) => [
      findOwner(plan, pod),
      pod.name,
      pod.node ?? "none yet",
      describeDevices(pod),
      describeState(pod),
    ]),
  );
}

function findOwner(plan: EnvironmentPlan, { name }: PodRow): string {
  const owner = Object.entries(plan.models).find(([, { releaseName }]) =>
    name.startsWith(`${releaseName}-`),
  );
  return owner?.[0] ?? "";
}

function describeDevices({ devices }: PodRow): string {
  return Object.entries(devices)
    .map(([resource, count]) => `${count} x ${resource}`)
    .join(", ");
}

function describeState({ phase, ready }: PodRow): string {
  return ready ? `${phase}, ready` : phase;
}
