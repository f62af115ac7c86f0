import { type EngineMemory, findEngineMemory } from "../catalog/engine-memory";
import type { Engine } from "../catalog/engines";
import { findModel, type Model, modelIds } from "../catalog/models";
import { type DeviceMachine, machinesWithDevices } from "./fit-ways-out";
import { fitMemory } from "./memory-fit";
import type { MemorySettings } from "./memory-limits";
import { type FitQuestion, fits, type MemoryFit } from "./memory-terms";
import { divides } from "./model-division";

/** What a survey holds alike for all that it compares. */
export interface SurveyOptions {
  readonly engine: Engine;
  readonly settings: MemorySettings;
  /** Requests of the whole context that have to run at the same time. */
  readonly concurrency: number;
}

/** One model on one machine, with the fewest of its devices that do, or else with the most that it has. */
export interface SurveyRow {
  readonly model: string;
  readonly machine: string;
  readonly device: string;
  readonly tensor: number;
  readonly expert: boolean;
  readonly fits: boolean;
  readonly fit: MemoryFit;
}

/** A model over machines, or over all of them. */
export function surveyMachines(
  model: Model,
  options: SurveyOptions,
  machines: readonly DeviceMachine[] = machinesWithDevices(),
): SurveyRow[] {
  const engine = findEngineMemory(options.engine);
  return machines.flatMap((machine) => surveyOne(model, machine, engine, options));
}

/** All models over one machine. */
export function surveyModels(machine: DeviceMachine, options: SurveyOptions): SurveyRow[] {
  return modelIds()
    .flatMap((id) => findModel(id) ?? [])
    .flatMap((model) => surveyMachines(model, options, [machine]));
}

function surveyOne(
  model: Model,
  { machine, count, device }: DeviceMachine,
  engine: EngineMemory,
  { settings, concurrency }: SurveyOptions,
): SurveyRow[] {
  // A context that the model was not made for is no question of memory.
  const contextLength = Math.min(
    settings.contextLength ?? model.maximumContext,
    model.maximumContext,
  );
  const rows = [1, 2, 4, 8, 16]
    .filter((tensor) => tensor <= count)
    .flatMap((tensor) => toSharding(model, tensor))
    .map((sharding) => {
      const question: FitQuestion = {
        ...{ model, sharding, engine, device },
        settings: { ...settings, contextLength },
      };
      const fit = fitMemory(question);
      const { tensor, expert } = sharding;
      return {
        ...{ model: model.id, machine, device: device.name, tensor, expert, fit },
        fits: fits(fit) && fit.concurrentRequests >= concurrency,
      };
    });
  const row = rows.find((each) => each.fits) ?? rows.at(-1);
  return row === undefined ? [] : [row];
}

/** Slices, or whole experts where slices cannot be. */
function toSharding(model: Model, tensor: number): FitQuestion["sharding"][] {
  const sliced = { tensor, pipeline: 1, expert: false };
  const whole = { ...sliced, expert: true };
  if (divides(sliced, model)) return [sliced];
  return model.experts !== undefined && divides(whole, model) ? [whole] : [];
}

/** A machine of the catalogue by name, or why there is none to compare. */
export function findDeviceMachine(name: string): DeviceMachine | undefined {
  return machinesWithDevices().find(({ machine }) => machine === name);
}
