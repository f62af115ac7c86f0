import type { Toleration } from "../../plan/scheduling";
import { anything } from "./specs";

/** A node as far as the pods of a daemon set look at it. */
export interface DaemonNode {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly {
    readonly key: string;
    readonly value?: string;
    readonly effect: string;
  }[];
}

/** Where the pods of a chart may run, read from its values as its templates do. */
export interface Placement {
  readonly terms: readonly (readonly Expression[])[];
  readonly tolerations: readonly Toleration[];
}

interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn";
  readonly values: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

/** https://github.com/NVIDIA/k8s-device-plugin/blob/v0.20.0/deployments/helm/nvidia-device-plugin/templates/daemonset-device-plugin.yml */
export function readNvidiaPlacement(values: Values): Placement {
  const { affinity, tolerations } = anything<NvidiaValues>(values);
  const required = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  return {
    terms: required.nodeSelectorTerms.map(({ matchExpressions }) => matchExpressions),
    tolerations,
  };
}

/** A term for each key, and that of the last key keeps off Auto Mode. https://github.com/aws/eks-charts/blob/master/stable/aws-efa-k8s-device-plugin/templates/daemonset.yaml */
export function readEfaPlacement(values: Values): Placement {
  const { supportedInstanceLabels, tolerations } = anything<EfaValues>(values);
  const { keys, values: machines } = supportedInstanceLabels;
  return {
    terms: keys.map((key, index) => [
      { key, operator: "In", values: machines },
      ...(index === keys.length - 1 ? [NOT_AUTO] : []),
    ]),
    tolerations,
  };
}

const NOT_AUTO: Expression = {
  key: "eks.amazonaws.com/compute-type",
  operator: "NotIn",
  values: ["auto"],
};

interface NvidiaValues {
  readonly affinity: {
    readonly nodeAffinity: {
      readonly requiredDuringSchedulingIgnoredDuringExecution: {
        readonly nodeSelectorTerms: readonly { readonly matchExpressions: readonly Expression[] }[];
      };
    };
  };
  readonly tolerations: readonly Toleration[];
}

interface EfaValues {
  readonly supportedInstanceLabels: {
    readonly keys: readonly string[];
    readonly values: readonly string[];
  };
  readonly tolerations: readonly Toleration[];
}

/** Whether the scheduler places a pod there. https://kubernetes.io/docs/concepts/scheduling-eviction/ */
export function landsOn(
  { terms, tolerations }: Placement,
  { labels, taints }: DaemonNode,
): boolean {
  const isSelected = terms.some((term) =>
    term.every(({ key, operator, values }) => {
      const isIn = values.includes(labels[key] ?? "");
      return operator === "In" ? isIn : !isIn;
    }),
  );
  return isSelected && taints.every((taint) => tolerations.some((each) => tolerates(each, taint)));
}

function tolerates(
  { key, operator, value, effect }: Toleration,
  taint: DaemonNode["taints"][number],
): boolean {
  if (key !== taint.key || effect !== taint.effect) return false;
  return operator === "Exists" || value === (taint.value ?? "");
}
