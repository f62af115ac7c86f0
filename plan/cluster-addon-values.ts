import { type AddonName, ClusterProvider } from "../catalog/cluster-addons";
import { EKS_COMPUTE_TYPE_LABEL, HELM_RESOURCE_POLICY_ANNOTATION } from "../catalog/well-known";
import { type AddonPool, findEfaPools, findNvidiaPools, toSelectingLabel } from "./addon-pools";
import { type Toleration, toScheduling } from "./scheduling";

/** Values of a chart, in its own words. */
export type AddonValues = Readonly<Record<string, unknown>>;

/** What a release writes into the values of its chart: where device plugins run, and what its definitions outlive. */
export function planAddonValues(
  name: AddonName,
  provider: ClusterProvider,
  pools: readonly AddonPool[],
): AddonValues {
  switch (name) {
    case "nvidiaDevicePlugin":
      return planNvidiaValues(provider, findNvidiaPools(pools));
    case "efaDevicePlugin":
      return planEfaValues(findEfaPools(pools));
    case "keda":
      return {
        crds: { additionalAnnotations: KEPT },
        // Else KEDA may read every Secret of the cluster; what models are scaled by needs none of them.
        permissions: {
          operator: { restrict: { secret: true } },
          metricServer: { restrict: { secret: true } },
        },
      };
    case "prometheusOperator":
      return { crds: { annotations: KEPT } };
    default:
      return {};
  }
}

/** A definition takes every object of its kind along when it goes. These charts have theirs among the templates, which Helm deletes with the release. */
const KEPT = { [HELM_RESOURCE_POLICY_ANNOTATION]: "keep" };

/**
 * The chart runs where `nvidia.com/gpu.present` is set, which nodes on Bottlerocket carry too. Lists replace those of the
 * chart. Without MIG, which we do not turn on, its container has no capability at all.
 */
function planNvidiaValues(provider: ClusterProvider, pools: readonly AddonPool[]): AddonValues {
  // Nodes of Auto Mode can be of the same machine as those of a pool that is not ours.
  const others =
    provider === ClusterProvider.eks
      ? [{ key: EKS_COMPUTE_TYPE_LABEL, operator: "NotIn", values: ["auto"] }]
      : [];
  const nodeSelectorTerms = pools.map(({ plan }) => ({
    matchExpressions: [
      ...Object.entries(plan.labels).map(([key, value]) => ({
        key,
        operator: "In",
        values: [value],
      })),
      ...others,
    ],
  }));
  return {
    affinity: {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    },
    tolerations: toTolerations(pools),
  };
}

/**
 * The chart runs where one of the keys has one of the values, by default on every machine that can have EFA, and adds to
 * the last key that the node is not of Auto Mode. It asks for a privileged container on the host's network itself.
 */
function planEfaValues(pools: readonly AddonPool[]): AddonValues {
  const labels = pools.map(toSelectingLabel);
  return {
    supportedInstanceLabels: {
      // The label of our pools stands first: no node of Auto Mode has it.
      keys: unique(labels.map(([key]) => key)).sort(),
      values: unique(labels.map(([, value]) => value)),
    },
    tolerations: toTolerations(pools),
  };
}

function toTolerations(pools: readonly AddonPool[]): Toleration[] {
  const all = pools.flatMap(({ plan }) => toScheduling(plan).tolerations);
  const byText = new Map(all.map((toleration) => [JSON.stringify(toleration), toleration]));
  return [...byText.values()];
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
