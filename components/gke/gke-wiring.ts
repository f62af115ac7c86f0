import type { Input } from "@pulumi/pulumi";
import { GKE_GPU_POOL_KEYS } from "../../plan/gke-gpu-node-pool-spec";
import { checkLocation } from "../../plan/gke-size";
import { TPU_POOL_KEYS } from "../../plan/gke-tpu-node-pool-spec";
import {
  checkKeys,
  checkRequiredText,
  checkText,
  checkTexts,
  isMap,
  optional,
  type ValueCheck,
  withoutMisspelt,
} from "../../plan/value-check";
import { type Issue, issue } from "../../units/issue";
import { isLater, withoutLater } from "../wiring";

/** The cluster that a pool belongs to, and the account that its nodes have. */
export interface GkeClusterWiring {
  readonly clusterName: Input<string>;
  readonly location: Input<string>;
  readonly project?: Input<string>;
  readonly nodeServiceAccount: Input<string>;
  readonly resourceLabels?: Record<string, Input<string>>;
}

/** The inputs that every pool on GKE has. */
export const CLUSTER_CHECKS: Readonly<Record<keyof GkeClusterWiring, ValueCheck>> = {
  clusterName: checkRequiredText,
  location: checkRequiredText,
  project: optional(checkText),
  nodeServiceAccount: checkRequiredText,
  resourceLabels: optional(checkTexts()),
};

const GPU_POOL_CHECKS: Readonly<Record<string, ValueCheck>> = {
  ...CLUSTER_CHECKS,
  additionalNetworks: optional(checkNetworks),
};

/** What is wrong with the wiring of a GPU pool, as far as it is known before anything runs. */
export function checkGpuPoolWiring(args: unknown): Issue[] {
  const zones = isMap(args) && Array.isArray(args.zones) ? args.zones : [];
  return checkGkeWiring(args, { checks: GPU_POOL_CHECKS, zones, keys: GKE_GPU_POOL_KEYS });
}

/** What is wrong with the wiring of a pool of TPU slices, as far as it is known before anything runs. */
export function checkTpuPoolWiring(args: unknown): Issue[] {
  const zones = isMap(args) ? [args.zone] : [];
  return checkGkeWiring(args, { checks: CLUSTER_CHECKS, zones, keys: TPU_POOL_KEYS });
}

/** What decides what the wiring of a pool has to be. */
export interface GkeWiringContext {
  /** How each input is checked. */
  readonly checks: Readonly<Record<string, ValueCheck>>;
  /** Those of the pool's spec, as far as they are a list. */
  readonly zones: readonly unknown[];
  /** All that the pool has. */
  readonly keys: readonly string[];
}

/** The plan refuses what is no map, and keys that it does not know. */
function checkGkeWiring(args: unknown, { checks, zones, keys }: GkeWiringContext): Issue[] {
  if (!isMap(args)) return [];
  const issues = Object.entries(checks)
    .filter(([key]) => !isLater(args[key]))
    .flatMap(([key, check]) => check(key, withoutLater(args[key])));
  return [
    ...withoutMisspelt(issues, { path: "", value: args, keys }),
    ...checkLocation(args.location, zones),
  ];
}

const NETWORK_KEYS = ["network", "subnetwork"];

/** How many there may be is checked by the plan, which knows the machine. */
function checkNetworks(path: string, networks: unknown): Issue[] {
  if (!Array.isArray(networks)) {
    const wayOut = "write network and subnetwork of each";
    return [issue(path, networks, "must be a list of networks", wayOut)];
  }
  return networks.flatMap((each: unknown, index) => {
    const place = `${path}[${index}]`;
    const unknown = checkKeys(place, each, NETWORK_KEYS);
    if (!isMap(each)) return unknown;
    const issues = NETWORK_KEYS.flatMap((key) =>
      key in each && each[key] === undefined ? [] : checkRequiredText(`${place}.${key}`, each[key]),
    );
    return [
      ...unknown,
      ...withoutMisspelt(issues, { path: place, value: each, keys: NETWORK_KEYS }),
    ];
  });
}
