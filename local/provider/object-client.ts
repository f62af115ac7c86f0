import { type Cluster, toReason } from "./cluster";
import { listItems } from "./events";
import type { FindObject } from "./kinds";
import { OWNERSHIP_KEY } from "./ownership";
import { redact } from "./secrecy";
import { isList, isMap, type PropertyMap, revealSecrets, textAt, valueAt } from "./wire";

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
  flags: readonly string[] = [],
): Promise<PropertyMap | undefined> {
  const args = ["get", "--ignore-not-found", ...flags, "-f", "-"];
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

/**
 * Makes ours what helm has set of an object, as Pulumi's own plugin does with what its own helm has set: as long as helm
 * has a field too, every later change of it would be a conflict, and what we no longer set would stay.
 * https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/await/await.go
 */
export async function takeOverFields(cluster: Cluster, inputs: PropertyMap): Promise<void> {
  const live = await findObject(cluster, inputs, ["--show-managed-fields"]);
  const managed = valueAt(live, "metadata", "managedFields");
  const entries = isList(managed) ? managed.filter(isMap) : [];
  if (!entries.some(isOfHelm)) return;
  const taken = entries
    .filter(({ manager }) => manager !== FIELD_MANAGER)
    .map((each) =>
      isOfHelm(each) ? { ...each, manager: FIELD_MANAGER, operation: "Apply" } : each,
    );
  const version = textAt(live, "metadata", "resourceVersion");
  const patch = [
    { op: "test", path: "/metadata/resourceVersion", value: version },
    { op: "replace", path: "/metadata/managedFields", value: taken },
  ];
  const args = ["patch", "--type=json", `--patch=${JSON.stringify(patch)}`, "-f", "-"];
  await cluster.kubectlJson(args, toReference(inputs));
}

function isOfHelm({ manager, operation, subresource }: PropertyMap): boolean {
  return manager === "helm" && operation === "Update" && subresource === undefined;
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
