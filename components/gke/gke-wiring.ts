import type { Input } from "@pulumi/pulumi";
import { checkLocation } from "../../plan/gke-size";
import {
  checkRequiredText,
  checkText,
  checkTexts,
  isMap,
  optional,
  type ValueCheck,
  withoutMisspelt,
} from "../../plan/value-check";
import type { Issue } from "../../units/issue";
import { isLater, withoutLater } from "../wiring";

/** The cluster that a pool belongs to, and the account that its nodes have. */
export interface GkeClusterWiring {
  readonly clusterName: Input<string>;
  readonly location: Input<string>;
  readonly project?: Input<string>;
  readonly nodeServiceAccount: Input<string>;
  readonly resourceLabels?: Record<string, Input<string>>;
}

/** The names of the wiring that every pool on GKE has. */
export const GKE_CLUSTER_KEYS = [
  ...["clusterName", "location", "project", "nodeServiceAccount", "resourceLabels"],
] as const satisfies readonly (keyof GkeClusterWiring)[];

const CLUSTER_CHECKS: Readonly<Record<(typeof GKE_CLUSTER_KEYS)[number], ValueCheck>> = {
  clusterName: checkRequiredText,
  location: checkRequiredText,
  project: optional(checkText),
  nodeServiceAccount: checkRequiredText,
  resourceLabels: optional(checkTexts()),
};

/**
 * What is wrong with the wiring of a pool, as far as it is known before anything runs. `zones` are those of its spec, and
 * `keys` all that it has. The plan refuses what is no map, and keys that it does not know.
 */
export function checkGkeWiring(
  args: unknown,
  zones: readonly unknown[],
  keys: readonly string[],
): Issue[] {
  if (!isMap(args)) return [];
  const issues = Object.entries(CLUSTER_CHECKS)
    .filter(([key]) => !isLater(args[key]))
    .flatMap(([key, check]) => check(key, withoutLater(args[key])));
  return [
    ...withoutMisspelt(issues, { path: "", value: args, keys }),
    ...checkLocation(args.location, zones),
  ];
}
