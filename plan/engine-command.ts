import { Engine, findEngine } from "../catalog/engines";
import { GROUP_LEADER_VARIABLE, GROUP_WORKER_INDEX_VARIABLE } from "../catalog/well-known";
import { toEngineArgs } from "./engine-args";
import type { EngineSettings } from "./engine-settings";
import type { ParallelismPlan } from "./parallelism";
import { answersByLeader } from "./server-group";

/** What the engine must be told besides its settings. */
export interface EngineCommandContext {
  /** Folder with the files of the model, as the container sees it. */
  readonly modelPath: string;
  readonly servedName: string;
  readonly port: number;
  readonly parallelism: ParallelismPlan;
  /** Arguments that give the server its half of the work, and its cache tiers beyond the devices; none without. */
  readonly kvCacheArgs?: readonly string[];
}

export interface EngineCommand {
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** The arguments of pods of a group that only compute; `undefined` where all pods of a server are started alike. */
  readonly workerArgs: readonly string[] | undefined;
}

/** The whole command line, one list entry per argument: no shell reads it. */
export function toEngineCommand(
  settings: EngineSettings,
  context: EngineCommandContext,
): EngineCommand {
  const args = toArgs(settings, context);
  return {
    command: findEngine(settings.name).command,
    args,
    workerArgs: toWorkerArgs(settings.name, context.parallelism, args),
  };
}

/** SGLang sees by its rank what a pod is for; vLLM is told. */
function toWorkerArgs(
  engine: Engine,
  parallelism: ParallelismPlan,
  args: readonly string[],
): string[] | undefined {
  if (engine !== Engine.vllm || !answersByLeader(parallelism)) return undefined;
  return [...args, "--headless"];
}

function toArgs(settings: EngineSettings, context: EngineCommandContext): string[] {
  switch (settings.name) {
    case Engine.vllm:
      return [
        context.modelPath,
        ...toServerArgs(context),
        ...toVllmParallelism(context.parallelism),
        ...(context.kvCacheArgs ?? []),
        ...toEngineArgs(settings),
      ];
    case Engine.sglang:
      return [
        "--model-path",
        context.modelPath,
        ...toServerArgs(context),
        // Off by default in SGLang; without it routing and scaling are blind.
        "--enable-metrics",
        ...toSglangParallelism(context.parallelism),
        ...(context.kvCacheArgs ?? []),
        ...toEngineArgs(settings),
      ];
    default:
      return settings.name satisfies never;
  }
}

/** SGLang listens on loopback by default, where no probe and no client can reach it. */
function toServerArgs({ servedName, port }: EngineCommandContext): string[] {
  return ["--served-model-name", servedName, "--host", "0.0.0.0", "--port", String(port)];
}

function toVllmParallelism(parallelism: ParallelismPlan): string[] {
  const { tensor, pipeline, data, expert } = parallelism;
  return [
    "--tensor-parallel-size",
    String(tensor),
    ...(pipeline === 1 ? [] : ["--pipeline-parallel-size", String(pipeline)]),
    ...(data === 1 ? [] : ["--data-parallel-size", String(data)]),
    ...(expert ? ["--enable-expert-parallel"] : []),
    ...toVllmGroup(parallelism),
  ];
}

/**
 * By the number of its host a pod knows its ranks, and where it has some of its own it answers for them (hybrid load
 * balancing): https://github.com/vllm-project/vllm/pull/23691
 */
function toVllmGroup({ data, dataLocal, workers }: ParallelismPlan): string[] {
  if (workers === 1) return [];
  return [
    ...["--nnodes", String(workers), "--node-rank", variable(GROUP_WORKER_INDEX_VARIABLE)],
    ...["--master-addr", variable(GROUP_LEADER_VARIABLE)],
    ...["--master-port", String(findEngine(Engine.vllm).groupPort)],
    ...(data === 1
      ? []
      : ["--data-parallel-size-local", String(dataLocal), "--data-parallel-hybrid-lb"]),
  ];
}

function toSglangParallelism(parallelism: ParallelismPlan): string[] {
  const { tensor, pipeline, expert } = parallelism;
  return [
    "--tensor-parallel-size",
    String(tensor),
    ...(pipeline === 1 ? [] : ["--pipeline-parallel-size", String(pipeline)]),
    ...(expert ? ["--expert-parallel-size", String(tensor)] : []),
    ...toSglangGroup(parallelism),
  ];
}

/** https://github.com/llm-d/llm-d guides/wide-ep-lws/modelserver/gpu/sglang-deepseek-r1-0528 */
function toSglangGroup({ workers }: ParallelismPlan): string[] {
  if (workers === 1) return [];
  const { groupPort } = findEngine(Engine.sglang);
  return [
    ...["--nnodes", String(workers), "--node-rank", variable(GROUP_WORKER_INDEX_VARIABLE)],
    ...["--dist-init-addr", `${variable(GROUP_LEADER_VARIABLE)}:${groupPort}`],
  ];
}

/** A variable of the container, which Kubernetes puts in its place: no shell is needed for it. https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/ */
function variable(name: string): string {
  return `$(${name})`;
}
