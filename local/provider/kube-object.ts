import { isDeepStrictEqual } from "node:util";
import type { Cluster } from "./cluster";
import { findChanges, toDiff } from "./difference";
import { findKind, isFixed, type KindRow } from "./kinds";
import {
  applyObject,
  DEFAULT_WAIT_SECONDS,
  deleteObject,
  describeObject,
  findMark,
  findObject,
  takeOverFields,
  toObjectId,
  waitUntilGone,
} from "./object-client";
import { awaitReady } from "./object-readiness";
import { generateName, ownershipMark } from "./ownership";
import { InitializationFailed, type ProviderHandlers } from "./protocol";
import { copySecrecy } from "./secrecy";
import {
  hasUnknown,
  isList,
  isMap,
  type PropertyMap,
  type PropertyValue,
  revealSecrets,
  Secret,
  textAt,
  UNKNOWN,
  valueAt,
} from "./wire";

const AUTONAMED = "pulumi.com/autonamed";
const SKIP_AWAIT = "pulumi.com/skipAwait";

type ObjectHandlers = Required<
  Pick<ProviderHandlers<Cluster>, "check" | "diff" | "create" | "read" | "update" | "delete">
>;

/** Every kind but Helm releases: one object each, through kubectl and server-side apply. */
export const objectHandlers: ObjectHandlers = {
  check({ news, olds, name, randomSeed }) {
    const row = findRow(news);
    if (row === undefined) {
      return { inputs: news, failures: [{ property: "kind", reason: toUnservedReason(news) }] };
    }
    const secret = Object.fromEntries(
      (row.secret ?? []).map((each) => [each, toSecret(news[each])]),
    );
    const wasGenerated = textAt(olds, "metadata", "annotations", AUTONAMED) === "true";
    const former = wasGenerated ? textAt(olds, "metadata", "name") : undefined;
    const generated = former ?? generateName(name, randomSeed);
    return { inputs: { ...news, ...secret, metadata: nameMetadata(news.metadata, generated) } };
  },

  diff({ oldInputs, news }) {
    const row = requireRow(news);
    const result = toDiff(findChanges(oldInputs, news), (path) => isFixed(row, path));
    const keepsName = ["name", "namespace"].every((each) =>
      isDeepStrictEqual(valueAt(oldInputs, "metadata", each), valueAt(news, "metadata", each)),
    );
    return { ...result, deleteBeforeReplace: (result.replaces ?? []).length > 0 && keepsName };
  },

  async create({ instance: cluster, urn, inputs, preview, timeoutSeconds }) {
    const mark = ownershipMark(urn);
    const found = await (preview ? foresee(cluster, inputs) : findObject(cluster, inputs));
    const isLeaving = textAt(found, "metadata", "deletionTimestamp") !== undefined;
    const isThere = found !== undefined && !isLeaving;
    if (isThere && findMark(found) !== mark && !cluster.upsertsExisting) {
      throw new Error(
        `${describeObject(inputs)} already exists and is not of this stack; choose another name, or use it without making it`,
      );
    }
    if (preview) return { id: "", state: previewState(inputs) };
    // Left by a killed destroy: the server would take the new object for the old one, and delete it with it.
    if (isLeaving) await waitUntilGone(cluster, inputs, timeoutSeconds);
    if (isThere && cluster.upsertsExisting) await takeOverFields(cluster, inputs);
    const live = await applyObject(cluster, inputs, mark);
    return {
      id: toObjectId(live),
      state: await settle(cluster, inputs, live, timeoutSeconds),
    };
  },

  async read({ instance: cluster, id, urn, type, inputs: recorded }) {
    const inputs = recorded.kind === undefined ? parseReference(type, id) : recorded;
    const found = await findObject(cluster, inputs);
    if (found === undefined || textAt(found, "metadata", "deletionTimestamp") !== undefined) {
      return { id: "", inputs: {}, state: {} };
    }
    // What the server would make of our inputs now: the only true comparison, as 1024Gi and 1Ti are the same.
    const dryRun = ["--dry-run=server", "--force-conflicts"];
    const mark = findMark(found) ?? ownershipMark(urn);
    const wanted = await applyObject(cluster, inputs, mark, dryRun);
    const isAsAsked = isDeepStrictEqual(withoutBookkeeping(wanted), withoutBookkeeping(found));
    const current = isAsAsked
      ? inputs
      : copySecrecy(inputs, pickShape(revealSecrets(inputs), found));
    return { id, inputs: current, state: toState(inputs, found) };
  },

  async update({ instance: cluster, urn, inputs, preview, timeoutSeconds, ignoreChanges }) {
    if (preview) return previewState(inputs);
    const found = ignoreChanges.length === 0 ? undefined : await findObject(cluster, inputs);
    const wanted = withLiveValues(inputs, found, ignoreChanges);
    const live = await applyObject(cluster, wanted, ownershipMark(urn));
    return settle(cluster, inputs, live, timeoutSeconds);
  },

  async delete({ instance: cluster, inputs, timeoutSeconds }) {
    const seconds = timeoutSeconds || DEFAULT_WAIT_SECONDS;
    await deleteObject(cluster, inputs, isSkipped(inputs) ? 0 : seconds);
  },
};

/** The inputs with what the program ignores as it is now: what it was when the state was written may be an autoscaler's number of yesterday. */
function withLiveValues(
  inputs: PropertyMap,
  live: PropertyMap | undefined,
  ignored: readonly string[],
): PropertyMap {
  return ignored.reduce((changed, path) => {
    const keys = path.split(".");
    const value = valueAt(live, ...keys);
    return value === undefined ? changed : withValue(changed, keys, value);
  }, inputs);
}

function withValue(
  map: PropertyMap,
  [key = "", ...rest]: readonly string[],
  value: PropertyValue,
): PropertyMap {
  const inner = map[key];
  return {
    ...map,
    [key]: rest.length === 0 ? value : withValue(isMap(inner) ? inner : {}, rest, value),
  };
}

/** What stands in the way of an object that is to be made; nothing where that cannot be known yet, such as before its definition. */
async function foresee(cluster: Cluster, inputs: PropertyMap): Promise<PropertyMap | undefined> {
  if (hasUnknown(inputs.metadata)) return undefined;
  return findObject(cluster, inputs).catch(() => undefined);
}

/** The state of the applied object once it is ready; recorded with its reason when it is not. */
async function settle(
  cluster: Cluster,
  inputs: PropertyMap,
  applied: PropertyMap,
  timeoutSeconds: number,
): Promise<PropertyMap> {
  if (isSkipped(inputs)) return toState(inputs, applied);
  const { live, reason } = await awaitReady(cluster, requireRow(inputs), applied, timeoutSeconds);
  const state = toState(inputs, live);
  if (reason === undefined) return state;
  throw new InitializationFailed(toObjectId(live), state, inputs, [reason]);
}

/** What an object that is imported is known by: `kubernetes:core/v1:Namespace` and `llm`. */
function parseReference(type: string, id: string): PropertyMap {
  const [, apiVersion = "", kind = ""] = type.split(":");
  const [namespace, name] = id.includes("/") ? id.split("/") : [undefined, id];
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind, metadata: { name, namespace } };
}

function findRow(inputs: PropertyMap): KindRow | undefined {
  return findKind(textAt(inputs, "apiVersion") ?? "", textAt(inputs, "kind") ?? "");
}

function requireRow(inputs: PropertyMap): KindRow {
  const row = findRow(inputs);
  if (row === undefined) throw new Error(toUnservedReason(inputs));
  return row;
}

function toUnservedReason(inputs: PropertyMap): string {
  const { apiVersion, kind } = inputs;
  return `${JSON.stringify(`${apiVersion}/${kind}`)}; the local provider does not handle this kind; add a row to local/provider/kinds.ts, or use Pulumi's own Kubernetes plugin`;
}

function toSecret(value: PropertyValue | undefined): PropertyValue | undefined {
  return value === undefined || value instanceof Secret ? value : new Secret(value);
}

function nameMetadata(given: PropertyValue | undefined, generated: string): PropertyValue {
  const metadata = given === undefined ? {} : given;
  if (!isMap(metadata) || metadata.name !== undefined || metadata.generateName !== undefined)
    return metadata;
  const annotations = isMap(metadata.annotations) ? metadata.annotations : {};
  return { ...metadata, name: generated, annotations: { ...annotations, [AUTONAMED]: "true" } };
}

function previewState(inputs: PropertyMap): PropertyMap {
  const metadata = isMap(inputs.metadata) ? inputs.metadata : {};
  return {
    ...inputs,
    metadata: { ...metadata, uid: UNKNOWN, resourceVersion: UNKNOWN },
    status: UNKNOWN,
  };
}

/** The live object as state: without the server's bookkeeping, secret where the inputs are. */
function toState(inputs: PropertyMap, live: PropertyMap): PropertyMap {
  const { managedFields: _, ...metadata } = isMap(live.metadata) ? live.metadata : {};
  const row = requireRow(inputs);
  const secret = Object.fromEntries((row.secret ?? []).map((each) => [each, toSecret(live[each])]));
  return copySecrecy(inputs, { ...live, metadata, ...secret });
}

/** A dry run counts as a write: it moves versions and times that say nothing about the object. */
function withoutBookkeeping(object: PropertyMap): PropertyMap {
  const metadata = isMap(object.metadata) ? object.metadata : {};
  const { managedFields: _, resourceVersion: __, generation: ___, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** The live values of what the inputs set: what the server added by itself is no drift. */
function pickShape(inputs: PropertyMap, live: PropertyMap): PropertyMap {
  // The server answers `stringData` as `data`, so there is nothing to compare it with.
  const names = Object.keys(inputs).filter(
    (name) => name === "stringData" || live[name] !== undefined,
  );
  return Object.fromEntries(names.map((name) => [name, pickValue(inputs[name], live[name])]));
}

function pickValue(
  input: PropertyValue | undefined,
  live: PropertyValue | undefined,
): PropertyValue | undefined {
  if (live === undefined) return input;
  if (isMap(input) && isMap(live)) return pickShape(input, live);
  if (isList(input) && isList(live) && input.length === live.length) {
    return live.map((each, index) => pickValue(input[index], each) ?? null);
  }
  return live;
}

function isSkipped(inputs: PropertyMap): boolean {
  return textAt(inputs, "metadata", "annotations", SKIP_AWAIT) === "true";
}
