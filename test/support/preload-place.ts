import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HubBehaviour, type ModelRepository, type RunningHub, serveHub } from "./model-hub";
import { type PreloadOptions, type PreloadOutcome, readFiles } from "./preload-process";

export const MODEL = "acme/tiny";
export const REVISION = "0123456789abcdef0123456789abcdef01234567";
/** Folder of the revision in the claim. */
export const FOLDER = `${MODEL}/${REVISION}`;
export const MIB = 1024 ** 2;

/** Three shards, and small files at the top and below it. */
export const REPOSITORY: ModelRepository = {
  model: MODEL,
  revision: REVISION,
  files: {
    ".gitattributes": Buffer.from("*.safetensors filter=lfs\n"),
    "config.json": Buffer.from('{"model_type":"tiny"}\n'),
    "empty.txt": Buffer.alloc(0),
    "model-1.safetensors": randomBytes(3 * MIB),
    "model-2.safetensors": randomBytes(2 * MIB + 1),
    "sub folder/model-3.safetensors": randomBytes(MIB - 1),
    "sub folder/notes/über.md": Buffer.from("# Notes\n"),
  },
  lfs: ["model-1.safetensors", "model-2.safetensors", "sub folder/model-3.safetensors"],
};

export const TOTAL_BYTES = sizeOf(REPOSITORY);

export function sizeOf({ files }: ModelRepository): number {
  return Object.values(files).reduce((sum, { length }) => sum + length, 0);
}

/** A claim that is empty, and a Hub to fill it from. */
export interface Place {
  readonly hub: RunningHub;
  /** Folder in place of the mounted claim. */
  readonly claim: string;
  /** Folder of the revision, which is there when it is whole. */
  readonly target: string;
  readonly options: PreloadOptions;
}

/** Runs `body` with a claim and a Hub of its own, and removes both. */
export async function withPlace<T>(
  behaviour: HubBehaviour,
  body: (place: Place) => Promise<T>,
  repository = REPOSITORY,
): Promise<T> {
  const hub = await serveHub(repository, behaviour);
  try {
    return await withClaim((claim) => {
      const env = { HF_ENDPOINT: hub.url };
      const options = { model: MODEL, revision: REVISION, claim, env };
      return body({ hub, claim, target: join(claim, FOLDER), options });
    });
  } finally {
    await hub.close();
  }
}

/** Runs `body` with a claim of its own; `claim/..` is outside of it, and is removed with it. */
export async function withClaim<T>(body: (claim: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "llmd-preload-"));
  const claim = join(folder, "claim");
  mkdirSync(claim);
  try {
    return await body(claim);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files that are served: all but the marker, without which a folder is not whole. `undefined` where there is no folder. */
export function readServed(target: string): Record<string, Buffer> | undefined {
  const files = readFiles(target);
  if (files === undefined) return undefined;
  const { ".preload.json": marker, ...others } = files;
  assert.notEqual(marker, undefined);
  return others;
}

/** What was printed, without what differs between runs. */
export function linesOf({ lines }: PreloadOutcome, { claim, hub }: Place): string[] {
  return lines.map((line) =>
    line
      .replaceAll(claim, "/claim")
      .replaceAll(hub.url, "http://hub")
      .replace(/after \d+ s/, "after N s"),
  );
}
