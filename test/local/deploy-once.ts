/**
 * One deployment as a process of its own, so that a test can kill it: recovers what the last one left, then deploys.
 *
 * Takes a `Deployment` as JSON on the command line, prints what the engine prints while it works, and ends with a
 * `DeploymentReport` as JSON on one line.
 */
import "../support/fast-stacks";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap";
import { Namespace } from "@pulumi/kubernetes/core/v1/namespace";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { Provider } from "@pulumi/kubernetes/provider";
import { LocalWorkspace, type OpMap, PulumiCommand } from "@pulumi/pulumi/automation";
import { childRecordDirectory } from "../../local/provider/children";
import { serveKubernetesProvider } from "../../local/provider/kubernetes";
import { type Recovery, recoverStack, repairStateFiles } from "../../local/recovery";

export interface Deployment {
  /** Holds the state, the provider's folder, and the chart. */
  readonly directory: string;
  /** Names the stack and the namespace. */
  readonly name: string;
  readonly replicas: number;
  readonly kubeconfig: string;
  readonly context: string;
  readonly pulumi: string;
  readonly helm: string;
  readonly kubectl: string;
}

export interface DeploymentReport {
  readonly recovery: Recovery;
  readonly changes: OpMap;
}

const PROJECT = "llm-serving";

async function deployOnce(deployment: Deployment): Promise<DeploymentReport> {
  const { directory, name, helm, kubectl } = deployment;
  repairStateFiles(join(directory, "state"));
  const providerDirectory = join(directory, "provider");
  const provider = await serveKubernetesProvider({
    helm,
    kubectl,
    directory: providerDirectory,
    programDirectory: directory,
  });
  try {
    const stack = await openStack(deployment, provider.port);
    const recovery = await recoverStack(stack, {
      backendDirectory: join(directory, "state"),
      project: PROJECT,
      stackName: name,
      childRecords: childRecordDirectory(providerDirectory),
    });
    const { summary } = await stack.up({ onOutput: (text) => process.stdout.write(text) });
    return { recovery, changes: summary.resourceChanges ?? {} };
  } finally {
    await provider.close();
  }
}

async function openStack(deployment: Deployment, port: number) {
  const { directory, name } = deployment;
  for (const folder of ["state", "home", "work", "bin"]) {
    mkdirSync(join(directory, folder), { recursive: true });
  }
  const link = join(directory, "bin", "pulumi");
  rmSync(link, { force: true });
  symlinkSync(deployment.pulumi, link);
  return LocalWorkspace.createOrSelectStack(
    { stackName: name, projectName: PROJECT, program: async () => createResources(deployment) },
    {
      workDir: join(directory, "work"),
      pulumiHome: join(directory, "home"),
      pulumiCommand: await PulumiCommand.get({ root: directory }),
      envVars: {
        PULUMI_BACKEND_URL: `file://${join(directory, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "only for the test that wrote this state",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: `kubernetes:${port}`,
      },
    },
  );
}

function createResources({ name, replicas, kubeconfig, context }: Deployment): void {
  const options = { provider: new Provider("cluster", { kubeconfig, context }) };
  const { name: namespace } = new Namespace("namespace", { metadata: { name } }, options).metadata;
  const data = { replicas: String(replicas) };
  new ConfigMap("map", { metadata: { name: "map", namespace }, data }, options);
  for (const release of ["first", "second"]) {
    // The deployments of a run stand side by side on one node: its GPUs would not do for all.
    const values = { replicas, gpus: 0 };
    const inputs = { name: release, chart: "./chart", namespace, timeout: 60, values };
    new Release(release, inputs, options);
  }
}

deployOnce(JSON.parse(process.argv[2] ?? "")).then(
  (report) => console.log(JSON.stringify(report)),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
