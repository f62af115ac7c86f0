import "./fast-stacks";
import "./own-connections";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import type { RecordingOptions, RecordingProvider } from "../../local/provider/recording-provider";
import { serveRecordingProvider } from "../../local/provider/recording-provider";
import type { ServedProvider } from "../../local/provider/server";
import { resolveTool } from "../../local/toolchain/toolchain";
import type { Outcome, StateResource } from "./engine-outcome";
import { EngineFailure, readOutcome, readState } from "./engine-outcome";
import { recordOptions } from "./engine-registrations";
import { collectRejections } from "./rejections";
import type { ResourceOptions } from "./resource-options";

/**
 * The real Pulumi engine for tests: any program, previewed, deployed, refreshed and destroyed on a
 * stack of its own, with no cloud and no account. Providers are ours and listen on loopback, so it
 * takes a second or two; everything that the engine decides is decided by the engine.
 */

const LOCAL = resolve(__dirname, "../../.local");
const PROJECT = "llm-serving";
const DEFAULT_STACK = "test";

export interface EngineOptions {
  /** What `preview` and `up` run when they are not given another program. */
  readonly program: PulumiFn;
  /**
   * What answers for each package. Defaults to a recording provider for `aws`, `gcp` and
   * `kubernetes` each. Closed with the stack.
   */
  readonly providers?: Readonly<Record<string, ServedProvider>>;
  /** Name of the stack, a part of every URN and so of whose an object in the cluster is. Defaults to `test`. */
  readonly stackName?: string;
  /** Stack configuration with its namespace: `llm-serving:environment`. */
  readonly config?: Readonly<Record<string, string>>;
  /** Environment of the engine, beside what isolates it from this machine's Pulumi. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A stack on the real engine. Every operation rejects with `EngineFailure` when the engine fails, and
 * when a promise was rejected meanwhile, in the program or in a provider, and nobody looked.
 */
export interface EngineStack {
  preview(program?: PulumiFn): Promise<Outcome>;
  up(program?: PulumiFn): Promise<Outcome>;
  refresh(): Promise<Outcome>;
  destroy(): Promise<Outcome>;
  /** The resources as the engine has stored them, secrets encrypted. */
  exportState(): Promise<readonly StateResource[]>;
  /** Takes these resources for what the last run left, in place of what there is. */
  importState(resources: readonly StateResource[]): Promise<void>;
}

/**
 * Makes a stack, gives it to `body`, and removes every trace of it, whether `body` succeeds or not.
 * The suite asks for the engine with `requireTools(this, ["pulumi"])` in its `before`.
 */
export async function withStack<T>(
  options: EngineOptions,
  body: (stack: EngineStack) => Promise<T>,
): Promise<T> {
  const providers = options.providers ?? (await serveRecordingProviders({}));
  mkdirSync(LOCAL, { recursive: true });
  const directory = mkdtempSync(join(LOCAL, "test-stack-"));
  try {
    const stack = await createStack(options, providers, directory);
    const backend = join(directory, "backend");
    return await body(toEngineStack(stack, options, backend));
  } finally {
    await Promise.all(Object.values(providers).map((provider) => provider.close()));
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A recording provider for each package that our components use, with the rules given for it. */
export async function serveRecordingProviders(
  rules: Partial<Readonly<Record<Cloud, RecordingOptions>>>,
): Promise<Readonly<Record<Cloud, RecordingProvider>>> {
  return {
    aws: await serveRecordingProvider(rules.aws),
    gcp: await serveRecordingProvider(rules.gcp),
    kubernetes: await serveRecordingProvider(rules.kubernetes),
  };
}

export type Cloud = "aws" | "gcp" | "kubernetes";

async function createStack(
  options: EngineOptions,
  providers: Readonly<Record<string, ServedProvider>>,
  directory: string,
): Promise<Stack> {
  for (const name of ["bin", "backend", "home", "work"]) mkdirSync(join(directory, name));
  // The Automation API looks for `bin/pulumi` below a root; the tool may lie anywhere.
  symlinkSync((await resolveTool("pulumi")).path, join(directory, "bin", "pulumi"));
  const stack = await LocalWorkspace.createStack(
    {
      stackName: options.stackName ?? DEFAULT_STACK,
      projectName: PROJECT,
      program: options.program,
    },
    {
      workDir: join(directory, "work"),
      pulumiHome: join(directory, "home"),
      pulumiCommand: await PulumiCommand.get({ root: directory }),
      envVars: {
        PULUMI_BACKEND_URL: `file://${join(directory, "backend")}`,
        PULUMI_CONFIG_PASSPHRASE: "only for the test that wrote this state",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        PULUMI_DEBUG_PROVIDERS: Object.entries(providers)
          .map(([name, { port }]) => `${name}:${port}`)
          .join(","),
        ...options.environment,
      },
    },
  );
  const config = Object.entries(options.config ?? {});
  if (config.length > 0) {
    await stack.setAllConfig(Object.fromEntries(config.map(([key, value]) => [key, { value }])));
  }
  return stack;
}

function toEngineStack(stack: Stack, options: EngineOptions, backend: string): EngineStack {
  const run = async (operation: Operation, program?: PulumiFn): Promise<Outcome> => {
    const events: EngineEvent[] = [];
    const registered = new Map<string, ResourceOptions>();
    const recorded = recordOptions(program ?? options.program, registered);
    const onEvent = (event: EngineEvent): void => void events.push(event);
    try {
      const outputs = await collectRejections(() => operation(stack, recorded, onEvent));
      return { ...readOutcome(events, registered), outputs };
    } catch (error) {
      throw new EngineFailure({ ...readOutcome(events, registered), outputs: {} }, error);
    }
  };
  return {
    preview: (program) => run(preview, program),
    up: (program) => run(up, program),
    refresh: () => run(refresh),
    destroy: () => run(destroy),
    // Read from the file, as the Automation API exports secrets in clear text.
    exportState: async () =>
      readState(
        readFileSync(join(backend, ".pulumi", "stacks", PROJECT, `${stack.name}.json`), "utf8"),
      ),
    importState: (resources) => stack.importStack({ version: 3, deployment: { resources } }),
  };
}

type Operation = (
  stack: Stack,
  program: PulumiFn,
  onEvent: (event: EngineEvent) => void,
) => Promise<Readonly<Record<string, unknown>>>;

const preview: Operation = async (stack, program, onEvent) => {
  await stack.preview({ program, onEvent });
  return {};
};

const up: Operation = async (stack, program, onEvent) => {
  const { outputs } = await stack.up({ program, onEvent });
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
};

const refresh: Operation = async (stack, _program, onEvent) => {
  await stack.refresh({ onEvent });
  return {};
};

const destroy: Operation = async (stack, _program, onEvent) => {
  await stack.destroy({ onEvent });
  return {};
};
