import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { output, secret } from "@pulumi/pulumi";
import { parse } from "yaml";
import { ClusterAddons } from "../../components/cluster-addons";
import { ModelService } from "../../components/model-service";
import { ModelStorage } from "../../components/model-storage";
import { planEnvironment } from "../../plan/environment";
import { createEnvironment } from "../../stacks/program";
import { type Changes, changePlaces } from "./changed";
import { readLocalConfig, toPulumiConfig } from "./local-stack";
import { type RecordedResource, runWithMocks } from "./mocks";
import {
  anything,
  clusterAddonsSpec,
  environmentSpec,
  linesOf,
  modelServiceSpec,
  modelStorageSpec,
  tpuServiceSpec,
} from "./specs";
import { readConfig } from "./stack-files";

/** One bad input of `test/golden/refusals/`, and what is said of it. */
export interface Refusal {
  readonly title: string;
  /** Places of the smallest valid input, and what stands there. */
  readonly change?: Changes;
  /** Places that are taken out of it. */
  readonly without?: readonly string[];
  /** Every line of the error. */
  readonly issues: readonly string[];
  /** What to write in place of `change` by the ways out; nothing is wrong with it then. */
  readonly applied?: Changes;
}

export interface RefusalTable {
  readonly file: string;
  /** Whose input it is. */
  readonly input: InputKind;
  readonly refusals: readonly Refusal[];
}

/** What came of an input: the text of the error, empty for none, and what was registered until then. */
export interface Attempt {
  readonly message: string;
  readonly registered: readonly string[];
}

const FOLDER = resolve(__dirname, "../golden/refusals");

/** Outputs, of which a file cannot tell: secret ones, and those that are known only when the program runs. */
const OUTPUT_TAGS = [
  { tag: "!secret", resolve: (text: string) => secret(text) },
  { tag: "!later", resolve: (text: string) => output(/^\d+$/.test(text) ? Number(text) : text) },
];

export function readRefusals(): RefusalTable[] {
  return readdirSync(FOLDER).map((file) => {
    const text = readFileSync(join(FOLDER, file), "utf8");
    return { file, ...parse(text, { customTags: OUTPUT_TAGS }) };
  });
}

/** The bad input itself. */
export function toBadInput(kind: InputKind, { change = {}, without = [] }: Refusal): unknown {
  return changeInput(kind, change, without);
}

/** What the user writes then. */
export function toAppliedInput(kind: InputKind, { applied, without = [] }: Refusal): unknown {
  return changeInput(kind, applied ?? {}, without);
}

function changeInput(kind: InputKind, changes: Changes, without: readonly string[]): unknown {
  const absent = Object.fromEntries(without.map((path) => [path, undefined]));
  return changePlaces(INPUTS[kind].smallest(), { ...absent, ...changes });
}

/** How each kind of input begins, who takes it, and the first line of the error. */
const INPUTS = {
  configuration: {
    smallest: readLocalConfig,
    program: () => createEnvironment,
    config: toPulumiConfig,
    heading: [],
  },
  gkeConfiguration: {
    // With the cluster that the tests have a kubeconfig for.
    smallest: () => ({ ...readConfig("prod-gke"), cluster: readLocalConfig().cluster }),
    program: () => createEnvironment,
    config: toPulumiConfig,
    heading: [],
  },
  ClusterAddons: {
    smallest: clusterAddonsSpec,
    program: (input) => () => void new ClusterAddons("addons", anything(input)),
    heading: ["addons cannot work as it is written:"],
  },
  ModelService: {
    smallest: () => ({ ...modelServiceSpec(), namespace: "llm" }),
    program: (input) => () => void new ModelService("tiny", anything(input)),
    heading: ["tiny cannot work as it is written:"],
  },
  ModelServiceOnTpu: {
    smallest: () => ({ ...tpuServiceSpec(), namespace: "llm" }),
    program: (input) => () => void new ModelService("tiny", anything(input)),
    heading: ["tiny cannot work as it is written:"],
  },
  ModelStorage: {
    smallest: () => ({ ...modelStorageSpec(), namespace: "llm" }),
    program: (input) => () => void new ModelStorage("llm-model", anything(input)),
    heading: ["llm-model cannot work as it is written:"],
  },
  planEnvironment: {
    smallest: environmentSpec,
    program: (input) => () => {
      const lines = linesOf(planEnvironment(anything(input)));
      if (lines.length > 0) throw new Error(lines.join("\n"));
    },
    heading: [],
  },
} as const satisfies Record<string, InputRow>;

export type InputKind = keyof typeof INPUTS;

interface InputRow {
  readonly smallest: () => unknown;
  /** The program that takes the input, or reads it from its configuration. */
  readonly program: (input: unknown) => () => unknown;
  readonly config?: (input: unknown) => Readonly<Record<string, string>>;
  readonly heading: readonly string[];
}

/** A program with this input, and the stack configuration that it runs with. */
export function toProgram(kind: InputKind, input: unknown): RefusalProgram {
  const row: InputRow = INPUTS[kind];
  return { program: row.program(input), config: row.config?.(input) ?? {} };
}

export interface RefusalProgram {
  readonly program: () => unknown;
  readonly config: Readonly<Record<string, string>>;
}

/** The whole text of the error that these lines stand in. */
export function toMessage(kind: InputKind, issues: readonly string[]): string {
  return [...INPUTS[kind].heading, ...issues].join("\n");
}

/** The text of a refusal alone: where it is told late, Pulumi puts in front of it which property could not be read. */
export function withoutPrefix(message: string): string {
  return message.replace(/^.*?: (?=\S+ cannot work as it is written:)/s, "");
}

/** Runs the program under mocks. */
export async function attempt({ program, config }: RefusalProgram): Promise<Attempt> {
  const registered: string[] = [];
  const outputs = ({ type, name }: RecordedResource) => {
    registered.push(`${type} ${name}`);
    return {};
  };
  const message = await runWithMocks(program, { config, outputs }).then(
    () => "",
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { message, registered };
}
