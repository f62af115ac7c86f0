import {
  ADDON_NAMES,
  type AddonMode,
  type AddonName,
  type ClusterProvider,
} from "../catalog/cluster-addons";
import type { NodePoolRef } from "./node-pool-ref";

/** Other versions than those of our catalogue, each as its project writes it. What we write into the values of a chart was read for the version of the catalogue. */
export interface AddonVersions {
  /** Version of the chart `nvidia-device-plugin`. Defaults to 0.20.0. */
  readonly nvidiaDevicePlugin?: string;
  /** Version of the chart `aws-efa-k8s-device-plugin`. Defaults to v0.5.30. */
  readonly efaDevicePlugin?: string;
  /** Version of the chart `lws`, 0.8.0 or later. Defaults to 0.10.0. Helm installs the definitions of this chart once: before another version, apply those in its folder `crds`. https://lws.sigs.k8s.io/docs/installation/ */
  readonly leaderWorkerSet?: string;
  /** Version of the chart `keda`. Defaults to 2.20.2. */
  readonly keda?: string;
  /** Version of Gateway API. Defaults to v1.5.1, with which llm-d is tested. */
  readonly gatewayApi?: string;
  /** Version of the inference extension of Gateway API. Defaults to v1.5.0, with which llm-d is tested. */
  readonly inferenceExtension?: string;
  /** Version of the chart `prometheus-operator-crds`. Defaults to 31.0.1. */
  readonly prometheusOperator?: string;
}

/** Which add-ons a cluster has, and which of them we install. */
export interface ClusterAddonsSpec {
  /** Whose Kubernetes the cluster is. What it brings with it is not installed a second time. */
  readonly provider: ClusterProvider;
  /** Pools whose devices are offered to pods. Device plugins run on the nodes of these pools alone, and tolerate their taints; to be installed, each needs one pool or more with its devices. Of a pool that does not carry our label, that of EFA runs on every node of its machine. */
  readonly nodePools?: NodePoolRef[];
  /** The same for pools on Bottlerocket, which has NVIDIA's plugin built in: a second one is kept off their nodes, that of EFA is not. */
  readonly bottlerocketNodePools?: NodePoolRef[];
  /** Version of a GKE cluster, such as `1.33.4-gke.1172000`; only with provider `gke`. When absent it is taken to be 1.34.0-gke.1626000 or later, which installs the inference extension by itself. https://llm-d.ai/docs/dev/resources/gateway/install-crds */
  readonly gkeVersion?: string;
  /** NVIDIA's device plugin, by which pods get devices. Defaults to `none`. GKE, Bottlerocket and EKS Auto Mode bring it with them. https://docs.aws.amazon.com/eks/latest/userguide/ml-eks-k8s-device-plugin.html */
  readonly nvidiaDevicePlugin?: AddonMode;
  /** The device plugin of EFA, by which pods get EFA interfaces; no image of EKS has it. Defaults to `none`. https://docs.aws.amazon.com/eks/latest/userguide/device-management-efa.html */
  readonly efaDevicePlugin?: AddonMode;
  /** The controller of LeaderWorkerSets, for servers of more than one host, and its definitions. Defaults to `none`. https://lws.sigs.k8s.io */
  readonly leaderWorkerSet?: AddonMode;
  /** KEDA, which scales models by their metrics, and its definitions. It may read Secrets of its own namespace only. Defaults to `none`. A cluster has room for one server of external metrics: with another one, keep this at `none`. https://github.com/kedacore/keda-docs/pull/950 */
  readonly keda?: AddonMode;
  /** Definitions of Gateway API, standard channel; the gateway itself is not installed. Defaults to `none`. On GKE they come by a setting of the cluster. https://cloud.google.com/kubernetes-engine/docs/how-to/deploying-gateways */
  readonly gatewayApi?: AddonMode;
  /** Definition of InferencePool. Defaults to `none`. GKE installs it by itself from 1.34.0-gke.1626000 on. https://llm-d.ai/docs/dev/resources/gateway/install-crds */
  readonly inferenceExtension?: AddonMode;
  /** Definitions of Prometheus operator, such as PodMonitor and PrometheusRule; the operator itself is not installed. Defaults to `none`. Google's Managed Service for Prometheus has definitions of its own group beside them, and does not read these. https://docs.cloud.google.com/stackdriver/docs/managed-prometheus/setup-managed */
  readonly prometheusOperator?: AddonMode;
  /** Other versions of what is installed. Defaults to those of our catalogue. */
  readonly versions?: AddonVersions;
}

/** Every key of the arguments. */
export const CLUSTER_ADDONS_KEYS = [
  ...(["provider", "nodePools", "bottlerocketNodePools", "gkeVersion"] as const),
  ...ADDON_NAMES,
  "versions",
] as const satisfies readonly (keyof ClusterAddonsSpec)[];

/** Of which add-ons something is made, in the order of the catalogue. */
export function findInstalled(spec: ClusterAddonsSpec): AddonName[] {
  return ADDON_NAMES.filter((name) => spec[name] === "install");
}
