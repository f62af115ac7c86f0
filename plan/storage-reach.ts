import { findInstanceType } from "../catalog/ec2-instance-types";
import { findMachineType } from "../catalog/gce-machine-types";
import type { Model } from "../catalog/models";
import { isStorageKind, StorageKind, storageKindRow } from "../catalog/storage-kinds";
import { findTpuGenerationOfMachine } from "../catalog/tpu-generations";
import { type Issue, issue } from "../units/issue";
import { formatGiB, GIBIBYTE } from "../units/quantity";
import { findMachine, MACHINE_CATALOGUES, MACHINE_KEYS } from "./machine";
import { neededBytes } from "./model-bytes";
import type { StorageRef } from "./model-storage-spec";
import type { NodePoolPlan } from "./node-pool";

/** Whether the nodes of each pool can read from the storage; paths are relative to `model`. */
export function checkReach(
  storage: StorageRef,
  pools: readonly NodePoolPlan[],
  row: Model | undefined,
): Issue[] {
  return pools.flatMap((pool) => [
    ...checkZone(storage, pool),
    ...checkCloud(storage, pool),
    ...checkLocalDisks(storage, pool, row),
  ]);
}

function checkZone({ zone, kind }: StorageRef, pool: NodePoolPlan): Issue[] {
  if (zone === undefined || pool.zone === undefined || zone === pool.zone) return [];
  const rule = `the nodes of the pool ${pool.name} are in ${pool.zone}, and ${kind ?? "the claim"} is read in its own zone`;
  return [
    issue("storage.zone", zone, rule, "use a pool in its zone, or a claim in that of the pool"),
  ];
}

/** A machine outside of the catalogue is taken for one that can. */
function checkCloud({ kind }: StorageRef, pool: NodePoolPlan): Issue[] {
  const key = MACHINE_KEYS.find((each) => findMachine({ key: each, name: pool.machine }));
  if (!isStorageKind(kind)) return [];
  const row = storageKindRow(kind);
  // Machines with TPUs are Google's too.
  const machines = key === "generation" ? "machineType" : key;
  if (row.machines !== undefined && machines !== undefined && row.machines !== machines) {
    const { title } = MACHINE_CATALOGUES[row.machines];
    const rule = `is reached from ${title}, and the pool ${pool.name} has ${pool.machine}`;
    return [issue("storage.kind", kind, rule, "use a kind of the cloud that the pool is in")];
  }
  if (kind === StorageKind.hyperdiskMl && !attachesHyperdiskMl(pool.machine)) {
    const rule = `${pool.machine} of the pool ${pool.name} cannot attach it`;
    const wayOut = `use ${StorageKind.filestore} or ${StorageKind.gcsFuse}, or another machine`;
    return [issue("storage.kind", kind, rule, wayOut)];
  }
  return [];
}

/** A machine outside of the catalogue is taken for one that does. */
function attachesHyperdiskMl(machine: string): boolean {
  return (findMachineType(machine) ?? findTpuGenerationOfMachine(machine))?.hyperdiskMl ?? true;
}

/** Each node holds the whole model. */
function checkLocalDisks(
  { kind }: StorageRef,
  pool: NodePoolPlan,
  row: Model | undefined,
): Issue[] {
  if (kind !== StorageKind.localNvme) return [];
  const bytes = localDiskBytes(pool.machine);
  const needed = row === undefined ? 1 : neededBytes(row);
  if (bytes === undefined || bytes >= needed) return [];
  const disks = bytes === 0 ? "no local disks" : `${formatGiB(bytes)} of local disks`;
  const rule = `${pool.machine} of the pool ${pool.name} has ${disks}${row === undefined ? "" : `, and ${row.id} needs ${formatGiB(needed)}`}`;
  return [issue("storage.kind", kind, rule, "use another kind, or a machine with larger disks")];
}

/** Local disks of a machine together, the most that it can have; `undefined` for one outside of the catalogue. */
function localDiskBytes(name: string): number | undefined {
  const instanceType = findInstanceType(name);
  if (instanceType !== undefined) return instanceType.localNvmeBytes;
  if (findTpuGenerationOfMachine(name) !== undefined) return 0;
  const machineType = findMachineType(name);
  if (machineType === undefined) return undefined;
  const { localSsds } = machineType;
  if (localSsds === undefined) return 0;
  const count = localSsds.kind === "attached" ? localSsds.count : Math.max(...localSsds.counts);
  return count * localSsds.sizeGiB * GIBIBYTE;
}
