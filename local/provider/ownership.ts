import { createHash } from "node:crypto";

/**
 * The mark of a resource on what it made in the cluster: a label of its Helm release, an annotation of its object.
 *
 * A killed run leaves objects that its state does not know. The mark tells them from somebody else's of the same name:
 * ours are taken up again, others are an error.
 */
export function ownershipMark(urn: string): string {
  return createHash("sha256").update(urn).digest("hex").slice(0, 16);
}

/** The key of the mark, as a label and as an annotation. */
export const OWNERSHIP_KEY = "llmd-urn";

/** A generated name. `randomSeed` makes preview and update agree on it; 8 digits as Pulumi's own plugin writes. */
export function generateName(resource: string, randomSeed: Uint8Array): string {
  return `${resource}-${Buffer.from(randomSeed).toString("hex").slice(0, 8)}`;
}
