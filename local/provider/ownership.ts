import { createHash } from "node:crypto";

/**
 * The mark of a resource on what it made in the cluster: label of a Helm release, field manager of an object.
 *
 * A killed run leaves objects that its state does not know. The mark tells them from somebody else's of the same name:
 * ours are taken up again, others are an error.
 */
export function ownershipMark(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 16);
}

/** Label key on the Secrets in which Helm keeps a release. */
export const OWNER_LABEL = "llmd-urn";

export function fieldManager(urn: string): string {
  return `llmd-${ownershipMark(urn)}`;
}

/** A generated name. `randomSeed` makes preview and update agree on it; 8 digits as Pulumi's own plugin writes. */
export function generateName(resource: string, randomSeed: Uint8Array): string {
  return `${resource}-${Buffer.from(randomSeed).toString("hex").slice(0, 8)}`;
}
