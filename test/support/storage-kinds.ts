import { AccessMode, StorageKind } from "../../catalog/storage-kinds";
import type { ModelStorageArgs } from "../../components/model-storage";

/** The smallest valid arguments of each kind, without a namespace, that hold DeepSeek V3.1. */
export const SMALLEST: Readonly<Record<StorageKind, Omit<ModelStorageArgs, "namespace">>> = {
  [StorageKind.storageClass]: {
    kind: StorageKind.storageClass,
    storageClassName: "ssd",
    provisioner: "ssd.example.com",
    size: "1Ti",
    accessMode: AccessMode.readWriteMany,
  },
  [StorageKind.fsxLustre]: {
    kind: StorageKind.fsxLustre,
    size: "4800Gi",
    throughputPerTiB: 1000,
    zone: "us-east-1a",
    subnetId: "subnet-0123456789abcdef0",
    securityGroupIds: ["sg-0123456789abcdef0"],
  },
  [StorageKind.efs]: { kind: StorageKind.efs, fileSystemId: "fs-0123456789abcdef0" },
  [StorageKind.ebsGp3]: {
    kind: StorageKind.ebsGp3,
    size: "1Ti",
    throughput: 1000,
    zone: "us-east-1a",
  },
  [StorageKind.s3Mountpoint]: { kind: StorageKind.s3Mountpoint, bucketName: "llm-models" },
  [StorageKind.hyperdiskMl]: {
    kind: StorageKind.hyperdiskMl,
    size: "1Ti",
    zone: "us-central1-b",
    preload: {
      model: "deepseek-ai/DeepSeek-V3.1",
      revision: "0123456789abcdef0123456789abcdef01234567",
    },
  },
  [StorageKind.filestore]: { kind: StorageKind.filestore, size: "4Ti", zone: "us-central1-b" },
  [StorageKind.gcsFuse]: { kind: StorageKind.gcsFuse, bucketName: "llm-models" },
  [StorageKind.localNvme]: { kind: StorageKind.localNvme, hostPath: "/mnt/models" },
  [StorageKind.existing]: { kind: StorageKind.existing },
};

/** A larger size of the kinds that can grow. */
export const LARGER: Readonly<Partial<Record<StorageKind, string>>> = {
  [StorageKind.storageClass]: "2Ti",
  [StorageKind.fsxLustre]: "7200Gi",
  [StorageKind.ebsGp3]: "2Ti",
  [StorageKind.filestore]: "5Ti",
};
