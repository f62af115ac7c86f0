import { isMap } from "../plan/value-check";
import { type Issue, issue, joinPath } from "../units/issue";

/** Which cluster a context of a kubeconfig is of, in the words of a stack file. */
interface ContextCluster {
  readonly section: string;
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Pools must not go to another cluster than models. The tools of the clouds say in the name of a context which one it is
 * of; of a context that was renamed nothing is known.
 */
export function checkContextCluster(config: unknown, sections: readonly string[]): Issue[] {
  const { cluster } = isMap(config) ? config : {};
  const context = isMap(cluster) ? cluster.context : undefined;
  const named = typeof context === "string" ? readContext(context) : undefined;
  if (named === undefined || !isMap(config)) return [];
  return sections.flatMap((name) => {
    const section = config[name];
    if (!isMap(section)) return [];
    if (name !== named.section) {
      const rule = `is of a cluster on ${named.section.toUpperCase()}, and the pools of ${name} are on ${name.toUpperCase()}`;
      return [issue("cluster.context", context, rule, "write the context of that cluster")];
    }
    return Object.entries(named.settings)
      .filter(([key, value]) => typeof section[key] === "string" && section[key] !== value)
      .map(([key, value]) => {
        const rule = `the context ${context} says ${value}`;
        return issue(joinPath(name, key), section[key], rule, "correct one of the two");
      });
  });
}

function readContext(context: string): ContextCluster | undefined {
  const gke = GKE_CONTEXT.exec(context)?.groups;
  if (gke !== undefined) return { section: "gke", settings: { ...gke } };
  const eks = EKS_CONTEXT.exec(context)?.groups;
  return eks === undefined ? undefined : { section: "eks", settings: { ...eks } };
}

/** https://cloud.google.com/kubernetes-engine/docs/how-to/cluster-access-for-kubectl */
const GKE_CONTEXT = /^gke_(?<project>[^_]+)_(?<location>[^_]+)_(?<clusterName>[^_]+)$/;

/** https://docs.aws.amazon.com/cli/latest/reference/eks/update-kubeconfig.html (`--alias`) */
const EKS_CONTEXT = /^arn:aws[a-z-]*:eks:(?<region>[^:]+):\d+:cluster\/(?<clusterName>[^/]+)$/;
