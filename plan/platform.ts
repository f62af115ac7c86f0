import type { Platform } from "../catalog/engines";
import type { NodePoolPlan } from "./node-pool";

/** What the engine of a pool runs on. Devices of which nobody says whose they are, are taken for NVIDIA's: their image is the user's to name. */
export function platformOf({ devicesPerNode, acceleratorVendor }: NodePoolPlan): Platform {
  return devicesPerNode === 0 ? "cpu" : (acceleratorVendor ?? "nvidia");
}

/** What one image for several pools is built for: TPUs where any pool has them, else the first devices, else none. */
export function platformOfPools(pools: readonly NodePoolPlan[]): Platform {
  const platforms = pools.map(platformOf).filter((each) => each !== "cpu");
  return platforms.find((each) => each === "google") ?? platforms[0] ?? "cpu";
}

/** As in an error. */
export const PLATFORM_TITLES: Readonly<Record<Platform, string>> = {
  cpu: "machines without devices",
  amd: "AMD's devices",
  "intel-i915": "Intel's GPUs",
  "intel-xe": "Intel's GPUs",
  "intel-gaudi": "Intel Gaudi",
  nvidia: "NVIDIA's devices",
  google: "TPUs",
};
