/**
 * Node images with NVIDIA's driver that EKS builds and keeps up to date; a managed node group names one by its type.
 *
 * How to refresh: the types are the enumeration `AMITypes` of the EKS API (`amiType` of CreateNodegroup; botocore 1.44.8),
 * the driver is in the repository of the image. Left out: FIPS images, images without the driver, and AL2, which ended
 * with Kubernetes 1.32. https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
 */
import { freezeDeep } from "../units/frozen";
import type { Architecture } from "./ec2-instance-types";

/** Operating system of the nodes. */
export const NodeOperatingSystem = {
  /** Amazon Linux 2023. The NVIDIA device plugin is installed by you. */
  al2023: "al2023",
  /** Bottlerocket: no shell and no package manager; the NVIDIA device plugin is part of it. */
  bottlerocket: "bottlerocket",
} as const;
export type NodeOperatingSystem = (typeof NodeOperatingSystem)[keyof typeof NodeOperatingSystem];

export interface EksImage {
  /** What the EKS API calls it. */
  readonly amiType: string;
  /** Device that holds container images and the writable layers of pods, unless local disks do. */
  readonly storageDevice: string;
  /** Branch of NVIDIA's driver; absent where it was read nowhere. */
  readonly nvidiaDriver?: number;
  readonly source: string;
  readonly date: string;
}

const AL2023 = {
  storageDevice: "/dev/xvda",
  nvidiaDriver: 580,
  source:
    "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e895854f599974fe4d3d72f61c0a9aaffa/doc/usage/g7-ami.md",
  date: "2026-07-23",
} as const;

/** The root volume is read-only; `/dev/xvdb` is the data volume. */
const BOTTLEROCKET = {
  storageDevice: "/dev/xvdb",
  source: "https://github.com/pulumi/pulumi-eks/blob/master/nodejs/eks/nodes/nodegroup.ts",
  date: "2026-08-12",
} as const;

const IMAGES: Readonly<Record<NodeOperatingSystem, Record<Architecture, EksImage>>> = freezeDeep({
  al2023: {
    amd64: { ...AL2023, amiType: "AL2023_x86_64_NVIDIA" },
    arm64: { ...AL2023, amiType: "AL2023_ARM_64_NVIDIA" },
  },
  bottlerocket: {
    amd64: { ...BOTTLEROCKET, amiType: "BOTTLEROCKET_x86_64_NVIDIA" },
    arm64: { ...BOTTLEROCKET, amiType: "BOTTLEROCKET_ARM_64_NVIDIA" },
  },
});

/** The image of an operating system for machines of an architecture. */
export function eksImage(
  operatingSystem: NodeOperatingSystem,
  architecture: Architecture,
): EksImage {
  return IMAGES[operatingSystem][architecture];
}
