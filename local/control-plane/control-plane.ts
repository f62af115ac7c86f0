import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { withFileLock } from "../toolchain/file-lock";
import type { Tool, ToolName, ToolProgress } from "../toolchain/toolchain";
import { ControlPlaneFailed } from "./control-plane-failed";
import { runKubectl } from "./kubectl";
import type { ProgramPaths } from "./kwokctl";
import { createCluster, readLogs, requirePrograms } from "./kwokctl";
import type { ControlPlane } from "./plane";
import { clusterFolder, kubeconfigFile, planeFolder, programFolder } from "./plane";
import { findFreePorts } from "./ports";
import { endProcessesOf, findProcessesOf } from "./processes";

export { ControlPlaneFailed } from "./control-plane-failed";
export { CONTROL_PLANE_TOOLS } from "./kwokctl";
export type { ControlPlane } from "./plane";
export { planeEnvironment } from "./plane";

export interface ControlPlaneOptions {
  /** The name of the cluster; the context in the kubeconfig is `kwok-<name>`. */
  readonly name: string;
  /** The folder for the plane and its kubeconfig, absolute; made when absent. One plane per folder. */
  readonly directory: string;
  /** At least `CONTROL_PLANE_TOOLS`, resolved. */
  readonly tools: ReadonlyMap<ToolName, Tool>;
  /**
   * The port of a new API server. Any free one when absent, or when somebody listens there. A plane
   * that was there before keeps the port that it had, as long as that is free.
   */
  readonly port?: number;
  readonly report?: ToolProgress;
}

/**
 * Makes sure that the plane runs: a real etcd, API server, controller manager and scheduler, with kwok
 * in place of the kubelets, all on 127.0.0.1 only, and nothing written outside `directory`.
 *
 * A running plane is left alone (`started: false`). One whose processes are gone, as after a reboot,
 * is started again with all its objects; so is one that was made with other programs. What a killed
 * start left behind is removed first. Throws `ControlPlaneFailed`.
 *
 * The API server asks for a client certificate; etcd trusts everybody on this machine, so nothing
 * secret belongs into the plane.
 */
export async function startControlPlane(
  options: ControlPlaneOptions,
): Promise<{ readonly plane: ControlPlane; readonly started: boolean }> {
  const { name, directory, report } = options;
  return withFileLock(lockFile(directory), async () => {
    const running = await findControlPlane(options);
    if (running !== undefined) return { plane: running, started: false };

    const start = performance.now();
    report?.started(name, "starting etcd, API server, scheduler and kwok", EXPECTED_SECONDS);
    try {
      return { plane: await createControlPlane(options), started: true };
    } finally {
      report?.finished(name, (performance.now() - start) / 1000);
    }
  });
}

/** The plane, when all of it runs with these tools and its API server says that it is ready. */
export async function findControlPlane(
  options: ControlPlaneOptions,
): Promise<ControlPlane | undefined> {
  const { name, directory } = options;
  const record = await readRecord(options);
  if (record === undefined || !existsSync(kubeconfigFile(directory))) return undefined;
  if (!isDeepStrictEqual(record.programs, requirePrograms(options.tools))) return undefined;
  const running = await findProcessesOf(programFolder(directory, name));
  const isWhole = RUNNING_PROGRAMS.every((program) =>
    running.some((process) => process.program === program),
  );
  const plane = toPlane(options, record);
  return isWhole && (await isReady(plane)) ? plane : undefined;
}

/** Ends every process of the plane and removes all that it wrote. There need not be one. */
export async function stopControlPlane({
  directory,
}: Pick<ControlPlaneOptions, "directory"> & Partial<ControlPlaneOptions>): Promise<void> {
  if (!existsSync(directory)) return;
  await withFileLock(lockFile(directory), () => removeControlPlane(directory));
}

/** Measured on 2 cores: 3 s on a quiet machine. */
const EXPECTED_SECONDS = 4;

/** The programs that run while the plane does, by the names that kwokctl gives them. */
const RUNNING_PROGRAMS = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
  "kwok-controller",
] as const;

async function createControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { name, directory } = options;
  const programs = requirePrograms(options.tools);
  const former = await readRecord(options);
  await (former === undefined ? removeControlPlane(directory) : keepOnlyData(options));
  await mkdir(planeFolder(directory), { recursive: true, mode: 0o700 });

  const ports = await findFreePorts(former?.port ?? options.port);
  await createCluster(name, directory, programs, ports);
  const plane = toPlane(options, { name, port: ports.apiServer, programs });
  if (!(await isReady(plane))) {
    const evidence = await readLogs(directory, name);
    await endProcessesOf(planeFolder(directory));
    throw new ControlPlaneFailed(
      "the local control plane did not become ready",
      evidence,
      "run it again; if that fails too, `make down` removes it with its data",
    );
  }
  await writeRecord(directory, { name, port: ports.apiServer, programs });
  return plane;
}

async function removeControlPlane(directory: string): Promise<void> {
  await endProcessesOf(planeFolder(directory));
  await rm(planeFolder(directory), { recursive: true, force: true });
  await rm(kubeconfigFile(directory), { force: true });
}

/**
 * Keeps the objects and the certificates; kwokctl makes the rest again. `kwokctl start` is not used: it
 * trusts its pid files, and waits for two minutes when one of them names a process that is not its own.
 */
async function keepOnlyData({ directory, name }: ControlPlaneOptions): Promise<void> {
  await endProcessesOf(planeFolder(directory));
  const cluster = clusterFolder(directory, name);
  for (const part of ["kwok.yaml", "kubeconfig.yaml", "bin", "pids", "logs"]) {
    await rm(join(cluster, part), { recursive: true, force: true });
  }
  await rm(kubeconfigFile(directory), { force: true });
}

async function isReady(plane: ControlPlane): Promise<boolean> {
  try {
    await runKubectl(plane, ["get", "--raw", "/readyz", "--request-timeout", "10s"]);
    return true;
  } catch (error) {
    if (error instanceof ControlPlaneFailed) return false;
    throw error;
  }
}

function toPlane({ name, directory }: ControlPlaneOptions, record: PlaneRecord): ControlPlane {
  return {
    name,
    directory,
    kubeconfig: kubeconfigFile(directory),
    context: `kwok-${name}`,
    server: `https://127.0.0.1:${record.port}`,
    kubectl: record.programs.kubectl,
  };
}

/** Written when the plane was ready for the first time; without it what lies there is half a plane. */
interface PlaneRecord {
  readonly name: string;
  readonly port: number;
  readonly programs: ProgramPaths;
}

async function readRecord(options: ControlPlaneOptions): Promise<PlaneRecord | undefined> {
  const file = recordFile(options.directory);
  if (!existsSync(file)) return undefined;
  const record = JSON.parse(await readFile(file, "utf8")) as PlaneRecord;
  return record.name === options.name ? record : undefined;
}

/** In one step, so that a kill leaves all of it or nothing. */
async function writeRecord(directory: string, record: PlaneRecord): Promise<void> {
  const file = recordFile(directory);
  await writeFile(`${file}.new`, JSON.stringify(record, undefined, 2));
  await rename(`${file}.new`, file);
}

function recordFile(directory: string): string {
  return join(planeFolder(directory), "plane.json");
}

function lockFile(directory: string): string {
  return join(directory, ".control-plane.lock");
}
