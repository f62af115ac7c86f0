import type { ParallelismPlan } from "./parallelism";

/** Processes of the engine in one pod that have a device each, and with it their own part of the host's memory. */
export function ranksPerPod({ tensor, pipeline, data, workers }: ParallelismPlan): number {
  return (tensor * pipeline * data) / workers;
}
