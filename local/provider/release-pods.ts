import { parseAllDocuments } from "yaml";
import type { Cluster } from "./cluster";
import { findLastEvent, listEvents, listItems } from "./events";
import { findCondition } from "./kinds";
import type { ReleasePlace } from "./release-inputs";
import { isMap, type PropertyMap, textAt, valueAt } from "./wire";

/** The objects of a manifest. */
export function parseManifest(manifest: string): PropertyMap[] {
  return parseAllDocuments(manifest)
    .map((document): unknown => document.toJS())
    .filter(isObject);
}

function isObject(value: unknown): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How to find the pods of a workload: by its selector, or by the label that its controller writes. */
const POD_SELECTORS: Readonly<Record<string, (workload: PropertyMap) => string>> = {
  DaemonSet: toMatchLabels,
  Deployment: toMatchLabels,
  Job: (job) => `batch.kubernetes.io/job-name=${nameOf(job)}`,
  LeaderWorkerSet: (group) => `leaderworkerset.sigs.k8s.io/name=${nameOf(group)}`,
  StatefulSet: toMatchLabels,
};

/** One line for each pod of the release that is not ready, and for each workload that has no pods at all. */
export async function describeUnreadyPods(
  cluster: Cluster,
  { name, namespace }: ReleasePlace,
): Promise<readonly string[]> {
  const manifest = await cluster.helm(["get", "manifest", name, "--namespace", namespace]);
  if (manifest.exitCode !== 0) return [];
  const workloads = parseManifest(manifest.stdout).filter((each) => kindOf(each) in POD_SELECTORS);
  const events = await listEvents(cluster, namespace, "Pod");
  const lines = await Promise.all(
    workloads.map((workload) => describeWorkload(cluster, namespace, workload, events)),
  );
  return lines.flat();
}

async function describeWorkload(
  cluster: Cluster,
  namespace: string,
  workload: PropertyMap,
  events: readonly PropertyMap[],
): Promise<readonly string[]> {
  const selector = POD_SELECTORS[kindOf(workload)]?.(workload) ?? "";
  const list = await cluster.kubectlJson(["get", "pods", "-n", namespace, "--selector", selector]);
  const pods = listItems(list);
  if (pods.length > 0) {
    return pods
      .filter(
        (pod) => findCondition(pod, "Ready")?.status !== "True" && phaseOf(pod) !== "Succeeded",
      )
      .map((pod) => `pod ${nameOf(pod)}: ${phaseOf(pod)}; ${describePod(pod, events)}`);
  }
  const kind = kindOf(workload);
  if (valueAt(workload, "spec", "replicas") === 0) return [];
  const live = await cluster.kubectlJson([
    "get",
    kind,
    nameOf(workload),
    "-n",
    namespace,
    "--ignore-not-found",
  ]);
  const refusal = live === undefined ? undefined : findCondition(live, "ReplicaFailure");
  return [`${kind} ${nameOf(workload)}: no pods; ${refusal?.message ?? "none was created yet"}`];
}

/** Why a pod is where it is: the scheduler's word, then its containers', then its last event. */
function describePod(pod: PropertyMap, events: readonly PropertyMap[]): string {
  const scheduled = findCondition(pod, "PodScheduled");
  if (scheduled !== undefined && scheduled.status !== "True") return toShortage(scheduled.message);
  const event = findLastEvent(events, nameOf(pod));
  return describeContainers(pod) ?? event ?? "no event says why";
}

/** The scheduler says first what is short, then at length why evicting others would not help. */
function toShortage(message: string): string {
  return message.replace(/ (no new claims to deallocate|preemption:).*$/s, "");
}

function describeContainers(pod: PropertyMap): string | undefined {
  const names = ["initContainerStatuses", "containerStatuses"] as const;
  const statuses = names.flatMap((each) => valueAt(pod, "status", each) ?? []).filter(isMap);
  for (const status of statuses) {
    const state = toRecord(
      valueAt(status, "state", "waiting") ?? valueAt(status, "state", "terminated"),
    );
    const reason = textAt(state, "reason");
    if (reason === undefined || reason === "Completed") continue;
    const message = textAt(state, "message");
    const detail = message === undefined ? reason : `${reason}: ${message}`;
    return `container ${textAt(status, "name")} ${detail}`;
  }
  return undefined;
}

function toRecord(value: unknown): PropertyMap {
  return isObject(value) ? value : {};
}

function toMatchLabels(workload: PropertyMap): string {
  const labels = toRecord(valueAt(workload, "spec", "selector", "matchLabels"));
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}

function kindOf(object: PropertyMap): string {
  return textAt(object, "kind") ?? "";
}

function nameOf(object: PropertyMap): string {
  return textAt(object, "metadata", "name") ?? "";
}

function phaseOf(pod: PropertyMap): string {
  return textAt(pod, "status", "phase") ?? "no phase";
}
