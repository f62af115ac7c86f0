/**
 * Names that other projects define: labels, taints, resources, annotations, keys of Secrets.
 * Written here and nowhere else, so that a renamed one is changed in one line.
 *
 * How to refresh: follow the link at each name. Read on 2026-11-22. Left out: names that nothing
 * of ours writes or reads yet.
 */
import type { AcceleratorVendor } from "./accelerators";

/** Machine type of a node, set by the cloud provider. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const INSTANCE_TYPE_LABEL = "node.kubernetes.io/instance-type";
/** Zone of a node, set by the cloud provider. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const ZONE_LABEL = "topology.kubernetes.io/zone";
/** Name of the host, set by the kubelet; the topology key that spreads pods over nodes. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const HOSTNAME_LABEL = "kubernetes.io/hostname";
/** Processor architecture of a node in Go's spelling (`amd64`), set by the kubelet. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const ARCHITECTURE_LABEL = "kubernetes.io/arch";
/** Operating system of a node, set by the kubelet. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const OPERATING_SYSTEM_LABEL = "kubernetes.io/os";

/** Extended resource by which a pod asks for AMD devices, and key of the taint of their nodes. https://github.com/ROCm/k8s-device-plugin */
export const AMD_GPU_RESOURCE = "amd.com/gpu";
/** Extended resource by which a pod asks for Intel's GPUs under the kernel driver i915. https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html */
export const INTEL_I915_RESOURCE = "gpu.intel.com/i915";
/** The same under the kernel driver xe. https://intel.github.io/intel-device-plugins-for-kubernetes/cmd/gpu_plugin/README.html */
export const INTEL_XE_RESOURCE = "gpu.intel.com/xe";
/** Extended resource by which a pod asks for Intel Gaudi. https://docs.habana.ai/en/latest/Orchestration/Gaudi_Kubernetes/index.html */
export const INTEL_GAUDI_RESOURCE = "habana.ai/gaudi";
/** Extended resource by which a pod asks for NVIDIA devices, and key of the taint of their nodes. https://github.com/NVIDIA/k8s-device-plugin */
export const NVIDIA_GPU_RESOURCE = "nvidia.com/gpu";
/** `"true"` on nodes with NVIDIA devices; the device plugin's chart runs only where it is set. https://github.com/NVIDIA/k8s-device-plugin */
export const NVIDIA_GPU_PRESENT_LABEL = "nvidia.com/gpu.present";
/** Devices of a node with GPUs, set by GKE: `nvidia-h100-80gb`. https://cloud.google.com/kubernetes-engine/docs/how-to/gpus */
export const GKE_ACCELERATOR_LABEL = "cloud.google.com/gke-accelerator";
/** Node pool of GKE that a node belongs to, set by GKE; a TPU slice of several hosts is one. https://cloud.google.com/kubernetes-engine/docs/how-to/node-pools */
export const GKE_NODE_POOL_LABEL = "cloud.google.com/gke-nodepool";
/** Extended resource by which a pod asks for TPU chips, and key of the taint of their nodes. https://cloud.google.com/kubernetes-engine/docs/how-to/tpus */
export const GOOGLE_TPU_RESOURCE = "google.com/tpu";
/** Generation of the chips of a node, set by GKE: `tpu-v6e-slice`. https://cloud.google.com/kubernetes-engine/docs/how-to/tpus */
export const GKE_TPU_ACCELERATOR_LABEL = "cloud.google.com/gke-tpu-accelerator";
/** Topology of the slice that a node is part of, set by GKE: `2x4`. https://cloud.google.com/kubernetes-engine/docs/how-to/tpus */
export const GKE_TPU_TOPOLOGY_LABEL = "cloud.google.com/gke-tpu-topology";
/** Extended resource by which a pod asks for EFA interfaces. https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html */
export const EFA_RESOURCE = "vpc.amazonaws.com/efa";
/** `"true"` on nodes with EFA interfaces. https://github.com/terraform-aws-modules/terraform-aws-eks */
export const EFA_PRESENT_LABEL = "vpc.amazonaws.com/efa.present";

/** `"true"` on nodes of GKE whose network interfaces pods ask for as devices, by DRANET. https://docs.cloud.google.com/kubernetes-engine/docs/how-to/allocate-network-resources-dra */
export const GKE_DRANET_LABEL = "cloud.google.com/gke-networking-dra-driver";
/** How nodes of A4X Max get their network; `cni-migration`. https://docs.cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom-a4x-max */
export const GKE_UNIFIED_CNI_LABEL = "cloud.google.com/gke-dpv2-unified-cni";
/** Number of a pod in its group, set by the controller of LeaderWorkerSets; the leader has 0. https://lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables/ */
export const GROUP_WORKER_INDEX_LABEL = "leaderworkerset.sigs.k8s.io/worker-index";
/**
 * The same as a variable of every container. The controller puts it before all others, so that arguments can name it:
 * https://github.com/kubernetes-sigs/lws/blob/v0.9.0/pkg/utils/pod/pod_utils.go
 */
export const GROUP_WORKER_INDEX_VARIABLE = "LWS_WORKER_INDEX";
/** Name by which the pods of a group reach its leader, as a variable of every container. https://lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables/ */
export const GROUP_LEADER_VARIABLE = "LWS_LEADER_ADDRESS";

/** What GKE says of a node by labels of its own. https://docs.cloud.google.com/kubernetes-engine/docs/how-to/gpus, https://docs.cloud.google.com/kubernetes-engine/docs/concepts/tpus */
export const GKE_NODE_LABELS: readonly string[] = [
  "cloud.google.com/gke-accelerator",
  "cloud.google.com/gke-accelerator-count",
  "cloud.google.com/gke-flex-start",
  "cloud.google.com/gke-gpu-driver-version",
  "cloud.google.com/gke-nodepool",
  "cloud.google.com/gke-spot",
  "cloud.google.com/gke-tpu-accelerator",
  "cloud.google.com/gke-tpu-topology",
  "cloud.google.com/machine-family",
  "gke.networks.io/accelerator-network-profile",
];
/** `auto` on nodes of EKS Auto Mode. https://github.com/aws/eks-charts/blob/master/stable/aws-efa-k8s-device-plugin/templates/daemonset.yaml */
export const EKS_COMPUTE_TYPE_LABEL = "eks.amazonaws.com/compute-type";

/** Zone in which Google's drivers place a volume. https://github.com/kubernetes-sigs/gcp-compute-persistent-disk-csi-driver */
export const GKE_ZONE_TOPOLOGY = "topology.gke.io/zone";
/** `"true"` on pods that read a bucket through FUSE: GKE then adds the container that does it. https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver */
export const GCS_FUSE_VOLUMES_ANNOTATION = "gke-gcsfuse/volumes";

/** `keep` on an object that Helm leaves in the cluster when its release goes. https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
export const HELM_RESOURCE_POLICY_ANNOTATION = "helm.sh/resource-policy";
/** Level of the Pod Security Standards that a namespace keeps its pods to. https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export const POD_SECURITY_LABEL = "pod-security.kubernetes.io/enforce";

/** Resource by which a pod asks for huge pages of 2 MiB. https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/ */
export const HUGE_PAGES_2MI_RESOURCE = "hugepages-2Mi";
/** Pool that a node belongs to; ours, unique in a cluster, and what the pods of a pool are selected by. */
export const NODE_POOL_LABEL = "llmd/node-pool";

/** Extended resource of each vendor's devices; by convention also the key of their nodes' taint. */
export const DEVICE_RESOURCES = {
  amd: AMD_GPU_RESOURCE,
  "intel-i915": INTEL_I915_RESOURCE,
  "intel-xe": INTEL_XE_RESOURCE,
  "intel-gaudi": INTEL_GAUDI_RESOURCE,
  nvidia: NVIDIA_GPU_RESOURCE,
  google: GOOGLE_TPU_RESOURCE,
} as const satisfies Record<AcceleratorVendor, string>;

/** Whether a pod serves inference, `"true"`; the router's pool selects by it. https://github.com/llm-d/llm-d */
export const INFERENCE_SERVING_LABEL = "llm-d.ai/inference-serving";
/** The model that a pod serves; unique per release, because the chart selects pods by it. https://github.com/llm-d/llm-d */
export const MODEL_LABEL = "llm-d.ai/model";
/** What a pod does: `decode`, `prefill`; the chart adds it to the selector. https://github.com/llm-d/llm-d */
export const ROLE_LABEL = "llm-d.ai/role";
/** Engine of a pod, by which the endpoint picker knows the names of its metrics: `vllm`, `sglang`. https://github.com/llm-d/llm-d-router */
export const ENGINE_TYPE_LABEL = "llm-d.ai/engine-type";

/** Key under which the chart, and the Hub's own tools, look for the token in a Secret or the environment. https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables */
export const HF_TOKEN_KEY = "HF_TOKEN";
/** Name of the Secret with the token in llm-d's guides; ours when none is given. https://github.com/llm-d/llm-d */
export const HF_TOKEN_SECRET_NAME = "llm-d-hf-token";

/** Name of an application, and of one installation of it, on what belongs to it. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export const APP_NAME_LABEL = "app.kubernetes.io/name";
export const APP_INSTANCE_LABEL = "app.kubernetes.io/instance";

/** Marks a node that kwok plays; `fake`. https://kwok.sigs.k8s.io/docs/user/kwok-manage-nodes-and-pods/ */
export const KWOK_NODE_ANNOTATION = "kwok.x-k8s.io/node";
