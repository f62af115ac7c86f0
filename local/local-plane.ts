import { mkdirSync } from "node:fs";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Environment } from "../stacks/environment";
import type { OperationReport } from "./changes";
import {
  CONTROL_PLANE_TOOLS,
  type ControlPlane,
  startControlPlane,
} from "./control-plane/control-plane";
import { applyNodes } from "./control-plane/nodes";
import { kubeconfigFile } from "./control-plane/plane";
import { type PodRow, waitForPods } from "./control-plane/pods";
import { applySnapshotDefinitions } from "./control-plane/snapshot-definitions";
import { applyVolumes } from "./control-plane/volumes";
import { deployStack, previewStack } from "./deployment";
import { openStack } from "./engine";
import { backendFolder, providerFolder } from "./layout";
import { takesSnapshots, toFakeNodes, toFakeVolumes } from "./plane-content";
import { childRecordDirectory } from "./provider/children";
import { EKS_BEHAVIOUR } from "./provider/eks-behaviour";
import { serveKubernetesProvider } from "./provider/kubernetes";
import { serveRecordingProvider } from "./provider/recording-provider";
import type { ServedProvider } from "./provider/server";
import { type Recovery, recoverStack } from "./recovery";
import type { Project, StackFile } from "./stack-file";
import { resolveTools, type Tool, type ToolName, type ToolProgress } from "./toolchain/toolchain";

export interface LocalPlaneOptions {
  /** The folder of everything that is written, absolute: `.local/` of the project. */
  readonly directory: string;
  readonly project: Project;
  readonly stackName: string;
  readonly stackFile: StackFile;
  readonly environment: Environment;
}

/** The steps of a deployment on the embedded control plane, in the order in which they are to be taken. */
export interface LocalPlane {
  readonly kubeconfig: string;
  resolveTools(report: ToolProgress): Promise<void>;
  start(report: ToolProgress): Promise<void>;
  /** Makes nodes and volumes what the environment plans. */
  applyContent(): Promise<void>;
  /** Clears what a killed deployment left behind. */
  recover(): Promise<Recovery>;
  preview(): Promise<OperationReport>;
  deploy(): Promise<OperationReport>;
  waitForPods(): Promise<readonly PodRow[]>;
  /** Stops serving the provider. The plane stays up. */
  close(): Promise<void>;
}

const CONTROL_PLANE_NAME = "llmd";

/** kwok makes a pod ready within seconds; one that is not by then never will be. */
const POD_TIMEOUT_SECONDS = 60;

export function openLocalPlane(options: LocalPlaneOptions): LocalPlane {
  const { directory, environment } = options;
  let tools: ReadonlyMap<ToolName, Tool> | undefined;
  let plane: ControlPlane | undefined;
  let provider: ServedProvider | undefined;
  let cloud: ServedProvider | undefined;
  let stack: Stack | undefined;

  return {
    kubeconfig: kubeconfigFile(directory),
    async resolveTools(report) {
      tools = await resolveTools(["pulumi", "helm", ...CONTROL_PLANE_TOOLS], report);
    },
    async start(report) {
      mkdirSync(directory, { recursive: true });
      const port = Number(new URL(environment.cluster.server).port) || undefined;
      const preferred = port === undefined ? {} : { port };
      const started = await startControlPlane({
        name: CONTROL_PLANE_NAME,
        directory,
        tools: known(tools),
        report,
        ...preferred,
      });
      plane = started.plane;
    },
    async applyContent() {
      await applyNodes(known(plane), toFakeNodes(environment.plan, environment.madePools));
      if (takesSnapshots(environment.plan)) await applySnapshotDefinitions(known(plane));
      await applyVolumes(known(plane), toFakeVolumes(environment.plan, environment.namespace));
    },
    async recover() {
      // The program looks its context up where every tool does.
      process.env.KUBECONFIG = known(plane).kubeconfig;
      provider = await serveKubernetesProvider({
        helm: toolPath(known(tools), "helm"),
        kubectl: toolPath(known(tools), "kubectl"),
        directory: providerFolder(directory),
        longestWaitSeconds: POD_TIMEOUT_SECONDS,
      });
      const pulumi = known(known(tools).get("pulumi"));
      stack = await openStack({
        ...options,
        plane: known(plane),
        pulumi,
        providerPorts: { kubernetes: provider.port, aws: await serveCloud() },
      });
      return recoverStack(stack, {
        backendDirectory: backendFolder(directory),
        project: options.project.name,
        stackName: options.stackName,
        childRecords: childRecordDirectory(providerFolder(directory)),
      });
    },
    preview: () => previewStack(known(stack), directory),
    deploy: () => deployStack(known(stack), directory),
    waitForPods() {
      const roles = Object.values(environment.plan.models).flatMap((model) => model.roles);
      const count = roles.reduce((sum, { replicas }) => sum + replicas, 0);
      return waitForPods(known(plane), environment.namespace, {
        count,
        timeoutSeconds: POD_TIMEOUT_SECONDS,
      });
    },
    async close() {
      await Promise.all([provider?.close(), cloud?.close()]);
    },
  };

  /**
   * Pools that the program makes are only written down: no cloud is asked for them. Served for stacks without any too, whose
   * state may have some that are to be deleted.
   */
  async function serveCloud(): Promise<number> {
    cloud = await serveRecordingProvider({ types: EKS_BEHAVIOUR });
    return cloud.port;
  }
}

function toolPath(tools: ReadonlyMap<ToolName, Tool>, name: ToolName): string {
  return known(tools.get(name)).path;
}

/** A step builds on what the one before it has made. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("the steps of the local plane were taken out of order");
  return value;
}
