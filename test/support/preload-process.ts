import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Context } from "mocha";
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

const SCRIPT = resolve(__dirname, "../../preload/preload.py");

/** Where Python or the packages cannot be had, the suite is skipped with the reason. */
export function requireDownloaders(context: Context): void {
  requirePython(context, DOWNLOADERS);
}

/** How the process is called: as the container of the Job is. */
export interface PreloadOptions {
  readonly model: string;
  readonly revision: string;
  /** Folder in which the claim is mounted. */
  readonly claim: string;
  readonly path: string;
  readonly source?: string;
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

/** Starts the command of the Job as a process. Nothing of the caller's environment reaches it. */
export function startPreload({ env, ...options }: PreloadOptions): PreloadRun {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const child = spawn(pythonPath(DOWNLOADERS), ["-B", SCRIPT, ...args], {
    env: { PATH: "/usr/bin:/bin", HOME: join(options.claim, "../home"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { kill: () => void child.kill("SIGKILL"), outcome: toOutcome(child) };
}

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
