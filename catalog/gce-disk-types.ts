/**
 * Types of disk on GCE from which nodes can boot, in GCE's spelling.
 *
 * How to refresh: https://cloud.google.com/compute/docs/disks. Which machine may use which stands at the machine.
 *
 * Left out: disks that nothing boots from (`hyperdisk-ml`, `hyperdisk-throughput`).
 */
export const GceDiskType = {
  /** Hard disks. */
  pdStandard: "pd-standard",
  /** Solid-state disks whose speed follows from their size. */
  pdBalanced: "pd-balanced",
  /** Faster ones of the same kind. */
  pdSsd: "pd-ssd",
  /** Disks whose speed is bought apart from their size; the only ones of most newer machines. */
  hyperdiskBalanced: "hyperdisk-balanced",
} as const;
export type GceDiskType = (typeof GceDiskType)[keyof typeof GceDiskType];
