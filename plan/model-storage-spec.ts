import type { AccessMode, StorageKind, StorageSetting } from "../catalog/storage-kinds";
import type { PreloadSettings } from "./preload-settings";

/** Which claim holds the weights, and whether we make it. */
export interface ModelStorageSpec {
  /** Where the weights lie, and so how the claim comes to be. */
  readonly kind: StorageKind;
  /** Name of the claim. Defaults to the name of the component. Another name is another claim, without the data of the first: see `replaceData`. */
  readonly claimName?: string;
  /** Size of the claim as a Kubernetes quantity, such as `2Ti`; at least what the models in it need and a twentieth more, which is checked. A larger one grows the claim where its driver can; a smaller one is refused. Required where the kind has sizes, refused with `efs`, buckets and `local-nvme`, optional with `existing`. */
  readonly size?: string;
  /** How many nodes may use the claim at once. Required with `storage-class`; every other kind has one mode and takes it. More than one replica needs one of the `Many` modes. */
  readonly accessMode?: AccessMode;
  /** Name of the StorageClass. Required with `storage-class`. Defaults to `<claim name>-<kind>` where we make the class; a class belongs to the whole cluster, so of two namespaces with one claim name each needs its own. */
  readonly storageClassName?: string;
  /** Driver of a StorageClass that we make, such as `fsx.csi.aws.com`; only with `storage-class`, since other kinds have theirs. When absent, the class must exist in the cluster. A class belongs to the whole cluster: of several stacks on it one makes the class, and the others leave this out. */
  readonly provisioner?: string;
  /** Further parameters of a StorageClass that we make, in the driver's own words. They hold for volumes that are made from then on. With `storage-class` only beside `provisioner`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Further options of each mount, in the driver's own words, such as `prefix models/` of `s3-mountpoint`. */
  readonly mountOptions?: string[];
  /** Speed of an `fsx-lustre` file system in MB/s for each TiB of its size: 125, 250, 500 or 1000, or 50, 100 or 200 of the generation before. It decides the price, and how long each start takes. Required with `fsx-lustre`. https://docs.aws.amazon.com/fsx/latest/LustreGuide/managing-throughput-capacity.html */
  readonly throughputPerTiB?: number;
  /** Speed of a disk in MiB/s: 125 to 2000 with `ebs-gp3`, by default 125; 400 to 1200000 with `hyperdisk-ml`, by default 2400. It decides the price, and how long each start takes. */
  readonly throughput?: number;
  /** Bytes that one node reads in a second, as a Kubernetes quantity such as `2Gi`, where it is known by measurement alone. When absent nothing is said of how long a model loads. */
  readonly readThroughput?: string;
  /** Zone in which the data lies, such as `us-east-1a`. A model on a pool in another zone is refused. Required with `fsx-lustre` (the zone of its subnet), `ebs-gp3`, `hyperdisk-ml` and `filestore`. */
  readonly zone?: string;
  /** Name of the volume of a bucket or of `local-nvme`. Defaults to `<claim name>-<kind>`; a volume belongs to the whole cluster. */
  readonly volumeName?: string;
  /** Folder on each node, absolute, where its NVMe disks are mounted. Required with `local-nvme`. */
  readonly hostPath?: string;
  /** The model that is loaded into the claim once, before any other pod reads from it. Required with `hyperdisk-ml`, which is read-only afterwards. */
  readonly preload?: PreloadSettings;
  /** Why models may begin with an empty claim in place of the present one. An edit that leaves a claim and its data is refused in the preview unless a reason stands here; the old claim is kept in any case, and its name stays taken. Take it out again afterwards. */
  readonly replaceData?: string;
}

/** What the component is wired to, of which a plan needs no more than whether it is given. */
export interface StorageInput extends ModelStorageSpec {
  readonly subnetId?: unknown;
  readonly securityGroupIds?: unknown;
  readonly fileSystemId?: unknown;
  readonly bucketName?: unknown;
}

const SETTINGS = [
  ...["size", "accessMode", "storageClassName", "provisioner", "parameters", "mountOptions"],
  ...["throughputPerTiB", "throughput", "readThroughput", "zone", "volumeName", "hostPath"],
  ...["preload", "replaceData", "subnetId", "securityGroupIds", "fileSystemId", "bucketName"],
] as const satisfies readonly StorageSetting[];

/** Every setting that some kind has and another has not. */
export const STORAGE_SETTINGS: readonly StorageSetting[] = SETTINGS;

/** Every key of the arguments: the component hands them over as they are. */
export const STORAGE_KEYS: readonly string[] = [
  ...(["kind", "claimName"] as const satisfies readonly (keyof ModelStorageSpec)[]),
  ...SETTINGS,
  "namespace",
];

/**
 * What a model needs to know of the claim that holds its weights. Write one by hand for a claim that is not ours, and from
 * other languages than TypeScript, where `ref` of a storage arrives as an output: `claimName` is enough, with `dependsOn`.
 */
export interface StorageRef {
  /** Name of the claim, in the namespace of the model. */
  readonly claimName: string;
  /** When given, more than one replica on a claim for one node is refused. */
  readonly accessMode?: AccessMode;
  /** Size of the claim as a Kubernetes quantity. When given, a model that is larger is refused. */
  readonly size?: string;
  /** Where the data lies. When given, machines that cannot reach it are refused, and pods carry what its driver asks for. */
  readonly kind?: StorageKind;
  /** Zone in which the data lies. When given, a pool in another zone is refused. */
  readonly zone?: string;
  /** Bytes that one node reads in a second, as a Kubernetes quantity. When given, a model that loads for longer than its pods may take to start is refused. */
  readonly readThroughput?: string;
  /** The model that is loaded into the claim before anything of it is served. When given, a model of this id is served from its folder. */
  readonly preloaded?: PreloadedModel;
}

/** A model that a Job loads into the claim. */
export interface PreloadedModel {
  /** Id of the model. */
  readonly model: string;
  /** Folder of its files in the claim, without a leading slash. */
  readonly path: string;
}

/** Every key of a reference. */
export const STORAGE_REF_KEYS = [
  ...["claimName", "accessMode", "size", "kind", "zone", "readThroughput", "preloaded"],
] as const satisfies readonly (keyof StorageRef)[];
