import { PRELOAD_IMAGE } from "../catalog/preload-image";
import { StorageKind } from "../catalog/storage-kinds";
import {
  APP_INSTANCE_LABEL,
  APP_NAME_LABEL,
  GKE_ACCELERATOR_LABEL,
  GKE_TPU_ACCELERATOR_LABEL,
  NVIDIA_GPU_PRESENT_LABEL,
  ZONE_LABEL,
} from "../catalog/well-known";
import { MEBIBYTE } from "../units/quantity";
import { DNS_LABEL_MAX_LENGTH, truncateName } from "../units/resource-name";
import type { PreloadSettings } from "./preload-settings";

/** The Job that fills a folder of a claim, once, with every default written out. */
export interface PreloadPlan {
  /** Name of the Job and of the ConfigMap with its script; another one for each revision. */
  readonly name: string;
  /** Name of the claim that is filled. */
  readonly claimName: string;
  /** Labels of the Job and its pods. */
  readonly labels: Readonly<Record<string, string>>;
  /** What each pod runs. */
  readonly container: PreloadContainer;
  /** Labels that a node must have, or must not. */
  readonly nodeRequirements: readonly NodeRequirement[];
  /** Existing service account; `undefined` for that of the namespace. */
  readonly serviceAccountName: string | undefined;
  /** Who owns the files. */
  readonly userId: number;
  /** How often a pod may fail before the Job has failed. */
  readonly backoffLimit: number;
  /** Exit code of a pod that would fail again in the same way: the Job has failed at once. */
  readonly permanentExitCode: number;
  /** Seconds after which the Job has failed. */
  readonly deadlineSeconds: number;
}

/** The container of a preload. */
export interface PreloadContainer {
  /** Container image. */
  readonly image: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Environment variables; the token is none of them. */
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the Secret with the token; `undefined` for none. */
  readonly tokenSecretName: string | undefined;
  /** Folder in which the claim is mounted. */
  readonly claimPath: string;
  /** Folder in which the script is mounted. */
  readonly scriptPath: string;
  /** Folder that a pod may write to beside the claim. */
  readonly scratchPath: string;
  /** What a pod asks for; the memory is its limit too. */
  readonly resources: PreloadResources;
}

/** What a pod of a preload asks for. */
export interface PreloadResources {
  /** CPU, as a Kubernetes quantity. */
  readonly cpu: string;
  /** Memory, as a Kubernetes quantity. */
  readonly memory: string;
}

/** One requirement of a node affinity, in the words of Kubernetes. */
export interface NodeRequirement {
  /** Key of the label. */
  readonly key: string;
  /** `In` one of the values, or `DoesNotExist`. */
  readonly operator: "In" | "DoesNotExist";
  /** Values of the label; none for `DoesNotExist`. */
  readonly values: readonly string[];
}

/** The claim that is filled. */
export interface PreloadTarget {
  readonly claimName: string;
  readonly kind: StorageKind;
  /** Most bytes that can come into it; 0 when that is not known. */
  readonly bytes: number;
  /** Zone of the data; `undefined` when every zone reaches it. */
  readonly zone: string | undefined;
}

/** Folder of a preloaded model in its claim. */
export function preloadFolder({ model, revision }: PreloadSettings): string {
  return `${model}/${revision}`;
}

/** As Kubernetes does it by itself. https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
const BACKOFF_LIMIT = 6;

/** Of `preload/reason.py`. */
const PERMANENT_EXIT_CODE = 2;

/** Digits of the commit in a name: git's own short form, and one more. */
const REVISION_LENGTH = 8;

/**
 * Ours: eight downloads and checksums at a time keep two cores busy, and find two on small nodes too; the memory is for
 * the pages of files that are not written yet.
 */
const RESOURCES = { cpu: "2", memory: "4Gi" } as const;

/** Labels of nodes with devices. Taints keep other pods away from most of them, but not from all. */
const ACCELERATOR_LABELS = [
  NVIDIA_GPU_PRESENT_LABEL,
  GKE_ACCELERATOR_LABEL,
  GKE_TPU_ACCELERATOR_LABEL,
] as const;

/** Plans the Job; its settings were checked. */
export function planPreload(settings: PreloadSettings, target: PreloadTarget): PreloadPlan {
  const { model, revision, source, serviceAccountName, tokenSecretName } = settings;
  const paths = { claimPath: "/claim", scriptPath: "/preload", scratchPath: "/scratch" } as const;
  const suffix = `-${revision.slice(0, REVISION_LENGTH)}`;
  const stem = truncateName(`${target.claimName}-preload`, DNS_LABEL_MAX_LENGTH - suffix.length);
  return {
    name: `${stem}${suffix}`,
    claimName: target.claimName,
    labels: { [APP_NAME_LABEL]: "preload", [APP_INSTANCE_LABEL]: target.claimName },
    container: {
      ...paths,
      image: settings.image ?? PRELOAD_IMAGE.image,
      command: [
        ...[PRELOAD_IMAGE.python, `${paths.scriptPath}/preload.py`],
        ...[`--model=${model}`, `--revision=${revision}`],
        ...[`--claim=${paths.claimPath}`, `--path=${preloadFolder(settings)}`],
        ...(source === undefined ? [] : [`--source=${source}`]),
      ],
      environment: toEnvironment(paths.scratchPath),
      tokenSecretName,
      resources: RESOURCES,
    },
    nodeRequirements: toNodeRequirements(target.zone),
    serviceAccountName,
    userId: settings.userId ?? toUserId(target.kind),
    backoffLimit: BACKOFF_LIMIT,
    permanentExitCode: PERMANENT_EXIT_CODE,
    deadlineSeconds: settings.deadlineSeconds ?? toDeadlineSeconds(target.bytes),
  };
}

/** https://huggingface.co/docs/huggingface_hub/v0.32.4/package_reference/environment_variables */
function toEnvironment(scratchPath: string): Readonly<Record<string, string>> {
  return {
    HOME: scratchPath,
    HF_HOME: `${scratchPath}/huggingface`,
    HF_HUB_DISABLE_PROGRESS_BARS: "1",
    HF_HUB_DISABLE_TELEMETRY: "1",
    // Warnings have the addresses of files, which are signed.
    HF_HUB_VERBOSITY: "error",
    // The folder of the script is read-only.
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

function toNodeRequirements(zone: string | undefined): NodeRequirement[] {
  const without = ACCELERATOR_LABELS.map((key) => ({
    key,
    operator: "DoesNotExist" as const,
    values: [],
  }));
  if (zone === undefined) return without;
  return [{ key: ZONE_LABEL, operator: "In", values: [zone] }, ...without];
}

/** Only to Lustre no group is given, and it belongs to root when it is made. */
function toUserId(kind: StorageKind): number {
  return kind === StorageKind.fsxLustre ? 0 : PRELOAD_IMAGE.userId;
}

/** Ours: a download that is slower has stopped, and a person should look. */
const SLOWEST_BYTES_PER_SECOND = 32 * MEBIBYTE;

const LEAST_DEADLINE_SECONDS = 3600;

function toDeadlineSeconds(bytes: number): number {
  return Math.max(LEAST_DEADLINE_SECONDS, Math.ceil(bytes / SLOWEST_BYTES_PER_SECOND));
}
