import { findInstanceType } from "../catalog/ec2-instance-types";
import { findMachineType } from "../catalog/gce-machine-types";
import type { Model } from "../catalog/models";
import { isStorageKind, StorageKind, storageKindRow } from "../catalog/storage-kinds";
import { type Issue, issue } from "../units/issue";
import { formatGiB } from "../units/quantity";
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
  const machines = MACHINE_KEYS.find(
    (key) => findMachine({ key, name: pool.machine }) !== undefined,
  );
  if (!isStorageKind(kind)) return [];
  const row = storageKindRow(kind);
  if (row.machines !== undefined && machines !== undefined && row.machines !== machines) {
    const { title } = MACHINE_CATALOGUES[row.machines];
    const rule = `is reached from ${title}, and the pool ${pool.name} has ${pool.machine}`;
    return [issue("storage.kind", kind, rule, "use a kind of the cloud that the pool is in")];
  }
  const [series = ""] = pool.machine.split("-");
  if (row.machines === "machineType" && row.excludedSeries.includes(series)) {
    const rule = `${pool.machine} of the pool ${pool.name} cannot attach it`;
    const wayOut = `use ${StorageKind.filestore} or ${StorageKind.gcsFuse}, or another machine`;
    return [issue("storage.kind", kind, rule, wayOut)];
  }
  return [];
}

/** Each node holds the whole model. */
function checkLocalDisks(
  { kind }: StorageRef,
  pool: NodePoolPlan,
  row: Model | undefined,
): Issue[] {
  if (kind !== StorageKind.localNvme) return [];
  const machine = findInstanceType(pool.machine) ?? findMachineType(pool.machine);
  const needed = row === undefined ? 1 : neededBytes(row);
  if (machine === undefined || machine.localNvmeBytes >= needed) return [];
  const disks =
    machine.localNvmeBytes === 0
      ? "no local disks"
      : `${formatGiB(machine.localNvmeBytes)} of local disks`;
  const rule = `${pool.machine} of the pool ${pool.name} has ${disks}${row === undefined ? "" : `, and ${row.id} needs ${formatGiB(needed)}`}`;
  return [issue("storage.kind", kind, rule, "use another kind, or a machine with larger disks")];
}
