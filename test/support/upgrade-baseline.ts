import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Children } from "../../local/provider/children";
import { Cluster } from "../../local/provider/cluster";
import { objectHandlers } from "../../local/provider/kube-object";
import type { ProviderHandlers } from "../../local/provider/protocol";
import { createReleaseHandlers } from "../../local/provider/release";
import { serveProvider } from "../../local/provider/server";
import { isMap, textAt } from "../../local/provider/wire";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { createEnvironment } from "../../stacks/program";
import { type EngineStack, withStack } from "./engine";
import type { Outcome, StateResource } from "./engine-outcome";
import { type Helm, readPath, renderObjects } from "./helm";
import { toPulumiConfig } from "./local-stack";

/** What a release of this package left in a stack, to be met by the program of today. */
export interface UpgradeBaseline {
  /** What the stack file said then. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly resources: readonly StateResource[];
  /** Pod template of each Deployment, as the chart of then rendered it. */
  readonly podTemplates: Readonly<Record<string, unknown>>;
}

const PATH = resolve(__dirname, "../golden/upgrade/baseline.json");
const RELEASE = "kubernetes:helm.sh/v3:Release";

export function readBaseline(): UpgradeBaseline {
  return JSON.parse(readFileSync(PATH, "utf8"));
}

/** Writes what the program of now leaves; answers where. */
export async function writeBaseline(
  helm: Helm,
  config: Readonly<Record<string, unknown>>,
): Promise<string> {
  const baseline = await withOfflineStack(config, async (stack): Promise<UpgradeBaseline> => {
    const podTemplates = await renderPodTemplates(helm, await stack.up());
    return { config, resources: (await stack.exportState()).map(withoutOrigin), podTemplates };
  });
  mkdirSync(dirname(PATH), { recursive: true });
  writeFileSync(PATH, `${JSON.stringify(baseline, undefined, 2)}\n`);
  return PATH;
}

/** Times and places of the run that made the resource. */
function withoutOrigin(resource: StateResource): StateResource {
  const origin = ["created", "modified", "sourcePosition", "stackTrace"];
  const kept = Object.entries(resource).filter(([key]) => !origin.includes(key));
  return Object.fromEntries(kept) as unknown as StateResource;
}

/**
 * The program of the stacks on the real engine, with the rules of the local provider for what is checked and what is
 * replaced, and no cluster: nothing is asked that only a cluster knows.
 */
export async function withOfflineStack<T>(
  config: Readonly<Record<string, unknown>>,
  body: (stack: EngineStack) => Promise<T>,
): Promise<T> {
  const local = join(repositoryRoot(), ".local");
  mkdirSync(local, { recursive: true });
  const directory = mkdtempSync(join(local, "test-upgrade-"));
  const before = process.env.KUBECONFIG;
  process.env.KUBECONFIG = writeKubeconfig(directory, config);
  try {
    const kubernetes = await serveProvider(createOfflineHandlers(directory));
    const program = async () => createEnvironment();
    const options = { program, providers: { kubernetes }, config: toPulumiConfig(config) };
    return await withStack(options, body);
  } finally {
    if (before === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = before;
    rmSync(directory, { recursive: true, force: true });
  }
}

function createOfflineHandlers(directory: string): ProviderHandlers<Cluster> {
  const tools = { helm: "", kubectl: "", directory, children: new Children(directory) };
  const releaseHandlers = createReleaseHandlers(process.cwd(), 0);
  const handlersOf = (type: string) => (type === RELEASE ? releaseHandlers : objectHandlers);
  return {
    configure: ({ args }) => new Cluster(tools, args),
    check: (request) => handlersOf(request.type).check(request),
    diff: (request) => handlersOf(request.type).diff(request),
    create: ({ type, name, inputs, preview }) => ({
      id: preview ? "" : name,
      state: type === RELEASE ? { ...inputs, status: { status: "deployed" } } : inputs,
    }),
  };
}

function writeKubeconfig(directory: string, config: Readonly<Record<string, unknown>>): string {
  const { context, server } = config.cluster as {
    readonly context: string;
    readonly server: string;
  };
  const file = join(directory, "kubeconfig");
  const contexts = [{ name: context, context: { cluster: "of-the-stack", user: "nobody" } }];
  const clusters = [{ name: "of-the-stack", cluster: { server } }];
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "Config", clusters, contexts }));
  return file;
}

/** The pod template of each Deployment that the releases of an outcome have, by the chart of now. */
export async function renderPodTemplates(
  helm: Helm,
  { steps }: Outcome,
): Promise<Record<string, unknown>> {
  const templates: Record<string, unknown> = {};
  for (const { inputs } of steps.filter(({ type, op }) => type === RELEASE && op !== "delete")) {
    const release = textAt(inputs, "name") ?? "";
    const values = isMap(inputs.values) ? inputs.values : {};
    for (const object of await renderObjects(helm, { release, values })) {
      const template = readPath(object, "spec.template");
      if (template !== undefined) templates[`${object.kind} ${object.metadata.name}`] = template;
    }
  }
  return templates;
}
