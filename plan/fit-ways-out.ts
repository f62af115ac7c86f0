import { findAccelerator } from "../catalog/accelerators";
import { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { checkpointsOf } from "./checkpoint";
import { kvNumberBytes } from "./kv-bytes-per-token";
import { MACHINE_CATALOGUES, type MachineKey } from "./machine";
import { fitMemory } from "./memory-fit";
import { type FitQuestion, fits } from "./memory-terms";
import { divides } from "./model-division";

/** One change with which a model fits, computed and not guessed. */
export interface WayOut {
  /** What to write, in the words of the settings. */
  readonly text: string;
  /** The question with the change made; its answer is a fit. */
  readonly question: FitQuestion;
  /** The machine whose devices are meant, where that is the change. */
  readonly machine?: string;
}

/** Where the model is to run. */
export interface FitPlace {
  /** Devices at most of one server, or of each rank of several. */
  readonly mostDevices: number;
  /** Name of the machine: others are sought in the same cloud, or in all where it is in no catalogue; `undefined` for none. */
  readonly machine: string | undefined;
  /** The setting by which the number format of the cache is said. Defaults to `kvCacheDtype`. */
  readonly cacheSetting?: string;
}

/** Every single change with which the model fits: the smallest of each kind. */
export function findWaysOut(
  question: FitQuestion,
  { mostDevices, machine, cacheSetting = "kvCacheDtype" }: FitPlace,
): WayOut[] {
  return [
    ...shorterContext(question),
    ...smallerNumbers(question, cacheSetting),
    ...moreDevices(question, mostDevices),
    ...otherMachines(question, machine),
    ...otherCheckpoints(question),
  ];
}

/** Tokens below which a context is of no use to anybody. */
const LEAST_CONTEXT = 1024;

function shorterContext(question: FitQuestion): WayOut[] {
  const { maximumContext, contextLength } = fitMemory(question);
  // What else the engine takes may hang on the context too, so a shorter one is tried until it fits.
  for (let tokens = maximumContext; tokens >= LEAST_CONTEXT; tokens = Math.floor(tokens / 2)) {
    if (tokens >= contextLength) continue;
    const shorter = withSettings(question, { contextLength: tokens });
    if (fits(fitMemory(shorter)))
      return [{ text: `contextLength ${tokens} or less`, question: shorter }];
  }
  return [];
}

function smallerNumbers(question: FitQuestion, cacheSetting: string): WayOut[] {
  if (kvNumberBytes(question.settings.kvCacheDtype) === 1) return [];
  // SGLang has no word for FP8 of the engine's choice.
  const kvCacheDtype = question.engine.engine === Engine.sglang ? "fp8_e4m3" : "fp8";
  return ifItFits({
    text: `${cacheSetting} ${kvCacheDtype}`,
    question: withSettings(question, { kvCacheDtype }),
  });
}

function moreDevices(question: FitQuestion, mostDevices: number): WayOut[] {
  const { tensor, pipeline } = question.sharding;
  const tensors = sizesUpTo(Math.floor(mostDevices / pipeline)).filter((size) => size > tensor);
  const stages = sizesUpTo(Math.floor(mostDevices / tensor)).filter((size) => size > pipeline);
  return [
    ...first(tensors, (size) => tryTensor(question, size)),
    ...first(stages, (size) =>
      ifItFits({
        text: `pipeline ${size}`,
        question: { ...question, sharding: { ...question.sharding, pipeline: size } },
      }),
    ),
  ];
}

/** With slices, or where those cut through a block with whole experts. */
function tryTensor(question: FitQuestion, tensor: number): WayOut[] {
  const sliced = { ...question, sharding: { ...question.sharding, tensor } };
  const whole = { ...sliced, sharding: { ...sliced.sharding, expert: true } };
  const found = ifItFits({ text: `tensor ${tensor}`, question: sliced });
  if (found.length > 0 || question.model.experts === undefined) return found;
  return ifItFits({ text: `tensor ${tensor} with expert true`, question: whole });
}

/** The catalogues whose devices the arithmetic is of: what vLLM keeps in the memory of TPUs is not computed. */
const FITTED_KEYS: readonly MachineKey[] = ["instanceType", "machineType"];

/** Machines named at most. */
const MOST_MACHINES = 3;

/** Machines with whose devices the model fits, those first that need the fewest. */
function otherMachines(question: FitQuestion, machine: string | undefined): WayOut[] {
  if (machine === undefined) return [];
  const own = FITTED_KEYS.filter((key) => MACHINE_CATALOGUES[key].find(machine) !== undefined);
  return fittingMachines(question, own.length === 0 ? FITTED_KEYS : own)
    .filter(({ device }) => device.name !== question.device.name)
    .slice(0, MOST_MACHINES)
    .map(({ machine, device, sharding }) => {
      return {
        text: `${machine} (${device.name}) with tensor ${sharding.tensor}${sharding.expert ? " and expert true" : ""}`,
        machine,
        question: { ...question, device, sharding },
      };
    });
}

/** A machine, and the fewest of its devices with which a model fits. */
export interface MachineFit {
  readonly machine: string;
  readonly device: FitQuestion["device"];
  readonly sharding: FitQuestion["sharding"];
}

/** The machines with which the model fits, one for each kind and number of devices, by devices used. */
export function fittingMachines(
  question: FitQuestion,
  keys: readonly MachineKey[] = FITTED_KEYS,
): MachineFit[] {
  const found = new Map<string, MachineFit>();
  for (const { machine, count, device } of machinesWithDevices(keys)) {
    const sharding = fewestDevices({ ...question, device }, count);
    const key = `${device.name} ${sharding?.tensor}`;
    if (sharding !== undefined && !found.has(key)) found.set(key, { machine, device, sharding });
  }
  return [...found.values()].toSorted(
    (one, other) =>
      one.sharding.tensor - other.sharding.tensor ||
      one.device.memoryBytes - other.device.memoryBytes,
  );
}

/** The smallest tensor size with which the model fits on up to so many devices; whole experts where slices cannot be. */
export function fewestDevices(
  question: FitQuestion,
  most: number,
): FitQuestion["sharding"] | undefined {
  const alone = { ...question, sharding: { ...question.sharding, tensor: 1, pipeline: 1 } };
  const [found] = first(sizesUpTo(most), (tensor) => tryTensor(alone, tensor));
  return found?.question.sharding;
}

/** A machine of the catalogue whose devices have a known memory. */
export interface DeviceMachine {
  readonly machine: string;
  readonly count: number;
  readonly device: FitQuestion["device"];
}

/** Every machine that these properties can name with devices of known memory, the smallest of each device first. */
export function machinesWithDevices(keys: readonly MachineKey[] = FITTED_KEYS): DeviceMachine[] {
  return keys
    .flatMap((key) => {
      const { names, find } = MACHINE_CATALOGUES[key];
      return names().flatMap((name) => {
        const row = find(name);
        const accelerator = findAccelerator(row?.accelerator ?? "");
        if (row === undefined || accelerator?.memoryBytes === undefined) return [];
        const { model, memoryBytes } = accelerator;
        return [{ machine: name, count: row.deviceCount, device: { name: model, memoryBytes } }];
      });
    })
    .toSorted((one, other) => one.count - other.count);
}

function otherCheckpoints(question: FitQuestion): WayOut[] {
  const others = checkpointsOf(question.model).filter(({ id }) => id !== question.model.id);
  return others.flatMap((model: Model) =>
    ifItFits({ text: model.id, question: { ...question, model } }),
  );
}

function ifItFits(way: WayOut): WayOut[] {
  const { model, sharding } = way.question;
  return divides(sharding, model) && fits(fitMemory(way.question)) ? [way] : [];
}

function withSettings(
  question: FitQuestion,
  settings: Partial<FitQuestion["settings"]>,
): FitQuestion {
  return { ...question, settings: { ...question.settings, ...settings } };
}

/** Powers of two: what machines have, and what models divide by. */
function sizesUpTo(most: number): number[] {
  return [1, 2, 4, 8, 16, 32].filter((size) => size <= most);
}

function first<T>(sizes: readonly number[], attempt: (size: number) => T[]): T[] {
  for (const size of sizes) {
    const found = attempt(size);
    if (found.length > 0) return found.slice(0, 1);
  }
  return [];
}
