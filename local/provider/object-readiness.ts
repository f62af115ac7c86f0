import { setTimeout as delay } from "node:timers/promises";
import type { Cluster } from "./cluster";
import { findLastEvent, listEvents } from "./events";
import type { KindRow } from "./kinds";
import {
  DEFAULT_WAIT_SECONDS,
  describeObject,
  findClusterObject,
  findObject,
} from "./object-client";
import { type PropertyMap, textAt } from "./wire";

/** The live object at the end of the wait; `reason` when it is not ready. */
export interface Awaited {
  readonly live: PropertyMap;
  readonly reason?: string;
}

/** Waits as the object's row says, looking more rarely the longer it takes. */
export async function awaitReady(
  cluster: Cluster,
  row: KindRow,
  applied: PropertyMap,
  timeoutSeconds: number,
): Promise<Awaited> {
  if (row.judge === undefined || (await row.isDeferred?.(applied, findClusterObject(cluster)))) {
    return { live: applied };
  }
  const seconds = timeoutSeconds || (row.waitSeconds ?? DEFAULT_WAIT_SECONDS);
  const deadline = Date.now() + seconds * 1000;
  let live = applied;
  for (let pause = 250; ; pause = Math.min(pause * 2, 2000)) {
    const readiness = row.judge(live);
    if (readiness.state === "ready") return { live };
    const isLate = Date.now() >= deadline;
    if (readiness.state === "failed" || isLate || cluster.stopped) {
      const state = `${readiness.because} ${isLate ? `after ${seconds} s` : "now"}`;
      return { live, reason: await explain(cluster, live, state) };
    }
    await delay(pause);
    live = (await findObject(cluster, applied)) ?? live;
  }
}

async function explain(cluster: Cluster, live: PropertyMap, state: string): Promise<string> {
  const kind = textAt(live, "kind") ?? "";
  const name = textAt(live, "metadata", "name") ?? "";
  const namespace = textAt(live, "metadata", "namespace") ?? "default";
  const event = findLastEvent(await listEvents(cluster, namespace, kind), name);
  const sentence = `${describeObject(live)} is ${state}`;
  return event === undefined ? sentence : `${sentence}; ${event}`;
}
