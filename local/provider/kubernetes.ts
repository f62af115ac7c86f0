import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { Children } from "./children";
import { Cluster, type ClusterTools } from "./cluster";
import { objectHandlers } from "./kube-object";
import type { CheckFailure, ProviderHandlers } from "./protocol";
import { createReleaseHandlers } from "./release";
import { type ServedProvider, serveProvider } from "./server";
import type { PropertyMap } from "./wire";

export interface KubernetesProviderOptions {
  /** Path of helm 3 or 4. */
  readonly helm: string;
  /** Path of kubectl. */
  readonly kubectl: string;
  /** Folder of this provider alone, below `.local/`: logs, records of children, caches. */
  readonly directory: string;
  /** Folder against which relative chart paths are resolved. Defaults to the working directory of this process. */
  readonly programDirectory?: string;
  /**
   * Longest time that helm waits for pods, whatever a release says. On a plane whose pods are ready within seconds or
   * never, the hour that a real model may take would only hide the reason. Defaults to no limit.
   */
  readonly longestWaitSeconds?: number;
  /** Methods of the protocol beside those of resources; without one the engine is told that there is none. */
  readonly methods?: UntypedServiceImplementation;
}

/** Provider settings that are honoured, and those that say what this provider does anyway. */
const SERVED_ARGS: ReadonlySet<string> = new Set([
  "context",
  "enableServerSideApply",
  "kubeconfig",
  "pluginDownloadURL",
  "suppressDeprecationWarnings",
  "suppressHelmHookWarnings",
  "upsertExistingObjects",
  "version",
]);

const RELEASE = "kubernetes:helm.sh/v3:Release";

/**
 * Serves the small Kubernetes provider of the local plane: `PULUMI_DEBUG_PROVIDERS=kubernetes:<port>`.
 *
 * It stands in for Pulumi's own plugin where that cannot be had, and shares neither its state nor all its kinds
 * (`kinds.ts`). The caller guarantees that it serves only state and clusters below `.local/`: nothing here could
 * tell a production cluster from a local one.
 */
export async function serveKubernetesProvider(
  options: KubernetesProviderOptions,
): Promise<ServedProvider> {
  const { helm, kubectl, directory } = options;
  const tools: ClusterTools = { helm, kubectl, directory, children: new Children(directory) };
  return serveProvider(createHandlers(tools, options), options.methods);
}

function createHandlers(
  tools: ClusterTools,
  {
    programDirectory = process.cwd(),
    longestWaitSeconds = Number.POSITIVE_INFINITY,
  }: KubernetesProviderOptions,
): ProviderHandlers<Cluster> {
  const releaseHandlers = createReleaseHandlers(programDirectory, longestWaitSeconds);
  const handlersOf = (type: string) => (type === RELEASE ? releaseHandlers : objectHandlers);
  return {
    checkConfig: (news) => ({ inputs: news, failures: checkArgs(news) }),
    configure: async ({ args }) => {
      const cluster = new Cluster(tools, args);
      await cluster.requireAnswer();
      return cluster;
    },
    check: (request) => handlersOf(request.type).check(request),
    diff: (request) => handlersOf(request.type).diff(request),
    create: (request) => handlersOf(request.type).create(request),
    read: (request) => handlersOf(request.type).read(request),
    update: (request) => handlersOf(request.type).update(request),
    delete: (request) => handlersOf(request.type).delete(request),
    cancel: (cluster) => cluster.stop(),
  };
}

function checkArgs(args: PropertyMap): CheckFailure[] {
  return Object.keys(args)
    .filter((name) => !SERVED_ARGS.has(name))
    .map((name) => ({
      property: name,
      reason:
        "the local provider does not know this setting; leave it out, or use Pulumi's own Kubernetes plugin",
    }));
}
