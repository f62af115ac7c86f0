import { Job } from "@pulumi/kubernetes/batch/v1/job";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import type { ComponentResource, Input, Resource } from "@pulumi/pulumi";
import { HF_TOKEN_KEY } from "../../catalog/well-known";
import type { PreloadContainer, PreloadPlan } from "../../plan/preload-job";
import { childName, childOptions } from "../child";
import { readPreloadScript } from "./preload-script";

/** The Job that fills the claim, with its script; `undefined` when nothing is to be loaded. */
export function createPreload(
  parent: ComponentResource,
  name: string,
  plan: PreloadPlan | undefined,
  namespace: Input<string>,
  dependsOn: readonly Resource[],
): Job | undefined {
  if (plan === undefined) return undefined;
  const metadata = { name: plan.name, namespace, labels: { ...plan.labels } };
  const script = new ConfigMap(
    childName(name, "preload-script"),
    { metadata, data: readPreloadScript() },
    childOptions(parent, [], { deleteBeforeReplace: true }),
  );
  const seconds = `${plan.deadlineSeconds + SECONDS_TO_BE_TOLD}s`;
  return new Job(
    childName(name, "preload"),
    {
      metadata,
      spec: {
        backoffLimit: plan.backoffLimit,
        activeDeadlineSeconds: plan.deadlineSeconds,
        podFailurePolicy: toFailurePolicy(plan),
        template: { metadata: { labels: { ...plan.labels } }, spec: toPodSpec(plan) },
      },
    },
    childOptions(parent, [script, ...dependsOn], {
      // The name is fixed by the revision: a second Job cannot stand beside the first.
      deleteBeforeReplace: true,
      // A Job that has failed stays so for ever. The engine's own word for a resource that did not become ready:
      // https://github.com/pulumi/pulumi/blob/v3.246.0/pkg/resource/deploy/step_generator.go#L2903
      replaceOnChanges: ["#initerror"],
      customTimeouts: { create: seconds, update: seconds },
    }),
  );
}

/** The Job says itself that its time is over, and why, before nobody waits any more. */
const SECONDS_TO_BE_TOLD = 60;

/** https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy */
function toFailurePolicy({ permanentExitCode }: PreloadPlan) {
  return {
    rules: [
      {
        action: "FailJob",
        onExitCodes: { containerName: CONTAINER, operator: "In", values: [permanentExitCode] },
      },
      // A node that goes away is no failure of the download, which goes on elsewhere.
      { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] },
    ],
  };
}

const CONTAINER = "preload";

function toPodSpec(plan: PreloadPlan) {
  const { container, nodeRequirements, serviceAccountName, userId } = plan;
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(serviceAccountName === undefined ? {} : { serviceAccountName }),
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: nodeRequirements.map(({ key, operator, values }) =>
                values.length === 0 ? { key, operator } : { key, operator, values: [...values] },
              ),
            },
          ],
        },
      },
    },
    securityContext: {
      runAsNonRoot: userId !== 0,
      runAsUser: userId,
      runAsGroup: userId,
      fsGroup: userId,
      // Not again over hundreds of files at each try.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [toContainer(container)],
    volumes: [
      { name: "claim", persistentVolumeClaim: { claimName: plan.claimName } },
      { name: "script", configMap: { name: plan.name } },
      { name: "scratch", emptyDir: {} },
    ],
  };
}

function toContainer(container: PreloadContainer) {
  const { environment, tokenSecretName, resources } = container;
  return {
    name: CONTAINER,
    image: container.image,
    command: [...container.command],
    env: [
      ...Object.entries(environment).map(([name, value]) => ({ name, value })),
      ...(tokenSecretName === undefined ? [] : [toTokenVariable(tokenSecretName)]),
    ],
    resources: { requests: { ...resources }, limits: { memory: resources.memory } },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
    // The last line says why it ended; so it stands in the status of the pod too.
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
      { name: "claim", mountPath: container.claimPath },
      { name: "script", mountPath: container.scriptPath, readOnly: true },
      { name: "scratch", mountPath: container.scratchPath },
    ],
  };
}

function toTokenVariable(name: string) {
  return { name: HF_TOKEN_KEY, valueFrom: { secretKeyRef: { name, key: HF_TOKEN_KEY } } };
}
