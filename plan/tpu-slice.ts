import {
  findTpuGeneration,
  findTpuGenerationByOtherName,
  TpuGeneration,
  type TpuGenerationRow,
  type TpuMachineType,
} from "../catalog/tpu-generations";
import { GKE_TPU_ACCELERATOR_LABEL, GKE_TPU_TOPOLOGY_LABEL } from "../catalog/well-known";
import { issue, type Result } from "../units/issue";
import { suggestWord } from "../units/nearest";
import {
  countChips,
  countDimensions,
  isLegalTopology,
  legalTopologies,
  nearestTopologies,
} from "./tpu-topology";
import { describeQuotes } from "./value-check";

/** A slice of TPU chips in two words, or three where several machines make it. */
export interface TpuSliceSpec {
  /** Generation of the chips. */
  readonly generation: TpuGeneration;
  /** Chips in each direction, such as `2x4`, or `2x2x4` for v4, v5p and TPU7x. */
  readonly topology: string;
  /** Machine of every host. Defaults to the one with the most chips that makes this topology, so that hosts are fewest. */
  readonly machineType?: string;
}

/** A slice with everything that follows from its topology. */
export interface TpuSlice {
  /** Generation of the chips. */
  readonly generation: TpuGeneration;
  /** Chips in each direction. */
  readonly topology: string;
  /** Machine of every host. */
  readonly machineType: string;
  /** Chips of the whole slice. */
  readonly chips: number;
  /** Machines of the slice, each a node. */
  readonly hosts: number;
  /** Chips of one machine. */
  readonly chipsPerHost: number;
}

/** Labels that GKE gives every node of a slice, by which pods find it: https://cloud.google.com/kubernetes-engine/docs/how-to/tpus */
export function toTpuLabels({ generation, topology }: TpuSlice): Readonly<Record<string, string>> {
  return {
    [GKE_TPU_ACCELERATOR_LABEL]: findTpuGeneration(generation)?.acceleratorLabel ?? generation,
    [GKE_TPU_TOPOLOGY_LABEL]: topology,
  };
}

/** Any text in place of each property, or anything else. */
export type TpuSliceInput = Readonly<Partial<Record<keyof TpuSliceSpec, unknown>>>;

/** The slice of a topology, or the first thing that is wrong with it: what follows would be told of another slice. */
export function planTpuSlice({
  generation,
  topology,
  machineType,
}: TpuSliceInput): Result<TpuSlice> {
  const row = typeof generation === "string" ? findTpuGeneration(generation) : undefined;
  if (row === undefined) return refuseGeneration(generation);
  const legal = checkTopology(row, topology);
  if (!legal.ok) return legal;
  const machine = chooseTpuMachine(row, legal.value, machineType);
  if (machine === undefined) return refuseMachine(row, legal.value, machineType);
  const chips = countChips(legal.value);
  return {
    ok: true,
    value: {
      generation: row.generation,
      topology: legal.value,
      machineType: machine.name,
      chips,
      hosts: chips / machine.chips,
      chipsPerHost: machine.chips,
    },
  };
}

function refuse(path: keyof TpuSliceSpec, value: unknown, rule: string, wayOut: string): Refused {
  return { ok: false, issues: [issue(path, value, rule, wayOut)] };
}

type Refused = Extract<Result<never>, { ok: false }>;

function refuseGeneration(generation: unknown): Refused {
  const words = Object.values(TpuGeneration);
  const rule = `must be one of ${words.join(", ")}`;
  return refuse("generation", generation, rule, suggestGeneration(generation, words));
}

/** Google's own names of a slice end in a number of chips, or with v4 and v5p of TensorCores, of which a chip has two. */
const COUNTED_NAME = /^(?:tpu-)?(.+?)-\d+$/;

function suggestGeneration(generation: unknown, words: readonly string[]): string {
  if (typeof generation !== "string") return suggestWord(generation, words);
  const name = generation.toLowerCase();
  const counted = COUNTED_NAME.exec(name)?.[1];
  const meant = [name, counted].flatMap(
    (each) => words.find((word) => word === each) ?? findTpuGenerationByOtherName(each ?? "") ?? [],
  )[0];
  if (meant === undefined) return suggestWord(generation, words);
  return counted === undefined
    ? `write ${meant}`
    : `write ${meant}, and how many chips there are as topology`;
}

/** https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus */
const GRAMMAR = /^[1-9]\d*x[1-9]\d*(?:x[1-9]\d*)?$/;

function checkTopology(row: TpuGenerationRow, topology: unknown): Result<string> {
  if (typeof topology !== "string" || !GRAMMAR.test(topology)) {
    const rule = "must be whole numbers joined by x, without zeros in front";
    const wayOut = describeQuotes(topology, "string") ?? suggestTopology(row, topology);
    return refuse("topology", topology, rule, wayOut);
  }
  const dimensions = countDimensions(row.topologies[0] ?? "");
  if (countDimensions(topology) !== dimensions) {
    const rule = `a slice of ${row.generation} has ${dimensions} dimensions`;
    return refuse("topology", topology, rule, suggestTopology(row, topology));
  }
  if (isLegalTopology(row, topology)) return { ok: true, value: topology };
  return refuse("topology", topology, describeLegal(row), suggestTopology(row, topology));
}

function describeLegal({ generation, topologies, cubes }: TpuGenerationRow): string {
  const listed = `a slice of ${generation} is ${topologies.join(", ")}`;
  if (cubes === undefined) return listed;
  const order = cubes.ascending ? ", none smaller than the one before it" : "";
  return `${listed}, or has multiples of 4 in every dimension${order}, and at most ${cubes.most} cubes of 4x4x4`;
}

function suggestTopology(row: TpuGenerationRow, topology: unknown): string {
  const text = typeof topology === "string" ? topology : "";
  const nearest = nearestTopologies(legalTopologies(row), text).map((each) => {
    const chips = countChips(each);
    return `${each} (${chips} ${chips === 1 ? "chip" : "chips"})`;
  });
  return `write ${nearest.join(" or ")}`;
}

/** The machines that make a slice of this topology, the one with the most chips first. */
export function tpuMachinesOf(row: TpuGenerationRow, topology: string): TpuMachineType[] {
  return row.machineTypes.filter((machine) => makesSlice(machine, topology));
}

function makesSlice(machine: TpuMachineType, topology: string): boolean {
  if (topology === machine.singleHostTopology) return true;
  const chips = countChips(topology);
  return machine.multiHost && chips > machine.chips && chips % machine.chips === 0;
}

function chooseTpuMachine(
  row: TpuGenerationRow,
  topology: string,
  machineType: unknown,
): TpuMachineType | undefined {
  return tpuMachinesOf(row, topology).find(
    ({ name }) => machineType === undefined || name === machineType,
  );
}

function refuseMachine(row: TpuGenerationRow, topology: string, machineType: unknown): Refused {
  const { generation, machineTypes } = row;
  const machine = machineTypes.find(({ name }) => name === machineType);
  const names = tpuMachinesOf(row, topology).map(({ name }) => name);
  const wayOut = `write ${names.join(" or ")}, or leave it out`;
  if (machine === undefined) {
    const rule = `is no machine of ${generation} in the catalogue`;
    return refuse("machineType", machineType, rule, wayOut);
  }
  const { chips, multiHost, singleHostTopology } = machine;
  const makes = multiHost
    ? `has ${chips} chips on every host`
    : `makes slices of ${singleHostTopology} alone`;
  const rule = `${makes}, and ${topology} has ${countChips(topology)}`;
  return refuse("machineType", machineType, rule, wayOut);
}
