import { join } from "node:path";

/** A Kubernetes API server on 127.0.0.1 with what belongs to it. */
export interface ControlPlane {
  readonly name: string;
  /** The folder that the caller gave; the plane has `control-plane/` and `kubeconfig` in it. */
  readonly directory: string;
  /** The file with which kubectl, helm and Pulumi reach it. */
  readonly kubeconfig: string;
  /** The only context in that file. */
  readonly context: string;
  /** `https://127.0.0.1:<port>`. */
  readonly server: string;
  /** The kubectl to use with it. */
  readonly kubectl: string;
}

/** Everything of the plane but the kubeconfig lies here. */
export function planeFolder(directory: string): string {
  return join(directory, "control-plane");
}

/** kwokctl links the programs of the plane here and starts them by this path. */
export function programFolder(directory: string, name: string): string {
  return join(clusterFolder(directory, name), "bin");
}

/** What kwokctl makes: `etcd/` and `pki/` are worth keeping, the rest can be made again. */
export function clusterFolder(directory: string, name: string): string {
  return join(planeFolder(directory), "clusters", name);
}

export function kubeconfigFile(directory: string): string {
  return join(directory, "kubeconfig");
}

/**
 * The variables with which kubectl and helm reach the plane and leave the user's files alone: both
 * would keep a cache in `~/.kube/cache`, and kubectl would apply the user's `~/.kube/kuberc`.
 */
export function planeEnvironment(directory: string): Readonly<Record<string, string>> {
  return {
    KUBECONFIG: kubeconfigFile(directory),
    KUBECACHEDIR: join(planeFolder(directory), "kube-cache"),
    KUBERC: "off",
  };
}
