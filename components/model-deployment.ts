import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart";
import {
  type ComponentResource,
  type Input,
  mergeOptions,
  type Output,
  type Resource,
  type ResourceTransform,
} from "@pulumi/pulumi";
import { findAutoscaledWorkloads } from "../plan/autoscaled-workloads";
import { DeployAs } from "../plan/deploy-as";
import type { ModelServicePlan } from "../plan/model-service";
import { toModelValues } from "../plan/model-values";
import { releaseTimeoutSeconds } from "../plan/start-up";
import { childName, childOptions } from "./child";
import type { ModelChart } from "./model-chart";

/** What has put the objects of a model into the cluster. */
export interface ModelDeployment {
  /** There when every object is. */
  readonly resource: Resource;
  readonly releaseName: Output<string>;
}

export interface DeploymentContext {
  readonly plan: ModelServicePlan;
  readonly args: {
    readonly namespace: Input<string>;
    readonly extraValues?: Readonly<Record<string, unknown>>;
    readonly handOver?: boolean;
  };
  readonly chart: ModelChart;
  /** What the chart gets, as soon as it is known. */
  readonly values: Output<Record<string, unknown>>;
  readonly dependencies: readonly Resource[];
}

/** Renders the chart into the cluster, in the way that the plan says. */
export function createDeployment(
  parent: ComponentResource,
  name: string,
  context: DeploymentContext,
): ModelDeployment {
  if (context.plan.deployAs === DeployAs.objects) return createObjects(parent, name, context);
  const release = createRelease(parent, name, context);
  return { resource: release, releaseName: release.name };
}

function createRelease(
  parent: ComponentResource,
  name: string,
  { plan, args, chart, values, dependencies }: DeploymentContext,
): Release {
  return new Release(
    childName(name, "release"),
    {
      name: plan.releaseName,
      namespace: args.namespace,
      ...toChartInputs(chart),
      values,
      // A failed release is left as it is: the pods and their events are the evidence.
      atomic: false,
      timeout: releaseTimeoutSeconds(plan),
      ...(args.handOver === true ? { takeOwnership: true } : {}),
    },
    childOptions(parent, dependencies, {
      // Two releases cannot own the same objects, so the old one goes first.
      deleteBeforeReplace: true,
      // Who owns the objects matters when they are made: a release that runs is not upgraded for it.
      ...(args.handOver === true ? { retainOnDelete: true, ignoreChanges: ["takeOwnership"] } : {}),
    }),
  );
}

function createObjects(
  parent: ComponentResource,
  name: string,
  { plan, args, chart, values, dependencies }: DeploymentContext,
): ModelDeployment {
  const objects = new Chart(
    childName(name, "objects"),
    { name: plan.releaseName, namespace: args.namespace, ...toChartInputs(chart), values },
    mergeOptions(childOptions(parent, dependencies), {
      transforms: [toObjectTransform(plan, args.extraValues)],
      ...(args.handOver === true ? { retainOnDelete: true } : {}),
    }),
  );
  return { resource: objects, releaseName: objects.urn.apply(() => plan.releaseName) };
}

function toChartInputs({ chart, askedVersion, repository }: ModelChart) {
  return {
    chart,
    ...(askedVersion === undefined ? {} : { version: askedVersion }),
    ...(repository === undefined ? {} : { repositoryOpts: { repo: repository } }),
  };
}

/** What runs pods is waited for as long as a release would be, and a number of pods that an autoscaler has set stays. */
function toObjectTransform(
  plan: ModelServicePlan,
  extraValues: Readonly<Record<string, unknown>> | undefined,
): ResourceTransform {
  const seconds = `${releaseTimeoutSeconds(plan)}s`;
  const autoscaled = findAutoscaledWorkloads(toModelValues(plan, {}, extraValues));
  return ({ type, props, opts }) => {
    if (!WORKLOADS.test(type)) return undefined;
    const isAutoscaled = autoscaled.includes(props.metadata?.name);
    const ignoreChanges = isAutoscaled ? ["spec.replicas"] : [];
    const customTimeouts = { create: seconds, update: seconds };
    return { props, opts: mergeOptions(opts, { customTimeouts, ignoreChanges }) };
  };
}

/** The kinds of object that run pods. */
const WORKLOADS = /:(?:Deployment|LeaderWorkerSet)$/;
