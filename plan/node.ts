import { EFA_RESOURCE, HUGE_PAGES_2MI_RESOURCE } from "../catalog/well-known";
import { EFA_HUGE_PAGES_BYTES } from "./efa-share";
import type { NodePoolPlan } from "./node-pool";
import type { NodeTaint } from "./node-pool-ref";
import type { NodeResources } from "./node-resources";
import { toNodeLabels } from "./node-selection";

/** One node of the pool as an API server shows it: what the local control plane plays. */
export interface NodePlan {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly NodeTaint[];
  readonly capacity: NodeResources;
  readonly allocatable: NodeResources;
  /** Further resources by name, equal in capacity and allocatable; huge pages are in bytes. */
  readonly extendedResources: Readonly<Record<string, number>>;
}

/** The nodes of a pool at its maximum size; one when the maximum is not known. */
export function planNodes(pool: NodePoolPlan): NodePlan[] {
  return Array.from({ length: pool.maxSize ?? 1 }, (_, index) => ({
    name: `${pool.name}-${index + 1}`,
    labels: toNodeLabels(pool),
    taints: pool.taints,
    capacity: pool.capacity ?? pool.allocatable,
    allocatable: pool.allocatable,
    extendedResources: {
      ...(pool.deviceResource === undefined ? {} : { [pool.deviceResource]: pool.devicesPerNode }),
      ...(pool.efaDevicesPerNode === 0 ? {} : { [EFA_RESOURCE]: pool.efaDevicesPerNode }),
      ...(pool.efaDevicesForPods === 0 ? {} : { [HUGE_PAGES_2MI_RESOURCE]: EFA_HUGE_PAGES_BYTES }),
    },
  }));
}
