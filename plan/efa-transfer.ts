import { AcceleratorVendor } from "../catalog/accelerators";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { MEBIBYTE } from "../units/quantity";
import { divides } from "./model-division";
import type { RoleSize } from "./model-role";
import type { NodePoolPlan } from "./node-pool";
import type { ParallelismPlan } from "./parallelism";
import { platformOf } from "./platform";
import type { RolePools } from "./role-pools";

/** What one pod asks of its node to reach others by EFA. */
export interface EfaShare {
  /** EFA interfaces. */
  readonly devices: number;
  /** Huge pages of 2 MiB, in bytes. */
  readonly hugePagesBytes: number;
}

const PAGE_BYTES = 2 * MEBIBYTE;
/** Set aside at boot on every node with EFA: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html */
export const EFA_HUGE_PAGES_BYTES = 5128 * PAGE_BYTES;
/** What the same page has one pod ask for. */
const MOST_HUGE_PAGES_BYTES = 5120 * MEBIBYTE;

/** Whether caches go from prefill to decode by EFA: where both pools say that their nodes have interfaces. */
export function transfersByEfa({ prefill, decode }: RolePools): boolean {
  return hasEfa(prefill) && hasEfa(decode);
}

function hasEfa(pool: NodePoolPlan | undefined): boolean {
  return (
    pool !== undefined &&
    pool.efaDevicesForPods > 0 &&
    platformOf(pool) === AcceleratorVendor.nvidia
  );
}

/** A pod has as large a part of the interfaces and pages of its node as of the devices. */
export function planEfaShare(
  pool: NodePoolPlan,
  { devicesPerPod }: Pick<ParallelismPlan, "devicesPerPod">,
): EfaShare {
  const partOf = (all: number) => Math.floor((all * devicesPerPod) / pool.devicesPerNode);
  const pages = partOf(EFA_HUGE_PAGES_BYTES / PAGE_BYTES);
  return {
    devices: partOf(pool.efaDevicesForPods),
    hugePagesBytes: Math.min(pages * PAGE_BYTES, MOST_HUGE_PAGES_BYTES),
  };
}

/** A role of two that share the work, and where its pool is written. */
export interface EfaSide {
  readonly role: RoleSize;
  readonly poolPath: string;
}

/** What EFA asks of both roles. Paths begin at the service. */
export function checkEfaTransfer(
  prefill: EfaSide,
  decode: EfaSide,
  model: Model | undefined,
): Issue[] {
  const sides = [prefill, decode];
  if (!transfersByEfa({ prefill: prefill.role.pool, decode: decode.role.pool })) return [];
  // Of servers over several hosts it is told where their hosts are told.
  const unknown = sides.filter(
    ({ role }) => role.pool.zone === undefined && role.parallelism.workers === 1,
  );
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa.html
  const rule = "caches go over EFA, which does not reach beyond its zone";
  const wayOut = "write the one zone of its nodes";
  return [
    ...sides.flatMap(({ role }) => checkDivision(role, model)),
    ...[...new Set(unknown.map(({ poolPath }) => poolPath))].map((path) =>
      issue(`${path}.zone`, undefined, rule, wayOut),
    ),
  ];
}

/** A part of an interface cannot be asked for. */
function checkDivision({ name, pool, parallelism }: RoleSize, model: Model | undefined): Issue[] {
  const { devicesPerPod, tensor, pipeline, workers } = parallelism;
  const { efaDevicesForPods: interfaces, devicesPerNode } = pool;
  const isWhole = (devices: number) => (interfaces * devices) % devicesPerNode === 0;
  if (workers > 1 || isWhole(devicesPerPod)) return [];
  const room = Math.floor(devicesPerNode / pipeline);
  const sizes = Array.from({ length: room }, (_, index) => index + 1).filter(
    (size) =>
      isWhole(size * pipeline) &&
      (model === undefined || divides({ ...parallelism, tensor: size }, model)),
  );
  const rule = `a node of ${pool.name} has ${interfaces} EFA interfaces for ${devicesPerNode} devices, which do not divide into pods of ${devicesPerPod}`;
  const other = sizes.length === 0 ? "" : `use ${sizes.join(" or ")}, or `;
  const wayOut = `${other}write efaDevicesPerNode 0 in the pool for caches over TCP`;
  return [issue(`roles.${name}.parallelism.tensor`, tensor, rule, wayOut)];
}

/** Interfaces that only one side has carry nothing: what a preview says of them. */
export function warnOfUnusedEfa({ prefill, decode }: RolePools): Issue[] {
  if (prefill === undefined || decode === undefined || hasEfa(prefill) === hasEfa(decode))
    return [];
  const [having, lacking] = hasEfa(prefill) ? [prefill, decode] : [decode, prefill];
  const rule = `caches go over TCP, since only ${having.name} says that its nodes have EFA interfaces`;
  return [
    issue(
      "roles",
      [having.name, lacking.name],
      rule,
      `write efaDevicesPerNode of ${lacking.name}, if it has any`,
    ),
  ];
}
