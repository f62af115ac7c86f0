import type { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { type Issue, issue, joinPath } from "../units/issue";
import { checkDivision, divides } from "./model-division";
import type { NodePoolPlan } from "./node-pool";
import { platformOf } from "./platform";
import { checkGroup, checkGroupEngine, describeRanks, findWorkers } from "./server-group";
import { checkTensorOnTpu } from "./tpu-parallelism";
import {
  checkBoolean,
  checkKeys,
  checkWholeNumber,
  isMap,
  optional,
  type ValueCheck,
} from "./value-check";

/** How one server of a model is spread over devices. */
export interface ParallelismSettings {
  /** Devices that share every layer (tensor parallel size). Defaults to 1. Must divide the attention heads of the model. A server on TPUs has all chips of its host, and tensor x pipeline must be as many, twice as many on TPU7x. On machines without devices it counts processor sockets. */
  readonly tensor?: number;
  /** Stages that share the layers among them (pipeline parallel size). Defaults to 1. Devices per server are tensor x pipeline x data. */
  readonly pipeline?: number;
  /**
   * vLLM only: ranks over all hosts that take requests of their own and share nothing but the experts (data parallel
   * size). Defaults to 1. Each has tensor x pipeline devices and a cache of its own. A multiple of `workers`, or 1.
   * SGLang counts such ranks within `tensor`: `--dp-size` and `--enable-dp-attention` in `extraArgs`. Not on TPUs.
   */
  readonly data?: number;
  /**
   * Hosts of one server, each a pod: more than one are a LeaderWorkerSet, whose controller has to be there (`ClusterAddons`
   * installs it). Defaults to 1. The devices of the server are spread evenly over them: `tensor: 16, workers: 2` are eight
   * in each of two pods, `data: 16, workers: 2` eight ranks in each. `replicas` counts servers, not pods. On a pool with EFA
   * each pod asks for its share of the interfaces, which an image with EFA's libraries uses; vLLM's and SGLang's own have
   * none, and go over TCP.
   */
  readonly workers?: number;
  /** Whether whole experts, instead of slices of each, are spread over the tensor x data devices. Defaults to false. Only for models with experts. */
  readonly expert?: boolean;
}

/** Every number written out. */
export interface ParallelismPlan {
  /** Devices that share every layer. */
  readonly tensor: number;
  /** Stages that share the layers among them. */
  readonly pipeline: number;
  /** Ranks over all hosts that take requests of their own. */
  readonly data: number;
  /** Of these, in one pod; 1 where one rank spans all hosts. */
  readonly dataLocal: number;
  /** Hosts of one server, each a pod. */
  readonly workers: number;
  /** Whether whole experts are spread over the tensor x data devices. */
  readonly expert: boolean;
  /** Devices that one pod asks for. */
  readonly devicesPerPod: number;
}

const DEFAULTS = { tensor: 1, pipeline: 1, data: 1, workers: 1, expert: false } as const;

/** Fills in the defaults. */
export function resolveParallelism(
  settings: ParallelismSettings,
  pool: NodePoolPlan,
): ParallelismPlan {
  const tensor = settings.tensor ?? DEFAULTS.tensor;
  const pipeline = settings.pipeline ?? DEFAULTS.pipeline;
  const data = settings.data ?? DEFAULTS.data;
  const workers = settings.workers ?? DEFAULTS.workers;
  const expert = settings.expert ?? DEFAULTS.expert;
  return {
    tensor,
    pipeline,
    data,
    dataLocal: Math.max(1, data / workers),
    workers,
    expert,
    devicesPerPod: countDevicesPerPod(pool, (tensor * pipeline * data) / workers),
  };
}

/** None on a pool without devices, where tensor counts CPU sockets instead; all of the host on TPUs, which GKE gives to one pod. */
function countDevicesPerPod(pool: NodePoolPlan, ranks: number): number {
  switch (platformOf(pool)) {
    case "cpu":
      return 0;
    case "google":
      return pool.devicesPerNode;
    default:
      return ranks;
  }
}

/** Processes of the engine in one pod that have a device each, and with it their own part of the host's memory. */
export function ranksPerPod({ tensor, pipeline, data, workers }: ParallelismPlan): number {
  return (tensor * pipeline * data) / workers;
}

/** What is wrong with the settings by themselves. */
export const checkParallelismForm: ValueCheck = (path, settings) => {
  const form = checkKeys(path, settings, ["tensor", "pipeline", "data", "workers", "expert"]);
  if (!isMap(settings)) return form;
  return [
    ...form,
    ...optional(checkWholeNumber(1))(joinPath(path, "tensor"), settings.tensor),
    ...optional(checkWholeNumber(1))(joinPath(path, "pipeline"), settings.pipeline),
    ...optional(checkWholeNumber(1))(joinPath(path, "data"), settings.data),
    ...optional(checkWholeNumber(1))(joinPath(path, "workers"), settings.workers),
    ...optional(checkBoolean)(joinPath(path, "expert"), settings.expert),
  ];
};

/** What a server is held against. */
export interface ParallelismContext {
  readonly engine: Engine;
  /** Row of the catalogue; `undefined` for a model outside of it. */
  readonly model: Model | undefined;
  readonly pool: NodePoolPlan;
}

/**
 * Checks the engine, the node, then the model's dimensions; paths are relative to `parallelism`. A number that one rule
 * refuses is not held against the next: the way out of the first would be lost among the others.
 */
export function checkParallelism(plan: ParallelismPlan, context: ParallelismContext): Issue[] {
  return [...(checkDevices(plan, context) ?? []), ...checkExpert(plan, context.model)];
}

/** The first rule that refuses the number of devices. */
function checkDevices(
  plan: ParallelismPlan,
  { engine, model, pool }: ParallelismContext,
): Issue[] | undefined {
  const rules = [
    checkGroupEngine(plan, engine),
    checkGroup(plan, pool),
    ...(platformOf(pool) === "google"
      ? [checkTensorOnTpu(plan, model, pool)]
      : [checkNode(plan, model, pool)]),
    // Without devices it counts sockets, and only the heads limit it.
    ...(model === undefined
      ? []
      : checkDivision(
          plan,
          model,
          pool.devicesPerNode === 0 ? model.attention.heads : mostTensor(plan, pool),
        )),
  ];
  return rules.find((issues) => issues.length > 0);
}

function checkNode(plan: ParallelismPlan, model: Model | undefined, pool: NodePoolPlan): Issue[] {
  const { devicesPerPod } = plan;
  if (devicesPerPod <= pool.devicesPerNode) return [];
  const path = plan.data === 1 ? "tensor" : "data";
  const most = path === "tensor" ? mostTensor(plan, pool) : mostData(plan, pool);
  const isWhole = model === undefined || divides(plan, model);
  const workers = isWhole ? findWorkers(plan, pool) : undefined;
  const wayOut = [
    ...(most === 0 ? [] : [`${most} or fewer`]),
    `a pool whose nodes have ${devicesPerPod}`,
    ...(workers === undefined ? [] : [`workers ${workers}`]),
  ].join(", or ");
  const rule = `${devicesPerPod} devices (${describeRanks(plan)}) in one pod, but ${pool.machine} has ${pool.devicesPerNode}`;
  return [issue(path, plan[path], rule, `use ${wayOut}`)];
}

/** The largest tensor size that the hosts have devices for. */
function mostTensor({ pipeline, data, workers }: ParallelismPlan, pool: NodePoolPlan): number {
  return Math.floor((pool.devicesPerNode * workers) / (pipeline * data));
}

/** The same of data, of which each host has as many ranks. */
function mostData({ tensor, pipeline, workers }: ParallelismPlan, pool: NodePoolPlan): number {
  return Math.floor(pool.devicesPerNode / (tensor * pipeline)) * workers;
}

function checkExpert(plan: ParallelismPlan, model: Model | undefined): Issue[] {
  if (!plan.expert || model === undefined || model.experts !== undefined) return [];
  return [issue("expert", true, `${model.id} has no experts`, "leave expert out")];
}
