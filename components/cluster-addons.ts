import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { ConfigFile } from "@pulumi/kubernetes/yaml/v2/configFile";
import {
  ComponentResource,
  type ComponentResourceOptions,
  type Output,
  output,
  type Resource,
} from "@pulumi/pulumi";
import type { AddonName } from "../catalog/cluster-addons";
import { POD_SECURITY_LABEL } from "../catalog/well-known";
import {
  type AddonChartPlan,
  type AddonManifestPlan,
  type AddonNamespacePlan,
  type ClusterAddonsPlan,
  planClusterAddons,
} from "../plan/cluster-addons";
import type { ClusterAddonsSpec } from "../plan/cluster-addons-spec";
import { issuesOf } from "../units/issue";
import { childName, childOptions } from "./child";
import { findOrigins } from "./ref-origin";
import { toRefusal } from "./refusal";

/** What a cluster needs beside its nodes. */
export interface ClusterAddonsArgs extends ClusterAddonsSpec {}

/**
 * What a cluster needs beside its nodes before models can run: once for each cluster, not for each model.
 *
 * Creates, of what is to be installed:
 * - a Helm release for NVIDIA's device plugin, the EFA device plugin, LeaderWorkerSet, KEDA and the definitions of
 *   Prometheus operator, each in an exact version;
 * - a namespace each for LeaderWorkerSet (`lws-system`) and KEDA (`keda`), which keeps its pods to a Pod Security
 *   Standard; the device plugins lie in `kube-system`;
 * - the definitions of Gateway API and of its inference extension, from the files of their releases on GitHub.
 *
 * ```ts
 * const addons = new ClusterAddons("addons", {
 *   provider: ClusterProvider.eks,
 *   nodePools: [b200.ref],
 *   nvidiaDevicePlugin: AddonMode.install,
 *   efaDevicePlugin: AddonMode.install,
 *   keda: AddonMode.existing,
 * });
 * new ModelService("deepseek", { ... }, { dependsOn: [addons] });
 * ```
 *
 * Models name it in `dependsOn`: their pods then find devices and definitions, and go before them when the stack goes.
 * Device plugins wait for the pools, and are there when each node that has come runs one.
 *
 * What GKE, Bottlerocket or EKS Auto Mode install by themselves is refused. Whether someone else has installed the rest,
 * a preview cannot know; a release then fails on objects that are not its own. Charts and files are fetched when the stack
 * is previewed and deployed. Definitions are kept when the stack goes or an add-on is installed no more, since each would
 * take every object of its kind along. In China and GovCloud the image of the EFA plugin lies elsewhere: set it by
 * `transforms`.
 */
export class ClusterAddons extends ComponentResource {
  /** Version of each chart or file that is installed, by add-on; empty for none. */
  public readonly versions: Output<Record<string, string>>;

  constructor(name: string, args: ClusterAddonsArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:ClusterAddons", name, {}, opts);
    const plan = requirePlan(this, name, args);
    const pools = findOrigins([...(args.nodePools ?? []), ...(args.bottlerocketNodePools ?? [])]);

    const namespaces = createNamespaces(this, name, plan.namespaces);
    createReleases(this, name, plan.charts, { namespaces, pools });
    createDefinitions(this, name, plan.manifests);

    this.versions = output(toVersions(plan));
    this.registerOutputs({ versions: this.versions });
  }
}

function requirePlan(
  component: ClusterAddons,
  name: string,
  args: ClusterAddonsArgs,
): ClusterAddonsPlan {
  const plan = planClusterAddons(args);
  if (!plan.ok) throw toRefusal(component, name, issuesOf(plan));
  return plan.value;
}

/** Names of children: the keys of the arguments in the words of Kubernetes. */
const CHILD_KEYS: Readonly<Record<AddonName, string>> = {
  nvidiaDevicePlugin: "nvidia-device-plugin",
  efaDevicePlugin: "efa-device-plugin",
  leaderWorkerSet: "leader-worker-set",
  keda: "keda",
  gatewayApi: "gateway-api",
  inferenceExtension: "inference-extension",
  prometheusOperator: "prometheus-operator",
};

type Namespaces = Partial<Readonly<Record<AddonName, Namespace>>>;

function createNamespaces(
  parent: ClusterAddons,
  name: string,
  plans: readonly AddonNamespacePlan[],
): Namespaces {
  return Object.fromEntries(
    plans.map((plan) => [
      plan.addon,
      new Namespace(
        childName(name, `${CHILD_KEYS[plan.addon]}-namespace`),
        { metadata: { name: plan.name, labels: { [POD_SECURITY_LABEL]: plan.podSecurity } } },
        childOptions(parent, [], { deleteBeforeReplace: true }),
      ),
    ]),
  );
}

interface ReleaseContext {
  readonly namespaces: Namespaces;
  readonly pools: readonly Resource[];
}

function createReleases(
  parent: ClusterAddons,
  name: string,
  plans: readonly AddonChartPlan[],
  { namespaces, pools }: ReleaseContext,
): void {
  for (const plan of plans) {
    const { repository } = plan;
    new Release(
      childName(name, CHILD_KEYS[plan.addon]),
      {
        name: plan.releaseName,
        namespace: namespaces[plan.addon]?.metadata.name ?? plan.namespace,
        chart: plan.chart,
        version: plan.version,
        ...(repository === undefined ? {} : { repositoryOpts: { repo: repository } }),
        values: plan.values,
        // A failed release is left as it is: the pods and their events are the evidence.
        atomic: false,
      },
      // Two releases cannot own the same objects, so the old one goes first.
      childOptions(parent, plan.runsOnPools ? pools : [], { deleteBeforeReplace: true }),
    );
  }
}

function createDefinitions(
  parent: ClusterAddons,
  name: string,
  plans: readonly AddonManifestPlan[],
): void {
  for (const { addon, url } of plans) {
    // A definition takes every object of its kind along when it goes.
    const options = childOptions(parent, [], { retainOnDelete: true });
    new ConfigFile(childName(name, CHILD_KEYS[addon]), { file: url }, options);
  }
}

function toVersions({ charts, manifests }: ClusterAddonsPlan): Record<string, string> {
  return Object.fromEntries(
    [...charts, ...manifests].map(({ addon, version }) => [addon, version]),
  );
}
