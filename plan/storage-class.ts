import { type StorageKindRow, storageKindRow } from "../catalog/storage-kinds";
import type { ModelStorageSpec } from "./model-storage-spec";
import { findDeployment } from "./storage-reading";

/** A StorageClass that is made. */
export interface StorageClassPlan {
  /** Name of the class. */
  readonly name: string;
  /** Its driver. */
  readonly provisioner: string;
  /** Its parameters, in the driver's own words; without those that the component is wired to. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Options of each mount. */
  readonly mountOptions: readonly string[];
  /** When the driver makes a volume: with the claim, or for the first pod. */
  readonly volumeBindingMode: "Immediate" | "WaitForFirstConsumer";
  /** Whether its claims can grow. */
  readonly allowVolumeExpansion: boolean;
  /** Where volumes may lie; `undefined` where the driver is not told. */
  readonly topology: TopologyPlan | undefined;
}

/** Nodes of one zone. */
export interface TopologyPlan {
  /** Label that tells the zone of a node. */
  readonly key: string;
  /** The zone. */
  readonly zone: string;
}

/** The class of a claim, unless the cluster has it. */
export function planStorageClass(
  name: string,
  spec: ModelStorageSpec,
): StorageClassPlan | undefined {
  const row = storageKindRow(spec.kind);
  const provisioner = row.driver ?? spec.provisioner;
  if (provisioner === undefined) return undefined;
  return {
    name,
    provisioner,
    parameters: { ...planClassParameters(spec), ...spec.parameters },
    mountOptions: [...row.mountOptions, ...(spec.mountOptions ?? [])],
    volumeBindingMode: row.binding ?? "Immediate",
    allowVolumeExpansion: row.isExpandable,
    topology: planTopology(row, spec.zone),
  };
}

function planTopology({ zoneTopology }: StorageKindRow, zone: string | undefined) {
  return zoneTopology === undefined || zone === undefined ? undefined : { key: zoneTopology, zone };
}

/** What a gp3 disk has without more being asked for, and how many it needs for each MiB/s. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const GP3_IOPS = 3000;
const GP3_IOPS_PER_MIBPS = 4;

/** The parameters of the class that follow from the kind and its settings. */
export function planClassParameters(spec: ModelStorageSpec): Record<string, string> {
  const { reads, parameters } = storageKindRow(spec.kind);
  switch (spec.kind) {
    case "fsx-lustre":
      return {
        ...parameters,
        deploymentType: findDeployment(spec) ?? "",
        perUnitStorageThroughput: String(spec.throughputPerTiB),
      };
    case "ebs-gp3": {
      const throughput = toThroughput(spec, reads);
      const iops = throughput * GP3_IOPS_PER_MIBPS;
      return {
        ...parameters,
        throughput: String(throughput),
        ...(iops > GP3_IOPS ? { iops: String(iops) } : {}),
      };
    }
    case "hyperdisk-ml":
      return {
        ...parameters,
        "provisioned-throughput-on-create": `${toThroughput(spec, reads)}Mi`,
      };
    default:
      return { ...parameters };
  }
}

function toThroughput({ throughput }: ModelStorageSpec, reads: StorageKindRow["reads"]): number {
  return throughput ?? (reads?.by === "throughput" ? reads.whenAbsent : 0);
}
