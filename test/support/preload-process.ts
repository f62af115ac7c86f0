import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Context } from "mocha";
import { StorageKind } from "../../catalog/storage-kinds";
import { planPreload } from "../../plan/preload-job";
import type { PreloadSettings } from "../../plan/preload-settings";
import { pythonPath, requirePython } from "./python";

/**
 * What the image of the preload Job has: https://github.com/kserve/kserve/blob/v0.20.0/python/storage/uv.lock
 * Only what is imported is pinned; tests of the files that arrive hold for what these packages need themselves.
 */
const DOWNLOADERS = {
  name: "preload@kserve-0.20.0",
  packages: ["huggingface-hub==0.32.4", "boto3==1.38.33", "google-cloud-storage==2.19.0"],
  modules: ["huggingface_hub", "boto3", "google.cloud.storage"],
} as const;

const SCRIPT_FOLDER = resolve(__dirname, "../../preload");

/** Where Python or the packages cannot be had, the suite is skipped with the reason. */
export function requireDownloaders(context: Context): void {
  requirePython(context, DOWNLOADERS);
}

/** What a Job would be told, and where its claim is mounted here. */
export interface PreloadOptions extends PreloadSettings {
  /** Folder in place of the mounted claim. */
  readonly claim: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface PreloadOutcome {
  /** `undefined` when it was killed. */
  readonly exitCode: number | undefined;
  readonly lines: readonly string[];
}

export interface PreloadRun {
  readonly kill: () => void;
  readonly outcome: Promise<PreloadOutcome>;
}

/** Starts the command of the Job as a process, with its environment. Nothing of the caller's reaches it. */
export function startPreload({ claim, env, ...settings }: PreloadOptions): PreloadRun {
  const { container } = planPreload(settings, TARGET);
  const { claimPath, scriptPath, scratchPath, environment } = container;
  const [, ...args] = container.command.map((each) =>
    each.replace(`${scriptPath}/`, `${SCRIPT_FOLDER}/`).replace(`=${claimPath}`, `=${claim}`),
  );
  const variables = Object.entries(environment).map(([name, value]) => [
    name,
    value.replace(scratchPath, join(claim, "../scratch")),
  ]);
  const child = spawn(pythonPath(DOWNLOADERS), args, {
    env: { PATH: "/usr/bin:/bin", ...Object.fromEntries(variables), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { kill: () => void child.kill("SIGKILL"), outcome: toOutcome(child) };
}

/** Of the claim only its place matters to the process. */
const TARGET = { claimName: "weights", kind: StorageKind.existing, zone: undefined, bytes: 0 };

export async function runPreload(options: PreloadOptions): Promise<PreloadOutcome> {
  return startPreload(options).outcome;
}

async function toOutcome(child: ChildProcess): Promise<PreloadOutcome> {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
    });
  }
  const exitCode = await new Promise<number | undefined>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done(code ?? undefined));
  });
  return { exitCode, lines: text.split("\n").filter((line) => line !== "") };
}

/** The files below a folder by path; `undefined` where there is no folder. */
export function readFiles(folder: string): Record<string, Buffer> | undefined {
  if (!existsSync(folder)) return undefined;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );
}
