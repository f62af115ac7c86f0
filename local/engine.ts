import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import type { ControlPlane } from "./control-plane/control-plane";
import { backendFolder } from "./layout";
import { repairStateFiles } from "./recovery";
import type { Project, StackFile } from "./stack-file";
import type { Tool } from "./toolchain/toolchain";

export interface EngineOptions {
  readonly project: Project;
  readonly stackName: string;
  readonly stackFile: StackFile;
  readonly plane: ControlPlane;
  readonly pulumi: Tool;
  /** The folder of the local plane, absolute. */
  readonly directory: string;
  /** Ports of the stand-ins for plugins, by package. */
  readonly providerPorts: Readonly<Record<string, number>>;
}

/**
 * The stack on the real engine with the program of this project, its state below `.local/`.
 *
 * The stack file is copied there: the engine writes a salt into it, and the cluster is the local one whatever the
 * stack says. The program runs in this process, so it needs no language host.
 */
export async function openStack(options: EngineOptions): Promise<Stack> {
  const { project, stackName, plane, pulumi, directory, providerPorts } = options;
  const workDir = writeWorkspace(options);
  mkdirSync(backendFolder(directory), { recursive: true });
  repairStateFiles(backendFolder(directory));
  return LocalWorkspace.createOrSelectStack(
    { stackName, projectName: project.name, program: runProgram },
    {
      workDir,
      pulumiHome: join(directory, "pulumi", "home"),
      pulumiCommand: await openPulumi(pulumi, directory),
      envVars: {
        KUBECONFIG: plane.kubeconfig,
        PULUMI_BACKEND_URL: `file://${backendFolder(directory)}`,
        PULUMI_CONFIG_PASSPHRASE: readPassphrase(directory),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: Object.entries(providerPorts)
          .map(([name, port]) => `${name}:${port}`)
          .join(","),
      },
    },
  );
}

/** Loaded only now: the program's modules load the SDKs, and a mistake in the stack file is told before that. */
async function runProgram(): Promise<Record<string, unknown>> {
  const { createEnvironment }: typeof import("../stacks/program") = require("../stacks/program");
  return createEnvironment();
}

/** The Automation API looks for `bin/pulumi` below a root; the tool may lie anywhere. */
async function openPulumi(pulumi: Tool, directory: string): Promise<PulumiCommand> {
  const root = join(directory, "pulumi");
  const link = join(root, "bin", "pulumi");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(pulumi.path, link);
  return PulumiCommand.get({ root });
}

function writeWorkspace({
  project,
  stackName,
  stackFile,
  plane,
  directory,
}: EngineOptions): string {
  const folder = join(directory, "workspace");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), stringify({ name: project.name, runtime: "nodejs" }));

  const path = join(folder, `Pulumi.${stackName}.yaml`);
  const salt = existsSync(path) ? parse(readFileSync(path, "utf8"))?.encryptionsalt : undefined;
  const config = {
    ...(stackFile.content.config as object),
    [`${project.name}:cluster`]: { context: plane.context, server: plane.server },
  };
  writeFileSync(
    path,
    stringify({
      ...stackFile.content,
      config,
      ...(salt === undefined ? {} : { encryptionsalt: salt }),
    }),
  );
  return folder;
}

/** Made once for this plane; it guards nothing that is not already below `.local/`. */
function readPassphrase(directory: string): string {
  const path = join(directory, "passphrase");
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString("base64"), { mode: 0o600 });
  return readFileSync(path, "utf8");
}
