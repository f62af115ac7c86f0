import type { NodePoolPlan } from "./node-pool";
import type { NodeTaint, TaintEffect } from "./node-pool-ref";

/** A toleration as a pod carries it. */
export interface Toleration {
  readonly key: string;
  readonly operator: "Equal" | "Exists";
  readonly value?: string;
  readonly effect: TaintEffect;
}

/** What binds pods to the nodes of a pool. */
export interface Scheduling {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly Toleration[];
}

/** The selector and tolerations that let pods run on the nodes of the pool and nowhere else. */
export function toScheduling(pool: NodePoolPlan): Scheduling {
  return { nodeSelector: pool.labels, tolerations: pool.taints.map(toToleration) };
}

function toToleration({ key, value, effect }: NodeTaint): Toleration {
  return value === undefined
    ? { key, operator: "Exists", effect }
    : { key, operator: "Equal", value, effect };
}
