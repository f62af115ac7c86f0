import { setTimeout as sleep } from "node:timers/promises";
import { ControlPlaneFailed } from "./control-plane-failed";
import { runKubectl } from "./kubectl";
import type { ControlPlane } from "./plane";

/** What a person wants to know about one pod. */
export interface PodRow {
  readonly name: string;
  /** Its node; absent while the scheduler has found none. */
  readonly node?: string;
  /** The phase of the API, or `Terminating`. */
  readonly phase: string;
  readonly ready: boolean;
  /** Of all its containers. */
  readonly restarts: number;
  /** Devices that it requests, by resource name: `{ "nvidia.com/gpu": 8 }`. */
  readonly devices: Readonly<Record<string, number>>;
  /** The latest event about it, as `reason: message`; absent when there is none. */
  readonly lastEvent?: string;
}

/** The pods of a namespace, by name. */
export async function readPods(plane: ControlPlane, namespace: string): Promise<readonly PodRow[]> {
  const text = await runKubectl(plane, ["get", "pods,events", "-n", namespace, "-o", "json"]);
  const { items } = JSON.parse(text) as { readonly items: readonly (Pod | Event)[] };
  const events = items.filter((item) => item.kind === "Event");
  return items
    .filter((item) => item.kind === "Pod")
    .map((pod) => toRow(pod, events))
    .sort((left, right) => left.name.localeCompare(right.name));
}

/**
 * Waits until `count` pods of the namespace are Ready and no other is there, and returns them.
 * Throws `ControlPlaneFailed` with the phase and the last event of each pod that is not, when
 * `timeoutSeconds` are over.
 */
export async function waitForPods(
  plane: ControlPlane,
  namespace: string,
  { count, timeoutSeconds }: { readonly count: number; readonly timeoutSeconds: number },
): Promise<readonly PodRow[]> {
  const end = performance.now() + timeoutSeconds * 1000;
  for (;;) {
    const pods = await readPods(plane, namespace);
    if (pods.length === count && pods.every(({ ready }) => ready)) return pods;
    if (performance.now() > end) {
      const ready = pods.filter((pod) => pod.ready).length;
      throw new ControlPlaneFailed(
        `after ${timeoutSeconds} s ${ready} of ${count} pods in namespace ${namespace} are Ready`,
        pods
          .filter((pod) => !pod.ready)
          .map(renderPod)
          .join("\n"),
        `look at them with: kubectl --kubeconfig ${plane.kubeconfig} describe pods -n ${namespace}`,
      );
    }
    await sleep(MILLISECONDS_BETWEEN_LOOKS);
  }
}

const MILLISECONDS_BETWEEN_LOOKS = 300;

function renderPod({ name, phase, lastEvent }: PodRow): string {
  return lastEvent === undefined ? `${name}: ${phase}` : `${name}: ${phase}; ${lastEvent}`;
}

function toRow(pod: Pod, events: readonly Event[]): PodRow {
  const { metadata, spec, status } = pod;
  const lastEvent = events
    .filter((event) => event.involvedObject.uid === metadata.uid)
    .sort((left, right) => timeOf(left).localeCompare(timeOf(right)))
    .at(-1);
  const isGoing = metadata.deletionTimestamp !== undefined;
  const condition = status?.conditions?.find(({ type }) => type === "Ready");
  return {
    name: metadata.name,
    ...(spec.nodeName === undefined ? {} : { node: spec.nodeName }),
    phase: isGoing ? "Terminating" : (status?.phase ?? "Pending"),
    ready: !isGoing && condition?.status === "True",
    restarts: sum((status?.containerStatuses ?? []).map(({ restartCount }) => restartCount)),
    devices: sumDevices(spec.containers),
    ...(lastEvent === undefined ? {} : { lastEvent: `${lastEvent.reason}: ${lastEvent.message}` }),
  };
}

/** The scheduler writes the newer form of an event, controllers the older one. */
function timeOf(event: Event): string {
  return event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp;
}

/** A resource with a domain is a device; Kubernetes' own have none. */
function sumDevices(containers: readonly Container[]): Record<string, number> {
  const devices: Record<string, number> = {};
  for (const { resources } of containers) {
    for (const [name, quantity] of Object.entries(resources?.requests ?? {})) {
      if (name.includes("/")) devices[name] = (devices[name] ?? 0) + Number(quantity);
    }
  }
  return devices;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The parts of the API's objects that are read here. */
interface Pod {
  readonly kind: "Pod";
  readonly metadata: Metadata;
  readonly spec: { readonly nodeName?: string; readonly containers: readonly Container[] };
  readonly status?: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}

interface Container {
  readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
}

interface Event {
  readonly kind: "Event";
  readonly metadata: Metadata;
  readonly involvedObject: { readonly uid: string };
  readonly reason: string;
  readonly message: string;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

interface Metadata {
  readonly name: string;
  readonly uid: string;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
}
