import type { GceMachineType } from "../catalog/gce-machine-types";
import { type Issue, issue } from "../units/issue";
import { checkBoolean, checkChoice, optional } from "./value-check";

/** Operating system of the nodes, as GKE builds it. https://cloud.google.com/kubernetes-engine/docs/concepts/node-images */
export const GkeNodeImage = {
  /** Container-Optimized OS: Google's own, with no package manager. */
  cosContainerd: "cos-containerd",
  /** Ubuntu. */
  ubuntuContainerd: "ubuntu-containerd",
} as const;
export type GkeNodeImage = (typeof GkeNodeImage)[keyof typeof GkeNodeImage];

/** The NVIDIA driver that GKE installs on new nodes. https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpus#installing_drivers */
export const GpuDriverVersion = {
  /** The one that the version of GKE is tested with. */
  default: "default",
  /** The newest of the image; on Container-Optimized OS alone. */
  latest: "latest",
  /** None: you install it, as by NVIDIA's GPU operator. */
  disabled: "disabled",
} as const;
export type GpuDriverVersion = (typeof GpuDriverVersion)[keyof typeof GpuDriverVersion];

/** What nodes start from. */
export interface GkeNodeImageSpec {
  /** Operating system of the nodes. Defaults to `cos-containerd`. Another one updates the nodes. */
  readonly imageType?: GkeNodeImage;
  /** The NVIDIA driver that GKE installs. Defaults to `default`. With `disabled`, give the label `gke-no-default-nvidia-gpu-device-plugin: "true"` where the device plugin is yours too. Another one replaces the pool. */
  readonly gpuDriverVersion?: GpuDriverVersion;
  /** Whether containers start before their image is there, and read it as they need it; for images in Artifact Registry, on `cos-containerd`. Defaults to true with `imageCacheDisk`, else to false. https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming */
  readonly imageStreaming?: boolean;
  /**
   * Disk image with container images that every node finds on a second disk, such as `projects/P/global/images/I`: an engine
   * of 10 to 20 GiB then starts without a pull. Made by https://github.com/GoogleCloudPlatform/container-engine-accelerators
   * (gke-disk-image-builder). When absent, nodes pull what pods run. Another one replaces the pool.
   * https://cloud.google.com/kubernetes-engine/docs/how-to/data-container-image-preloading
   */
  readonly imageCacheDisk?: string;
}

/** What nodes start from. */
export interface GkeNodeImagePlan {
  readonly imageType: GkeNodeImage;
  readonly gpuDriverVersion: GpuDriverVersion;
  readonly imageStreaming: boolean;
  /** Disk image with container images; `undefined` for none. */
  readonly imageCacheDisk: string | undefined;
}

export function planGkeNodeImage(spec: GkeNodeImageSpec): GkeNodeImagePlan {
  return {
    imageType: spec.imageType ?? GkeNodeImage.cosContainerd,
    gpuDriverVersion: spec.gpuDriverVersion ?? GpuDriverVersion.default,
    imageStreaming: spec.imageStreaming ?? spec.imageCacheDisk !== undefined,
    imageCacheDisk: spec.imageCacheDisk,
  };
}

/** What is wrong with what nodes start from; without a machine, what any machine may have is let pass. */
export function checkGkeNodeImage(
  spec: GkeNodeImageSpec,
  machine: GceMachineType | undefined,
): Issue[] {
  const { imageType, gpuDriverVersion, imageStreaming, imageCacheDisk } = spec;
  const form = [
    ...optional(checkChoice(Object.values(GkeNodeImage)))("imageType", imageType),
    ...optional(checkChoice(Object.values(GpuDriverVersion)))("gpuDriverVersion", gpuDriverVersion),
    ...optional(checkBoolean)("imageStreaming", imageStreaming),
    ...optional(checkImageName)("imageCacheDisk", imageCacheDisk),
  ];
  if (form.length > 0) return form;
  return [...checkUbuntu(spec, machine), ...checkImageCache(spec)];
}

/** What only Google's own image has. */
function checkUbuntu(spec: GkeNodeImageSpec, machine: GceMachineType | undefined): Issue[] {
  if (spec.imageType !== GkeNodeImage.ubuntuContainerd) return [];
  const issues: Issue[] = [];
  const wayOut = "use imageType cos-containerd, or leave it out";
  if (spec.gpuDriverVersion === GpuDriverVersion.latest) {
    const rule = "Ubuntu has no other driver than the default one";
    issues.push(issue("gpuDriverVersion", spec.gpuDriverVersion, rule, wayOut));
  }
  if (planGkeNodeImage(spec).imageStreaming) {
    const rule = "images are streamed on Container-Optimized OS alone";
    const key = spec.imageStreaming === undefined ? "imageCacheDisk" : "imageStreaming";
    issues.push(issue(key, spec[key], rule, wayOut));
  }
  if (machine?.name.endsWith("-metal")) {
    const rule = `${machine.name} runs Container-Optimized OS alone`;
    issues.push(issue("imageType", spec.imageType, rule, "leave it out"));
  }
  return issues;
}

function checkImageCache({ imageStreaming, imageCacheDisk }: GkeNodeImageSpec): Issue[] {
  if (imageCacheDisk === undefined || imageStreaming !== false) return [];
  const rule = "a disk of container images is read by image streaming";
  return [issue("imageStreaming", imageStreaming, rule, "leave it out, or imageCacheDisk")];
}

const DISK_IMAGE = /^projects\/[a-z][-.:a-z0-9]*\/global\/images\/[a-z][-a-z0-9]*$/;

function checkImageName(path: string, name: unknown): Issue[] {
  if (typeof name === "string" && DISK_IMAGE.test(name)) return [];
  const rule = "is no full name of a disk image";
  return [issue(path, name, rule, 'write "projects/<project>/global/images/<image>"')];
}
