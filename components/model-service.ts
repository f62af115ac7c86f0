import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  log,
  type Output,
  output,
} from "@pulumi/pulumi";
import { type MemoryReport, toMemoryReport } from "../plan/memory-report";
import { rolesOf } from "../plan/model-roles";
import { type ModelServicePlan, planModelService } from "../plan/model-service";
import type { ModelServiceSpec } from "../plan/model-service-spec";
import { toModelValues } from "../plan/model-values";
import { toServingLabels } from "../plan/serving-labels";
import { checkBoolean, isMap, optional } from "../plan/value-check";
import { issuesOf, renderIssues } from "../units/issue";
import { createDisruptionBudgets } from "./disruption-budget";
import { checkExtraValues, checkFinalValues } from "./extra-values";
import { findModelChart, type ModelChart } from "./model-chart";
import { createDeployment } from "./model-deployment";
import { findOrigins, rememberOrigin } from "./ref-origin";
import { toRefusal } from "./refusal";
import { withVerifiedToken } from "./token-secret";
import { checkNamespace, checkWiring, resolveWiring } from "./wiring";

/** Everything that decides what exists, and the wiring to what exists already. */
export interface ModelServiceArgs extends ModelServiceSpec {
  /** Namespace of the release. It must exist, and hold the claim of the model. */
  readonly namespace: Input<string>;
  /** Existing service account for the pods, for example one that may read a bucket. When absent the release makes one without rights. */
  readonly serviceAccountName?: Input<string>;
  /** Names of existing Secrets to pull images with. */
  readonly imagePullSecretNames?: Input<string>[];
  /** Name of an existing Secret that holds a Hugging Face token under the key `HF_TOKEN`. Only the name is ever read. */
  readonly tokenSecretName?: Input<string>;
  /**
   * Whether the Secret of `tokenSecretName` is read in the preview, which then fails where there is none, or none with
   * `HF_TOKEN`. It must be there before the model is; and what it holds is kept in the state of the stack, encrypted.
   * Defaults to false.
   */
  readonly verifyTokenSecret?: boolean;
  /** Environment variables of the engine. They are readable by everyone who can read the release: a secret value is refused, and `HF_TOKEN` always; name a Secret instead. */
  readonly environment?: Record<string, Input<string>>;
  /** Annotations of the pods; a secret value is refused, like in `environment`. */
  readonly podAnnotations?: Record<string, Input<string>>;
  /** Further values of the chart llm-d-modelservice, laid over ours last: maps are merged, all else is replaced. What they change is checked as the chart does, not against the model, the engine and the pool. */
  // biome-ignore lint/suspicious/noExplicitAny: the component analyzer has no other word for free-form JSON.
  readonly extraValues?: Record<string, any>;
  /**
   * Whether this model may change hands between the two ways of `deployAs` with its pods: what deploys it now leaves the
   * objects in the cluster when it goes, and a Helm release takes over those that are there. Set it in an update of its own
   * before `deployAs` changes, and take it away in one after. While it is set, the objects outlive the stack. To objects,
   * the provider needs `upsertExistingObjects` too, in that one update. Defaults to false.
   */
  readonly handOver?: boolean;
}

/** What others need to know of a model that is served; plain, so that plans can read it. */
export interface ModelServiceRef {
  /** Name of the Helm release. */
  readonly releaseName: string;
  /** Labels that the pods of this model which answer requests carry, and no others in the namespace do. */
  readonly labels: Readonly<Record<string, string>>;
  /** Port of the engine's API on each pod. */
  readonly port: number;
  /** The engine: `vllm` or `sglang`. */
  readonly engine: string;
  /** Name that clients write into their requests. */
  readonly servedName: string;
}

/**
 * One model, served by servers that do all of the work, or by servers that read prompts and others that write answers.
 *
 * Creates:
 * - a Helm release of the chart llm-d-modelservice, or each of its objects: a Deployment for each role, and their
 *   ServiceAccount; where a server has several hosts (`parallelism.workers`) a LeaderWorkerSet for each role, which Helm
 *   does not wait for;
 * - a PodDisruptionBudget for each role that has more than one replica.
 *
 * ```ts
 * new ModelService("deepseek-v3-1", {
 *   namespace: "llm",
 *   model: { id: "deepseek-ai/DeepSeek-V3.1", storage: { claimName: "llm-model" } },
 *   engine: { name: Engine.sglang, contextLength: 131072, memFractionStatic: 0.82 },
 *   nodePool: { name: "b200", instanceType: "p6-b200.48xlarge" },
 *   roles: { both: { parallelism: { tensor: 8 } } },
 * });
 * ```
 *
 * Pods of `prefill` and `decode`, and of groups on nodes with EFA, lock memory for their network card (capability
 * `IPC_LOCK`), which a namespace with Pod Security Standards has to allow by the level `privileged`; pods of vLLM on
 * machines without devices bind their memory to processors (`SYS_NICE`), which takes the same level.
 *
 * What cannot work is refused before the first resource, with every reason at once. A preview cannot know whether the
 * cluster has the nodes, the claim, the Secret and the image. Another release name or namespace replaces the release.
 */
export class ModelService extends ComponentResource {
  /** What a router or a monitor needs to know of this model. */
  public readonly ref: ModelServiceRef;
  /** Name of the Helm release. */
  public readonly releaseName: Output<string>;
  /** Version of the chart, with the digest of its content. */
  public readonly chartVersion: Output<string>;
  /** What the devices of one server of each role hold, and why that is not proved where it is not; and its pod, where tiers of the cache are in it. */
  public readonly memory: Output<MemoryReport[]>;

  constructor(name: string, args: ModelServiceArgs, opts?: ComponentResourceOptions) {
    super("llmd:index:ModelService", name, {}, opts);
    const { plan, chart } = requirePlan(this, name, args);
    if (plan.files.warnings.length > 0) void log.warn(renderIssues(plan.files.warnings), this);
    const rolePools = rolesOf(args.roles).map(([, { nodePool }]) => nodePool);
    const shared = args.engine.kvCache?.tiers?.shared;
    const dependencies = findOrigins([args.nodePool, ...rolePools, args.model.storage, shared]);

    const wiring = resolveWiring(this, name, withVerifiedToken(this, name, args));
    const values = wiring.apply((known) => toModelValues(plan, known, args.extraValues));
    const deployment = createDeployment(this, name, { plan, args, chart, values, dependencies });
    createDisruptionBudgets(this, name, plan, args.namespace, deployment.resource);

    this.ref = rememberOrigin(toRef(plan), this);
    this.releaseName = deployment.releaseName;
    this.chartVersion = output(chart.version);
    this.memory = output(plan.roles.map(toMemoryReport));
    printWarnings(this, plan);
    this.registerOutputs({
      ref: this.ref,
      releaseName: this.releaseName,
      chartVersion: this.chartVersion,
      memory: this.memory,
    });
  }
}

/** What runs although it was refused must not be forgotten. */
function printWarnings(component: ModelService, { warnings }: ModelServicePlan): void {
  for (const warning of warnings) void log.warn(warning, component);
}

interface CheckedModel {
  readonly plan: ModelServicePlan;
  readonly chart: ModelChart;
}

function requirePlan(component: ModelService, name: string, args: ModelServiceArgs): CheckedModel {
  const plan = planModelService(name, args);
  const chart = plan.ok ? findModelChart(plan.value.chart) : undefined;
  const issues = [
    ...issuesOf(plan),
    // What is no map has no wiring either, and is told by the plan.
    ...(isMap(args)
      ? [
          ...checkNamespace(args.namespace),
          ...checkWiring(args),
          ...optional(checkBoolean)("verifyTokenSecret", args.verifyTokenSecret),
          ...optional(checkBoolean)("handOver", args.handOver),
          ...optional(checkExtraValues)("extraValues", args.extraValues),
        ]
      : []),
    ...(chart === undefined ? [] : issuesOf(chart)),
    ...(plan.ok && chart?.ok ? checkFinalValues(plan.value, args.extraValues, chart.value) : []),
  ];
  if (issues.length > 0 || !plan.ok || !chart?.ok) throw toRefusal(component, name, issues);
  return { plan: plan.value, chart: chart.value };
}

function toRef(plan: ModelServicePlan): ModelServiceRef {
  return {
    releaseName: plan.releaseName,
    labels: toServingLabels(plan),
    port: plan.port,
    engine: plan.engine.name,
    servedName: plan.model.servedName,
  };
}
