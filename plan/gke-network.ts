import type { GceMachineType } from "../catalog/gce-machine-types";
import { GKE_DRANET_LABEL, GKE_UNIFIED_CNI_LABEL } from "../catalog/well-known";
import { type Issue, issue } from "../units/issue";
import type { NodeLabels } from "./node-labels";
import { checkChoice, optional } from "./value-check";

/** Who makes the networks by which devices of different nodes reach each other. */
export const AcceleratorNetworkProfile = {
  /** GKE makes them, and DRANET gives their interfaces to pods that claim them. */
  auto: "auto",
  /** Nobody but you, by `additionalNetworks`. */
  none: "none",
} as const;
export type AcceleratorNetworkProfile =
  (typeof AcceleratorNetworkProfile)[keyof typeof AcceleratorNetworkProfile];

/** How devices of different nodes reach each other. */
export interface GkeNetworkSpec {
  /**
   * Who makes the networks for GPUDirect. Defaults to `none`. `auto` is for A3 Ultra, A4 and A4X in one zone, and needs a
   * cluster with Dataplane V2 and GKE 1.34.1-gke.1829001 or later; pods then claim interfaces by
   * `mrdma.google.com`. Another one replaces the pool.
   * https://docs.cloud.google.com/kubernetes-engine/docs/how-to/allocate-network-resources-dra
   */
  readonly acceleratorNetworkProfile?: AcceleratorNetworkProfile;
}

/** How devices of different nodes reach each other. */
export interface GkeNetworkPlan {
  /** Whether GKE makes the networks. */
  readonly hasProfile: boolean;
  /** Whether the interfaces of nodes are gVNIC, Google's own. */
  readonly hasGvnic: boolean;
  /** Labels by which GKE turns on what gives interfaces to pods. */
  readonly nodeLabels: NodeLabels;
}

export function planGkeNetwork(spec: GkeNetworkSpec, machine: GceMachineType): GkeNetworkPlan {
  const hasProfile = spec.acceleratorNetworkProfile === AcceleratorNetworkProfile.auto;
  return {
    hasProfile,
    // Bare metal has interfaces of another kind: https://docs.cloud.google.com/compute/docs/instances/bare-metal-instances
    hasGvnic: !isBareMetal(machine),
    nodeLabels: hasProfile
      ? {
          [GKE_DRANET_LABEL]: "true",
          ...(isBareMetal(machine) ? { [GKE_UNIFIED_CNI_LABEL]: "cni-migration" } : {}),
        }
      : {},
  };
}

function isBareMetal({ name }: GceMachineType): boolean {
  return name.endsWith("-metal");
}

/** The number of networks that a node with GPUDirect takes beside its own. */
export function countAdditionalNetworks({ networkCards }: GceMachineType): number {
  return networkCards - 1;
}

/** What decides which networks a pool can have. */
export interface GkeNetworkContext {
  /** `undefined` where it is not known. */
  readonly machine: GceMachineType | undefined;
  readonly zones: readonly unknown[];
  /** Networks that the user made; nothing is said of what is no list yet. */
  readonly additionalNetworks: unknown;
}

export function checkGkeNetwork(
  { acceleratorNetworkProfile: profile }: GkeNetworkSpec,
  { machine, zones, additionalNetworks }: GkeNetworkContext,
): Issue[] {
  const words = Object.values(AcceleratorNetworkProfile);
  const form = optional(checkChoice(words))("acceleratorNetworkProfile", profile);
  if (form.length > 0) return form;
  const networks = Array.isArray(additionalNetworks) ? additionalNetworks.length : undefined;
  if (profile !== AcceleratorNetworkProfile.auto) {
    return networks === undefined || machine === undefined ? [] : checkCount(networks, machine);
  }
  return [
    ...(networks === undefined ? [] : checkBeside(networks)),
    ...(machine === undefined ? [] : checkProfile(machine)),
    ...checkOneZone(zones),
  ];
}

function checkBeside(networks: number): Issue[] {
  const rule = "acceleratorNetworkProfile auto makes the networks itself";
  return [issue("additionalNetworks", networks, rule, "leave one of the two out")];
}

function checkProfile(machine: GceMachineType): Issue[] {
  if (machine.gpuNetworkWays.includes("network-profile")) return [];
  const rule = `no network profile of GKE is known for ${machine.name}`;
  const wayOut = machine.gpuNetworkWays.includes("additional-networks")
    ? `leave it out, and name ${countAdditionalNetworks(machine)} additionalNetworks`
    : "leave it out";
  return [issue("acceleratorNetworkProfile", AcceleratorNetworkProfile.auto, rule, wayOut)];
}

function checkOneZone(zones: readonly unknown[]): Issue[] {
  if (zones.length < 2) return [];
  const rule = `a network profile is for one zone, and the pool has ${zones.length}`;
  const wayOut = "make a pool for each zone";
  return [issue("acceleratorNetworkProfile", AcceleratorNetworkProfile.auto, rule, wayOut)];
}

function checkCount(networks: number, machine: GceMachineType): Issue[] {
  const { name, gpuDirect, gpuNetworkWays } = machine;
  if (gpuDirect === undefined) {
    const rule = `${name} has no network cards for GPUDirect`;
    return [issue("additionalNetworks", networks, rule, "leave it out")];
  }
  if (!gpuNetworkWays.includes("additional-networks")) {
    const rule = `GKE gives ${name} no networks that you made`;
    const wayOut = "leave it out, and use acceleratorNetworkProfile auto";
    return [issue("additionalNetworks", networks, rule, wayOut)];
  }
  const needed = countAdditionalNetworks(machine);
  if (networks === needed) return [];
  const rule = `${name} takes ${needed} of them: ${describeNetworks(machine)}`;
  return [issue("additionalNetworks", networks, rule, `name ${needed}, or leave it out`)];
}

/** https://docs.cloud.google.com/compute/docs/gpus/gpu-network-bandwidth, https://docs.cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom */
function describeNetworks({ gpuDirect, networkCards }: GceMachineType): string {
  if (gpuDirect === "rdma") {
    return `1 for its second gVNIC, and ${networkCards - 2} subnetworks of one RDMA network`;
  }
  return `1 for each network card of ${gpuDirect === "tcpx" ? "GPUDirect-TCPX" : "GPUDirect-TCPXO"}`;
}
