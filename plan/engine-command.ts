import { Engine, findEngine } from "../catalog/engines";
import { toEngineArgs } from "./engine-args";
import type { EngineSettings } from "./engine-settings";
import type { ParallelismPlan } from "./parallelism";

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
}

/** The whole command line, one list entry per argument: no shell reads it. */
export function toEngineCommand(
  settings: EngineSettings,
  context: EngineCommandContext,
): EngineCommand {
  return { command: findEngine(settings.name).command, args: toArgs(settings, context) };
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

function toVllmParallelism({ tensor, pipeline, expert }: ParallelismPlan): string[] {
  return [
    "--tensor-parallel-size",
    String(tensor),
    ...(pipeline === 1 ? [] : ["--pipeline-parallel-size", String(pipeline)]),
    ...(expert ? ["--enable-expert-parallel"] : []),
  ];
}

function toSglangParallelism({ tensor, pipeline, expert }: ParallelismPlan): string[] {
  return [
    "--tensor-parallel-size",
    String(tensor),
    ...(pipeline === 1 ? [] : ["--pipeline-parallel-size", String(pipeline)]),
    ...(expert ? ["--expert-parallel-size", String(tensor)] : []),
  ];
}
