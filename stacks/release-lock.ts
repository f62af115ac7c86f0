import { createHash } from "node:crypto";
import { toCanonicalJson } from "../units/canonical-json";
import type { ModelRelease } from "./model-release";

/** The digest of each sealed release, by model and number: `models/releases.lock.json`. */
export type ReleaseLock = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Whether a release may still change, and whether it did when it may not. */
export type Seal =
  | { readonly kind: "draft" }
  | { readonly kind: "sealed" }
  | { readonly kind: "broken"; readonly sealed: string; readonly found: string };

/** The seal of one release; one that the lock does not have is a draft. */
export function checkSeal(
  lock: ReleaseLock,
  model: string,
  number: number,
  release: ModelRelease,
): Seal {
  const numbers = Object.hasOwn(lock, model) ? lock[model] : undefined;
  const sealed = numbers?.[number];
  if (sealed === undefined) return { kind: "draft" };
  const found = digestRelease(release);
  return found === sealed ? { kind: "sealed" } : { kind: "broken", sealed, found };
}

/** `sha256:` and the digest of the content; the order in which it is written does not count. */
export function digestRelease(release: ModelRelease): string {
  return `sha256:${createHash("sha256").update(toCanonicalJson(release)).digest("hex")}`;
}

/** For people: enough of a digest to tell two apart. */
export function shortenDigest(digest: string): string {
  return digest.slice(0, "sha256:".length + 12);
}
