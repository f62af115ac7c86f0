import { AcceleratorVendor } from "../catalog/accelerators";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { isWholeEfaShare } from "./efa-share";
import { divides } from "./model-division";
import type { RolePools, RoleSize } from "./model-role";
import type { NodePoolPlan } from "./node-pool";
import { platformOf } from "./platform";

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

/** A role of two that share the work, and where its pool is written. */
export interface EfaSide {
  readonly role: RoleSize;
  /** Whether it is a pool of the role's own, and not that of the service. */
  readonly isOwn: boolean;
  readonly poolPath: string;
}

/** What EFA asks of both roles, once nothing is wrong with either: hosts of one server are told before. Paths begin at the service. */
export function checkEfaTransfer(
  prefill: EfaSide,
  decode: EfaSide,
  model: Model | undefined,
): Issue[] {
  if (!transfersByEfa({ prefill: prefill.role.pool, decode: decode.role.pool })) return [];
  return [
    ...[prefill, decode].flatMap(({ role }) => checkDivision(role, model)),
    ...checkZones(prefill, decode),
  ];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa.html */
function checkZones(prefill: EfaSide, decode: EfaSide): Issue[] {
  const unknown = [prefill, decode].filter(({ role }) => role.pool.zone === undefined);
  const rule = "caches go over EFA, which does not reach beyond its zone";
  const absent = [...new Set(unknown.map(({ poolPath }) => poolPath))].map((path) =>
    issue(`${path}.zone`, undefined, rule, "write the one zone of its nodes"),
  );
  const [mine, { role: theirs }] = decode.isOwn ? [decode, prefill] : [prefill, decode];
  const { zone } = mine.role.pool;
  if (absent.length > 0 || zone === theirs.pool.zone) return absent;
  const other = `EFA does not reach beyond its zone, and ${theirs.name} runs in ${theirs.pool.zone}`;
  return [issue(`${mine.poolPath}.zone`, zone, other, "use pools of one zone")];
}

/** A part of an interface cannot be asked for. */
function checkDivision({ name, pool, parallelism }: RoleSize, model: Model | undefined): Issue[] {
  const { devicesPerPod, tensor } = parallelism;
  const { efaDevicesForPods: interfaces, devicesPerNode } = pool;
  if (isWholeEfaShare(devicesPerPod, pool)) return [];
  const devicesPerTensor = devicesPerPod / tensor;
  const room = Math.floor(devicesPerNode / devicesPerTensor);
  const sizes = Array.from({ length: room }, (_, index) => index + 1).filter(
    (size) =>
      isWholeEfaShare(size * devicesPerTensor, pool) &&
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
