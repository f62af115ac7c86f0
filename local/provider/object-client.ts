import { type Cluster, toReason } from "./cluster";
import { listItems } from "./events";
import type { FindObject } from "./kinds";
import { OWNERSHIP_KEY } from "./ownership";
import { redact } from "./secrecy";
import { isMap, type PropertyMap, revealSecrets, textAt } from "./wire";

/** Seconds for what has no time of its own. */
export const DEFAULT_WAIT_SECONDS = 300;

/**
 * The name under which fields are ours. The same for every resource, so that one that is renamed keeps its fields;
 * whose object it is, the mark says.
 */
const FIELD_MANAGER = "llmd";

/** The live object that the inputs name; nothing when there is none. */
export async function findObject(
  cluster: Cluster,
  inputs: PropertyMap,
): Promise<PropertyMap | undefined> {
  const args = ["get", "--ignore-not-found", "-f", "-"];
  const found = await cluster.kubectlJson(args, toReference(inputs));
  // Asked for a file, kubectl answers a list, even of one.
  return found?.kind === "List" ? listItems(found)[0] : found;
}

/** Reads objects without a namespace, by kind and name. */
export function findClusterObject(cluster: Cluster): FindObject {
  return (kind, name) => cluster.kubectlJson(["get", "--ignore-not-found", kind, name]);
}

/** Server-side apply with our mark: what we set before and no longer set is taken away, what others set stays. */
export async function applyObject(
  cluster: Cluster,
  inputs: PropertyMap,
  mark: string,
  flags: readonly string[] = [],
): Promise<PropertyMap> {
  const args = ["apply", "--server-side", `--field-manager=${FIELD_MANAGER}`, ...flags, "-f", "-"];
  try {
    const live = await cluster.kubectlJson(
      args,
      JSON.stringify(withMark(revealSecrets(inputs), mark)),
    );
    if (live === undefined) throw new Error("kubectl answered nothing");
    return live;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${describeObject(inputs)}: ${redact(reason, inputs)}`);
  }
}

/** The mark of the resource that made the object; none on what is not ours. */
export function findMark(live: PropertyMap): string | undefined {
  return textAt(live, "metadata", "annotations", OWNERSHIP_KEY);
}

function withMark(inputs: PropertyMap, mark: string): PropertyMap {
  const metadata = isMap(inputs.metadata) ? inputs.metadata : {};
  const annotations = isMap(metadata.annotations) ? metadata.annotations : {};
  const marked = { ...annotations, [OWNERSHIP_KEY]: mark };
  return { ...inputs, metadata: { ...metadata, annotations: marked } };
}

/** Deletes the object and waits until it is gone, unless for 0 s; an object that is gone already is a success. */
export async function deleteObject(
  cluster: Cluster,
  inputs: PropertyMap,
  waitSeconds: number,
): Promise<void> {
  const waitFlag = waitSeconds === 0 ? "--wait=false" : `--timeout=${waitSeconds}s`;
  const args = ["delete", "--ignore-not-found", waitFlag, "-f", "-"];
  const { exitCode, stderr } = await cluster.kubectl(args, toReference(inputs), waitSeconds);
  if (exitCode !== 0) throw new Error(`${describeObject(inputs)}: ${toReason(stderr)}`);
}

/** Waits for an object that is being deleted. */
export async function waitUntilGone(
  cluster: Cluster,
  inputs: PropertyMap,
  timeoutSeconds: number,
): Promise<void> {
  const seconds = timeoutSeconds || DEFAULT_WAIT_SECONDS;
  const args = ["wait", "--for=delete", `--timeout=${seconds}s`, "-f", "-"];
  const { exitCode, stderr } = await cluster.kubectl(args, toReference(inputs), seconds);
  // It may have gone since it was seen.
  if (exitCode === 0 || /not found/i.test(stderr)) return;
  throw new Error(`${describeObject(inputs)}: ${toReason(stderr)}`);
}

/** How the state names the object: `namespace/name`, or `name` where there is no namespace. */
export function toObjectId(live: PropertyMap): string {
  const namespace = textAt(live, "metadata", "namespace");
  const name = textAt(live, "metadata", "name") ?? "";
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** How a person names the object: `PersistentVolumeClaim llm/model`. */
export function describeObject(object: PropertyMap): string {
  const visible = revealSecrets(object);
  return `${textAt(visible, "kind")} ${toObjectId(visible)}`;
}

/** The least that kubectl needs to find the object. */
function toReference(inputs: PropertyMap): string {
  const { apiVersion, kind, metadata } = revealSecrets(inputs);
  const name = textAt({ metadata }, "metadata", "name");
  const namespace = textAt({ metadata }, "metadata", "namespace");
  return JSON.stringify({ apiVersion, kind, metadata: { name, namespace } });
}
