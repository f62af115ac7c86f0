/**
 * Where weights can lie, one row a kind: the driver, what it lets pods do, how fast it reads, and which machines it keeps out.
 *
 * How to refresh: the pages and repositories linked at the row. AWS writes MB for powers of 1000 in Lustre and MiB for
 * powers of 1024 in EBS; Google writes MiB.
 *
 * Left out: prices (they move), Parallelstore (which Google gives up), S3 Files (of which no figure was read), and the
 * reading speed of buckets and of local disks, of which no figure was read either: they have no `reads`.
 */
import { freezeDeep } from "../units/frozen";
import { GIBIBYTE, MEBIBYTE, TEBIBYTE } from "../units/quantity";
import { GCS_FUSE_VOLUMES_ANNOTATION, GKE_ZONE_TOPOLOGY, ZONE_LABEL } from "./well-known";

/** Where the weights of models lie. */
export const StorageKind = {
  /** A claim that we make, of a StorageClass that the cluster has or that we make with it. */
  storageClass: "storage-class",
  /** Amazon FSx for Lustre: a file system of one zone that many nodes read fast. https://github.com/kubernetes-sigs/aws-fsx-csi-driver */
  fsxLustre: "fsx-lustre",
  /** Amazon EFS: a file system of all zones that grows by itself, and is slow for large models. https://github.com/kubernetes-sigs/aws-efs-csi-driver */
  efs: "efs",
  /** An Amazon EBS disk of type gp3, for one node. https://github.com/kubernetes-sigs/aws-ebs-csi-driver */
  ebsGp3: "ebs-gp3",
  /** A bucket in Amazon S3, read through Mountpoint. https://github.com/awslabs/mountpoint-s3-csi-driver */
  s3Mountpoint: "s3-mountpoint",
  /** A Google Hyperdisk ML: filled once, then read by many nodes of its zone. https://cloud.google.com/compute/docs/disks/hd-types/hyperdisk-ml */
  hyperdiskMl: "hyperdisk-ml",
  /** Google Filestore of the zonal tier. https://github.com/kubernetes-sigs/gcp-filestore-csi-driver */
  filestore: "filestore",
  /** A bucket in Google Cloud Storage, read through FUSE. https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver */
  gcsFuse: "gcs-fuse",
  /** The NVMe disks of each node, which keep nothing when the node goes. */
  localNvme: "local-nvme",
  /** A claim that exists already and that we only use. */
  existing: "existing",
} as const;
export type StorageKind = (typeof StorageKind)[keyof typeof StorageKind];

/** How many nodes may use a claim at once; the words are Kubernetes' own. */
export const AccessMode = {
  /** One node reads and writes: enough for one pod. */
  readWriteOnce: "ReadWriteOnce",
  /** Many nodes read. */
  readOnlyMany: "ReadOnlyMany",
  /** Many nodes read and write. */
  readWriteMany: "ReadWriteMany",
} as const;
export type AccessMode = (typeof AccessMode)[keyof typeof AccessMode];

/** What is made for a kind. */
export type StorageMaking =
  /** A claim, whose volume the driver of its class makes. */
  | "claim"
  /** A volume of what exists already, and the claim that is bound to it. */
  | "volume"
  /** Nothing. */
  | "nothing";

/** Who fills the storage. */
export type StorageFill =
  /** A Job that writes into the claim. */
  | "job"
  /** A Job that writes into a claim of one node, of which a snapshot is taken; pods read a claim made of the snapshot. */
  | "job-and-snapshot"
  /** Whoever puts objects into the bucket: a driver of buckets can neither rename nor overwrite files. */
  | "bucket"
  /** Something on every node. */
  | "node";

/** Speed at which one node alone reads. */
export type StorageReading =
  /** A multiple of the size, by the setting `throughputPerTiB` in MB/s; each word of the setting has its deployment type. */
  | {
      readonly by: "throughputPerTiB";
      readonly deployments: readonly {
        readonly type: string;
        readonly throughputs: readonly number[];
      }[];
    }
  /** A multiple of the size that cannot be chosen, in bytes a second and TiB. */
  | { readonly by: "size"; readonly bytesPerTiB: number }
  /** The setting `throughput`, in MiB/s. */
  | {
      readonly by: "throughput";
      readonly least: number;
      readonly most: number;
      readonly whenAbsent: number;
    }
  /** What somebody has measured, in bytes a second. */
  | { readonly by: "measurement"; readonly bytes: number };

/** Sizes that a volume can have: from the least to the most, in steps counted from 0. */
export interface SizeRange {
  readonly leastBytes: number;
  readonly mostBytes: number;
  /** Absent where every size goes. */
  readonly stepBytes?: number;
}

/** A setting without which some kind has nothing to make; by its name in `ModelStorageSpec`, or in the wiring of the component. */
export type RequiredStorageSetting =
  | "size"
  | "accessMode"
  | "storageClassName"
  | "throughputPerTiB"
  | "zone"
  | "hostPath"
  | "preload"
  | "subnetId"
  | "securityGroupIds"
  | "fileSystemId"
  | "bucketName";

/** A setting that some kind has and another has not. */
export type StorageSetting =
  | RequiredStorageSetting
  | "provisioner"
  | "parameters"
  | "mountOptions"
  | "throughput"
  | "readThroughput"
  | "volumeName"
  | "replaceData";

export interface StorageKindRow {
  readonly makes: StorageMaking;
  /** Name of the CSI driver, which is the provisioner of a class too; absent without one of its own. */
  readonly driver?: string;
  /** The property by which a pool names a machine that can reach it; absent where every machine can. */
  readonly machines?: "instanceType" | "machineType";
  /** Modes that the volume can be used in. With a single one it need not be said. */
  readonly accessModes: readonly AccessMode[];
  /** Whether it lies in one zone, which pods must be in too. */
  readonly isZonal: boolean;
  /** Label of nodes by which the driver places a volume; absent where the class has no say in it. */
  readonly zoneTopology?: string;
  readonly fill: StorageFill;
  /** When the driver makes the volume; absent without a class. */
  readonly binding?: "Immediate" | "WaitForFirstConsumer";
  /** Whether a claim of the class can grow. */
  readonly isExpandable: boolean;
  /** Absent where a size means nothing to the driver. */
  readonly sizes?: readonly SizeRange[];
  /** Absent where no figure was read. */
  readonly reads?: StorageReading;
  /** Parameters of the class that are the same always, in the driver's words. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Options of each mount. */
  readonly mountOptions: readonly string[];
  /** What the driver asks of pods. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Settings without which there is nothing to make. */
  readonly required: readonly RequiredStorageSetting[];
  /** Settings that may be given besides. */
  readonly optional: readonly StorageSetting[];
  readonly sources: readonly string[];
  readonly date: string;
  /** Whether every column was read in the sources. */
  readonly verified: boolean;
}

const { readWriteOnce, readOnlyMany, readWriteMany } = AccessMode;

const ROWS: Readonly<Record<StorageKind, StorageKindRow>> = freezeDeep({
  [StorageKind.storageClass]: {
    makes: "claim",
    accessModes: [readWriteOnce, readOnlyMany, readWriteMany],
    isZonal: false,
    fill: "job",
    // The zone follows from the pod, which is bound to its pool.
    binding: "WaitForFirstConsumer",
    isExpandable: true,
    sizes: [{ leastBytes: 1, mostBytes: Number.MAX_SAFE_INTEGER }],
    parameters: {},
    mountOptions: [],
    podAnnotations: {},
    required: ["size", "accessMode", "storageClassName"],
    optional: [
      ...(["provisioner", "parameters", "mountOptions", "zone", "readThroughput"] as const),
      ...(["preload", "replaceData"] as const),
    ],
    sources: ["https://kubernetes.io/docs/concepts/storage/storage-classes/"],
    date: "2026-11-29",
    verified: true,
  },
  [StorageKind.fsxLustre]: {
    makes: "claim",
    driver: "fsx.csi.aws.com",
    machines: "instanceType",
    accessModes: [readWriteMany],
    // In the zone of its subnet.
    isZonal: true,
    fill: "job",
    binding: "Immediate",
    isExpandable: true,
    sizes: [
      { leastBytes: 1200 * GIBIBYTE, mostBytes: 1200 * GIBIBYTE },
      {
        leastBytes: 2400 * GIBIBYTE,
        mostBytes: Number.MAX_SAFE_INTEGER,
        stepBytes: 2400 * GIBIBYTE,
      },
    ],
    reads: {
      by: "throughputPerTiB",
      deployments: [
        { type: "PERSISTENT_2", throughputs: [125, 250, 500, 1000] },
        { type: "PERSISTENT_1", throughputs: [50, 100, 200] },
      ],
    },
    parameters: {},
    mountOptions: ["flock"],
    podAnnotations: {},
    required: ["size", "throughputPerTiB", "zone", "subnetId", "securityGroupIds"],
    optional: [
      "accessMode",
      "storageClassName",
      "parameters",
      "mountOptions",
      "preload",
      "replaceData",
    ],
    sources: [
      "https://docs.aws.amazon.com/fsx/latest/LustreGuide/ssd-storage.html",
      "https://docs.aws.amazon.com/fsx/latest/LustreGuide/managing-throughput-capacity.html",
      "https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateFileSystem.html",
      "https://github.com/kubernetes-sigs/aws-fsx-csi-driver",
    ],
    date: "2026-11-29",
    // That the driver makes a file system larger was not read.
    verified: false,
  },
  [StorageKind.efs]: {
    makes: "claim",
    driver: "efs.csi.aws.com",
    machines: "instanceType",
    accessModes: [readWriteMany],
    isZonal: false,
    fill: "job",
    binding: "Immediate",
    isExpandable: false,
    // 894 GiB in about 43 minutes, on p5en.48xlarge with elastic throughput.
    reads: { by: "measurement", bytes: Math.round((894 * GIBIBYTE) / (43 * 60)) },
    parameters: { provisioningMode: "efs-ap", directoryPerms: "700" },
    mountOptions: [],
    podAnnotations: {},
    required: ["fileSystemId"],
    optional: [
      "accessMode",
      "storageClassName",
      "parameters",
      "mountOptions",
      "preload",
      "replaceData",
    ],
    sources: [
      "https://github.com/kubernetes-sigs/aws-efs-csi-driver/blob/master/docs/parameters.md",
      "https://github.com/modelplaneai/modelplane/issues/204",
    ],
    date: "2026-11-29",
    verified: true,
  },
  [StorageKind.ebsGp3]: {
    makes: "claim",
    driver: "ebs.csi.aws.com",
    machines: "instanceType",
    accessModes: [readWriteOnce],
    isZonal: true,
    zoneTopology: ZONE_LABEL,
    fill: "job",
    binding: "WaitForFirstConsumer",
    isExpandable: true,
    sizes: [{ leastBytes: GIBIBYTE, mostBytes: 64 * TEBIBYTE }],
    reads: { by: "throughput", least: 125, most: 2000, whenAbsent: 125 },
    parameters: { type: "gp3", encrypted: "true" },
    mountOptions: [],
    podAnnotations: {},
    required: ["size", "zone"],
    optional: [
      ...(["accessMode", "storageClassName", "throughput", "parameters", "mountOptions"] as const),
      ...(["preload", "replaceData"] as const),
    ],
    sources: [
      "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md",
      "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html",
    ],
    date: "2026-11-29",
    // The limits of 64 TiB and 2000 MiB/s were read in others' words only.
    verified: false,
  },
  [StorageKind.s3Mountpoint]: {
    makes: "volume",
    driver: "s3.csi.aws.com",
    machines: "instanceType",
    accessModes: [readOnlyMany],
    isZonal: false,
    fill: "bucket",
    isExpandable: false,
    parameters: {},
    mountOptions: ["read-only"],
    podAnnotations: {},
    required: ["bucketName"],
    optional: ["accessMode", "volumeName", "mountOptions", "readThroughput", "replaceData"],
    sources: [
      "https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/CONFIGURATION.md",
      "https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/examples/kubernetes/static_provisioning/static_provisioning.yaml",
    ],
    date: "2026-11-29",
    verified: false,
  },
  [StorageKind.hyperdiskMl]: {
    makes: "claim",
    driver: "pd.csi.storage.gke.io",
    machines: "machineType",
    accessModes: [readOnlyMany],
    isZonal: true,
    zoneTopology: GKE_ZONE_TOPOLOGY,
    fill: "job-and-snapshot",
    binding: "WaitForFirstConsumer",
    isExpandable: false,
    sizes: [{ leastBytes: 4 * GIBIBYTE, mostBytes: 64 * TEBIBYTE }],
    // The least of a disk grows with its size; Google's guides take 2400.
    reads: { by: "throughput", least: 400, most: 1_200_000, whenAbsent: 2400 },
    parameters: { type: "hyperdisk-ml" },
    mountOptions: ["read_ahead_kb=4096"],
    podAnnotations: {},
    required: ["size", "zone", "preload"],
    optional: [
      ...(["accessMode", "storageClassName", "throughput", "parameters", "mountOptions"] as const),
      ...(["replaceData"] as const),
    ],
    sources: [
      "https://cloud.google.com/compute/docs/disks/hd-types/hyperdisk-ml",
      "https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/hyperdisk-ml",
    ],
    date: "2026-11-29",
    verified: false,
  },
  [StorageKind.filestore]: {
    makes: "claim",
    driver: "filestore.csi.storage.gke.io",
    machines: "machineType",
    accessModes: [readWriteMany],
    isZonal: true,
    zoneTopology: GKE_ZONE_TOPOLOGY,
    fill: "job",
    binding: "WaitForFirstConsumer",
    isExpandable: true,
    sizes: [
      { leastBytes: TEBIBYTE, mostBytes: 9984 * GIBIBYTE, stepBytes: 256 * GIBIBYTE },
      { leastBytes: 10 * TEBIBYTE, mostBytes: 100 * TEBIBYTE, stepBytes: 2560 * GIBIBYTE },
    ],
    reads: { by: "size", bytesPerTiB: 260 * MEBIBYTE },
    parameters: { tier: "zonal" },
    mountOptions: [],
    podAnnotations: {},
    required: ["size", "zone"],
    optional: [
      ...(["accessMode", "storageClassName", "parameters", "mountOptions"] as const),
      ...(["preload", "replaceData"] as const),
    ],
    sources: [
      "https://docs.cloud.google.com/filestore/docs/service-tiers-zonal",
      "https://github.com/kubernetes-sigs/gcp-filestore-csi-driver",
    ],
    date: "2026-11-29",
    verified: true,
  },
  [StorageKind.gcsFuse]: {
    makes: "volume",
    driver: "gcsfuse.csi.storage.gke.io",
    machines: "machineType",
    accessModes: [readOnlyMany],
    isZonal: false,
    fill: "bucket",
    isExpandable: false,
    parameters: {},
    mountOptions: ["ro", "implicit-dirs"],
    podAnnotations: { [GCS_FUSE_VOLUMES_ANNOTATION]: "true" },
    required: ["bucketName"],
    optional: ["accessMode", "volumeName", "mountOptions", "readThroughput", "replaceData"],
    sources: [
      "https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver",
      "https://cloud.google.com/kubernetes-engine/docs/how-to/cloud-storage-fuse-csi-driver-pv",
    ],
    date: "2026-11-29",
    verified: false,
  },
  [StorageKind.localNvme]: {
    makes: "volume",
    accessModes: [readOnlyMany],
    isZonal: false,
    fill: "node",
    isExpandable: false,
    parameters: {},
    mountOptions: [],
    podAnnotations: {},
    required: ["hostPath"],
    optional: ["accessMode", "volumeName", "readThroughput", "replaceData"],
    sources: ["https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"],
    date: "2026-11-29",
    verified: true,
  },
  [StorageKind.existing]: {
    makes: "nothing",
    accessModes: [readWriteOnce, readOnlyMany, readWriteMany],
    isZonal: false,
    fill: "job",
    isExpandable: false,
    sizes: [{ leastBytes: 1, mostBytes: Number.MAX_SAFE_INTEGER }],
    parameters: {},
    mountOptions: [],
    podAnnotations: {},
    required: [],
    optional: ["size", "accessMode", "zone", "readThroughput", "preload"],
    sources: ["https://kubernetes.io/docs/concepts/storage/persistent-volumes/"],
    date: "2026-11-29",
    verified: true,
  },
});

/** The row of a kind. */
export function storageKindRow(kind: StorageKind): StorageKindRow {
  return ROWS[kind];
}

/** Whether a value is a kind: from a file or another language anything can arrive. */
export function isStorageKind(value: unknown): value is StorageKind {
  return Object.values<unknown>(StorageKind).includes(value);
}
