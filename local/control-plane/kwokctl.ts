import { readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import type { Tool, ToolName } from "../toolchain/toolchain";
import { clusterFolder, kubeconfigFile, planeEnvironment, planeFolder } from "./plane";
import type { PlanePorts } from "./ports";

/** The programs that the plane is made of, and the two that drive it. */
export const CONTROL_PLANE_TOOLS = [
  "kwokctl",
  "kubectl",
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok",
] as const satisfies readonly ToolName[];

/** Where the programs lie, by name. */
export type ProgramPaths = Readonly<Record<(typeof CONTROL_PLANE_TOOLS)[number], string>>;

/** Throws when the caller did not resolve them all. */
export function requirePrograms(tools: ReadonlyMap<ToolName, Tool>): ProgramPaths {
  const paths = CONTROL_PLANE_TOOLS.map((name) => {
    const tool = tools.get(name);
    if (tool === undefined) throw new Error(`the control plane needs ${name} among its tools`);
    return [name, tool.path] as const;
  });
  return Object.fromEntries(paths) as ProgramPaths;
}

/**
 * Has kwokctl make the cluster from what is left of it, if anything, and start it. Returns when it
 * is ready, or when kwokctl gave up waiting: the caller looks whether it is.
 */
export async function createCluster(
  name: string,
  directory: string,
  programs: ProgramPaths,
  ports: PlanePorts,
): Promise<void> {
  const folder = planeFolder(directory);
  const config = join(folder, "kwokctl.yaml");
  // Started by a path in the plane's folder, it is found with the other processes of the plane, should
  // this process be killed before it has finished.
  const kwokctl = join(folder, "kwokctl");
  await rm(kwokctl, { force: true });
  await symlink(programs.kwokctl, kwokctl);
  await writeFile(config, JSON.stringify(toConfiguration(programs, ports), undefined, 2));
  await execa(
    kwokctl,
    [
      ...["create", "cluster", "--name", name, "--config", config],
      ...["--kubeconfig", kubeconfigFile(directory), "--timeout", "60s", "--wait", "60s"],
    ],
    {
      // Nothing of the user's reaches kwokctl and the programs that it starts: neither KWOK_ variables,
      // which would override the configuration, nor a home folder to leave something in.
      extendEnv: false,
      env: {
        ...planeEnvironment(directory),
        HOME: folder,
        KWOK_WORKDIR: folder,
        // It takes the first kubectl on PATH, and downloads one when there is none.
        PATH: [dirname(programs.kubectl), process.env.PATH ?? ""].join(delimiter),
      },
      stdin: "ignore",
      stdout: { file: logFile(directory) },
      stderr: { file: logFile(directory) },
      reject: false,
    },
  );
}

/**
 * kwok, like a kubelet, leaves a node alone that another one leases, and after a kill the dead one is another. Its own
 * 40 s, which kwokctl multiplies by a heartbeat factor of 5, would keep every pod of a plane that was started again
 * as it is for more than three minutes.
 * https://github.com/kubernetes-sigs/kwok/blob/v0.8.0/pkg/kwok/controllers/node_lease_controller.go
 */
const NODE_LEASE_SECONDS = 1;

/** Without an address of its own each program would listen on all interfaces, etcd without a password. */
function toConfiguration(programs: ProgramPaths, ports: PlanePorts): object {
  return {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokctlConfiguration",
    options: {
      runtime: "binary",
      bindAddress: "127.0.0.1",
      etcdBinary: programs.etcd,
      etcdPort: ports.etcd,
      etcdPeerPort: ports.etcdPeer,
      kubeApiserverBinary: programs["kube-apiserver"],
      kubeApiserverPort: ports.apiServer,
      kubeControllerManagerBinary: programs["kube-controller-manager"],
      kubeControllerManagerPort: ports.controllerManager,
      kubeSchedulerBinary: programs["kube-scheduler"],
      kubeSchedulerPort: ports.scheduler,
      kwokControllerBinary: programs.kwok,
      nodeLeaseDurationSeconds: NODE_LEASE_SECONDS,
      kwokControllerPort: ports.kwok,
    },
  };
}

/** The last lines of each log of a plane that did not start. */
export async function readLogs(directory: string, name: string): Promise<string> {
  const folder = join(clusterFolder(directory, name), "logs");
  const logs = (await readdir(folder).catch(() => [])).map((log) => join(folder, log));
  return (await Promise.all([logFile(directory), ...logs].map(readEnd))).join("");
}

function logFile(directory: string): string {
  return join(planeFolder(directory), "kwokctl.log");
}

const LINES_OF_EACH_LOG = 3;

async function readEnd(log: string): Promise<string> {
  const content = await readFile(log, "utf8").catch(() => "");
  const lines = content.split("\n").filter((line) => line !== "");
  return lines
    .slice(-LINES_OF_EACH_LOG)
    .map((line) => `${log}: ${line}\n`)
    .join("");
}
