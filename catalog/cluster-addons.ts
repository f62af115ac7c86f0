/**
 * What a cluster needs beside its nodes: device plugins, controllers and definitions, each by the chart or the manifest
 * that its project publishes, in one exact version.
 *
 * How to refresh: the files linked at the row, at the tag of the next release; then read the values that
 * `plan/cluster-addon-values.ts` writes once more. Left out: digests (none was read in a source), the GPU operator (images
 * of EKS and GKE have the driver already), EFA by dynamic resource allocation (`aws-dranet`: pods of ours ask for the
 * extended resource), and the definitions of llm-d's router (they come with its chart).
 */
import { freezeDeep } from "../units/frozen";

/** What is done about an add-on. */
export const AddonMode = {
  /** We install it, in the version of our catalogue or of `versions`. */
  install: "install",
  /** The cluster has it: someone else, or the cloud, installs it. */
  existing: "existing",
  /** The cluster does not have it, and nothing needs it. */
  none: "none",
} as const;
export type AddonMode = (typeof AddonMode)[keyof typeof AddonMode];

/** Whose Kubernetes a cluster is, and so what it brings with it. */
export const ClusterProvider = {
  /** Amazon EKS. */
  eks: "eks",
  /** Google Kubernetes Engine. */
  gke: "gke",
  /** Any other. */
  other: "other",
} as const;
export type ClusterProvider = (typeof ClusterProvider)[keyof typeof ClusterProvider];

/** Every add-on, in the order in which people read of them. */
export const ADDON_NAMES = [
  ...(["nvidiaDevicePlugin", "efaDevicePlugin", "leaderWorkerSet", "keda"] as const),
  ...(["gatewayApi", "inferenceExtension", "prometheusOperator"] as const),
] as const;
export type AddonName = (typeof ADDON_NAMES)[number];

interface AddonSource {
  /** Exact version, as its project writes it. */
  readonly version: string;
  /** No older version may be installed; absent where none is known to do harm. */
  readonly oldest?: { readonly version: string; readonly reason: string };
  readonly sources: readonly string[];
  readonly date: string;
}

/** An add-on that is a Helm chart. */
export interface AddonChart extends AddonSource {
  readonly kind: "chart";
  /** Address of the Helm repository; absent where `chart` is an address in an OCI registry. */
  readonly repository?: string;
  readonly chart: string;
  /** Version of the program in it. */
  readonly appVersion: string;
  /** Name of the release; fixed, so that what a release has left in the cluster is taken up by the next one. */
  readonly releaseName: string;
  readonly namespace: string;
  /** Pod Security Standard that all of its pods meet, where the namespace is its own and is made; absent where the namespace exists in each cluster. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
  readonly podSecurity?: "baseline" | "restricted";
}

/** An add-on that is a file of definitions, published with each release on GitHub. */
export interface AddonManifest extends AddonSource {
  readonly kind: "manifest";
  /** Address of the releases, to which version and file are added. */
  readonly releases: string;
  readonly file: string;
}

export type AddonRow = AddonChart | AddonManifest;

/**
 * Pods of device plugins mount the folder of the kubelet in which plugins register, which no namespace under a Pod
 * Security Standard allows: beside the other agents of the nodes they open no further namespace for it.
 */
const NODE_AGENTS_NAMESPACE = "kube-system";

const ADDONS = {
  nvidiaDevicePlugin: {
    kind: "chart",
    repository: "https://nvidia.github.io/k8s-device-plugin",
    chart: "nvidia-device-plugin",
    version: "0.20.0",
    appVersion: "0.20.0",
    releaseName: "nvidia-device-plugin",
    namespace: NODE_AGENTS_NAMESPACE,
    sources: [
      "https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/deployments/helm/nvidia-device-plugin/values.yaml",
      "https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/README.md",
    ],
    date: "2026-11-29",
  },
  efaDevicePlugin: {
    kind: "chart",
    repository: "https://aws.github.io/eks-charts",
    chart: "aws-efa-k8s-device-plugin",
    version: "v0.5.30",
    appVersion: "v0.5.20",
    releaseName: "aws-efa-k8s-device-plugin",
    namespace: NODE_AGENTS_NAMESPACE,
    sources: [
      "https://github.com/aws/eks-charts/tree/5239609242f3430be50fb0b714a24d3ef2b47983/stable/aws-efa-k8s-device-plugin",
      "https://docs.aws.amazon.com/eks/latest/userguide/device-management-efa.html",
    ],
    date: "2026-11-29",
  },
  leaderWorkerSet: {
    kind: "chart",
    chart: "oci://registry.k8s.io/lws/charts/lws",
    version: "0.10.0",
    appVersion: "v0.10.0",
    oldest: {
      version: "0.8.0",
      reason:
        "Helm deletes the definition of an older one, and with it every LeaderWorkerSet, when it is upgraded",
    },
    releaseName: "lws",
    namespace: "lws-system",
    // Its pods name no seccomp profile, which `restricted` asks for.
    podSecurity: "baseline",
    sources: [
      "https://lws.sigs.k8s.io/docs/installation/",
      "https://github.com/kubernetes-sigs/lws/blob/v0.10.0/charts/lws/values.yaml",
      "https://github.com/kubernetes-sigs/lws/issues/880",
    ],
    date: "2026-11-29",
  },
  keda: {
    kind: "chart",
    repository: "https://kedacore.github.io/charts",
    chart: "keda",
    version: "2.20.2",
    appVersion: "2.20.2",
    releaseName: "keda",
    namespace: "keda",
    podSecurity: "restricted",
    sources: [
      "https://github.com/kedacore/charts/blob/v2.20.2/keda/values.yaml",
      "https://keda.sh/docs/latest/deploy/",
    ],
    date: "2026-11-29",
  },
  gatewayApi: {
    kind: "manifest",
    releases: "https://github.com/kubernetes-sigs/gateway-api/releases/download",
    file: "standard-install.yaml",
    version: "v1.5.1",
    sources: ["https://llm-d.ai/docs/dev/resources/gateway/install-crds"],
    date: "2026-11-29",
  },
  inferenceExtension: {
    kind: "manifest",
    releases:
      "https://github.com/kubernetes-sigs/gateway-api-inference-extension/releases/download",
    file: "v1-manifests.yaml",
    version: "v1.5.0",
    sources: ["https://llm-d.ai/docs/dev/resources/gateway/install-crds"],
    date: "2026-11-29",
  },
  prometheusOperator: {
    kind: "chart",
    repository: "https://prometheus-community.github.io/helm-charts",
    chart: "prometheus-operator-crds",
    version: "31.0.1",
    appVersion: "v0.93.1",
    releaseName: "prometheus-operator-crds",
    // It has definitions alone, which lie in no namespace; this one holds the record of the release.
    namespace: "default",
    sources: [
      "https://github.com/prometheus-community/helm-charts/tree/prometheus-operator-crds-31.0.1/charts/prometheus-operator-crds",
    ],
    date: "2026-11-29",
  },
} as const satisfies Record<AddonName, AddonRow>;

const ROWS: Readonly<Record<AddonName, AddonRow>> = freezeDeep(ADDONS);

/** The row of an add-on. */
export function addonRow(name: AddonName): AddonRow {
  return ROWS[name];
}

/** From this version on GKE installs the definitions of the inference extension by itself. https://llm-d.ai/docs/dev/resources/gateway/install-crds */
export const GKE_INFERENCE_EXTENSION_VERSION = "1.34.0-gke.1626000";
