import type { Platform } from "../catalog/engines";
import { GOOGLE_TPU_RESOURCE } from "../catalog/well-known";
import type { NodePoolPlan } from "./node-pool";

/** What the engine of a pool runs on. Devices of makers without images in the catalogue are taken for NVIDIA's: their image is the user's to name. */
export function platformOf({ devicesPerNode, deviceResource }: NodePoolPlan): Platform {
  if (devicesPerNode === 0) return "cpu";
  return deviceResource === GOOGLE_TPU_RESOURCE ? "google" : "nvidia";
}

/** What one image for several pools is built for: TPUs where any pool has them, else devices where any has some. */
export function platformOfPools(pools: readonly NodePoolPlan[]): Platform {
  const platforms = pools.map(platformOf);
  return (["google", "nvidia"] as const).find((each) => platforms.includes(each)) ?? "cpu";
}

/** As in an error. */
export const PLATFORM_TITLES: Readonly<Record<Platform, string>> = {
  cpu: "machines without devices",
  amd: "AMD's devices",
  nvidia: "NVIDIA's devices",
  google: "TPUs",
};
