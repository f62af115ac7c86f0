// The entry for other languages: every component, by relative path, as the analyzer does not follow the name of the package.
export { ClusterAddons } from "./components/cluster-addons";
export { EksEfaNodePool } from "./components/eks/eks-efa-node-pool";
export { EksGpuNodePool } from "./components/eks/eks-gpu-node-pool";
export { GkeGpuNodePool } from "./components/gke/gke-gpu-node-pool";
export { GkeTpuNodePool } from "./components/gke/gke-tpu-node-pool";
export { ModelService } from "./components/model-service";
export { ModelStorage } from "./components/model-storage";
