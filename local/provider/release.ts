import { type Cluster, requireSuccess } from "./cluster";
import { findChanges, toDiff } from "./difference";
import { OWNERSHIP_KEY, ownershipMark } from "./ownership";
import { InitializationFailed, type ProviderHandlers } from "./protocol";
import { foreseeRevisions, listRevisions, type Revision } from "./release-history";
import {
  checkRelease,
  type ReleasePlace,
  toHelmArgs,
  toPlace,
  toTimeoutSeconds,
} from "./release-inputs";
import { describeUnreadyPods } from "./release-pods";
import { isGone, planSteps, type Step } from "./release-recovery";
import { readInputs, readOutputs, readValues, toOutputs } from "./release-state";
import { redact } from "./secrecy";
import { hasUnknown, type PropertyMap, revealSecrets, textAt, UNKNOWN, valueAt } from "./wire";

type ReleaseHandlers = Required<
  Pick<ProviderHandlers<Cluster>, "check" | "diff" | "create" | "read" | "update" | "delete">
>;

/** What the resource asks of helm, whichever way leads there. */
interface Wish {
  readonly cluster: Cluster;
  readonly urn: string;
  readonly inputs: PropertyMap;
  readonly programDirectory: string;
  readonly timeoutSeconds: number;
}

/** `kubernetes:helm.sh/v3:Release`: one Helm release, through the real helm. */
export function createReleaseHandlers(
  programDirectory: string,
  longestWaitSeconds: number,
): ReleaseHandlers {
  const toSeconds = (inputs: PropertyMap, customSeconds: number): number =>
    toTimeoutSeconds(inputs, customSeconds, longestWaitSeconds);
  return {
    check: (request) => checkRelease(request, programDirectory),

    diff({ oldInputs, olds, news }) {
      const changes = new Map(findChanges(oldInputs, news));
      // A release that a refresh found failed or half-made is brought in order, though nothing was changed.
      if (textAt(olds, "status", "status") !== "deployed") changes.set("status", "update");
      return toDiff(changes, (path) => path === "name" || path === "namespace");
    },

    async create({ instance: cluster, urn, inputs, preview, timeoutSeconds: custom }) {
      const place = toPlace(inputs);
      const id = `${place.namespace}/${place.name}`;
      const isPlaceKnown = ![inputs.name, inputs.namespace].some(hasUnknown);
      const list = preview ? foreseeRevisions : listRevisions;
      const found = isPlaceKnown ? await list(cluster, place) : [];
      if (found.length > 0 && found.at(-1)?.mark !== ownershipMark(urn)) {
        throw new Error(
          `release ${id} exists already and is not of this stack; choose another name, or remove it: helm uninstall ${place.name} -n ${place.namespace}`,
        );
      }
      if (preview) return { id: "", state: toPreviewState(inputs) };
      const timeoutSeconds = toSeconds(inputs, custom);
      const wish = { cluster, urn, inputs, programDirectory, timeoutSeconds };
      return { id, state: await fulfil(wish, found, undefined) };
    },

    async read({ instance: cluster, id, inputs, state }) {
      const place = inputs.name === undefined ? parseId(id) : toPlace(inputs);
      const revisions = await listRevisions(cluster, place);
      const newest = revisions.at(-1);
      if (newest === undefined || isGone(revisions)) return { id: "", inputs: {}, state: {} };
      const isAsRecorded =
        valueAt(state, "status", "revision") === newest.number &&
        valueAt(state, "status", "status") === newest.status;
      if (isAsRecorded) return { id, inputs, state };
      const current = await readInputs(cluster, place, inputs);
      return { id, inputs: current, state: { ...current, ...(await readOutputs(cluster, place)) } };
    },

    async update({ instance: cluster, urn, inputs, oldInputs, preview, timeoutSeconds: custom }) {
      if (preview) return toPreviewState(inputs);
      const timeoutSeconds = toSeconds(inputs, custom);
      const wish = { cluster, urn, inputs, programDirectory, timeoutSeconds };
      const found = await listRevisions(cluster, toPlace(inputs));
      return fulfil(wish, found, oldInputs);
    },

    async delete({ instance: cluster, inputs, timeoutSeconds }) {
      const { skipAwait, disableWebhooks } = revealSecrets(inputs);
      await uninstall(cluster, toPlace(inputs), toSeconds(inputs, timeoutSeconds), [
        ...(skipAwait === true ? [] : ["--wait"]),
        ...(disableWebhooks === true ? ["--no-hooks"] : []),
      ]);
    },
  };
}

/** The place of a release that is imported: there are no inputs yet. */
function parseId(id: string): ReleasePlace {
  const [namespace = "default", name = id] = id.includes("/") ? id.split("/") : [];
  return { namespace, name };
}

function toPreviewState(inputs: PropertyMap): PropertyMap {
  return { ...inputs, status: UNKNOWN, resourceNames: UNKNOWN };
}

/** Takes the steps from what was found to what is asked for, and answers the new state. */
async function fulfil(
  wish: Wish,
  found: readonly Revision[],
  oldInputs: PropertyMap | undefined,
): Promise<PropertyMap> {
  const { cluster, inputs } = wish;
  const place = toPlace(inputs);
  try {
    let outcome = "";
    for (const step of planSteps(found)) outcome = await take(step, wish);
    return { ...inputs, ...toOutputs(JSON.parse(outcome)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const revisions = await listRevisions(cluster, place);
    const isUntouched = revisions.at(-1)?.number === found.at(-1)?.number;
    if (isGone(revisions) || isUntouched) throw new Error(redact(message, inputs));
    const reason = await explain(wish, place, redact(message, inputs));
    // `atomic` has put the old release back, so the old inputs are what runs; the next preview shows the change again.
    const isRolledBack = revisions.at(-1)?.status === "deployed" && oldInputs !== undefined;
    const actual = isRolledBack ? oldInputs : inputs;
    const state = { ...actual, ...(await readOutputs(cluster, place)) };
    throw new InitializationFailed(`${place.namespace}/${place.name}`, state, actual, [reason]);
  }
}

/** Takes one step and answers what helm printed: the last step of every plan prints the release. */
async function take(step: Step, wish: Wish): Promise<string> {
  const { cluster, inputs } = wish;
  const place = toPlace(inputs);
  if (step.command === "uninstall") {
    return uninstall(cluster, place, wish.timeoutSeconds, ["--no-hooks", "--wait"]);
  }
  if (step.command === "rollback") {
    const target = [place.name, String(step.revision), "--namespace", place.namespace];
    return requireSuccess(await cluster.changeByHelm(["rollback", ...target, "--no-hooks"], 0));
  }
  const args = toHelmArgs(step.command, inputs, wish.programDirectory, wish.timeoutSeconds);
  // Without it, an upgrade without values would keep those of the last revision.
  if (step.command === "upgrade") args.push("--reset-values");
  // Server-side apply would make a later upgrade fail on `replicas` that kubectl or an autoscaler has set.
  else if ((await cluster.helmMajor()) >= 4) args.push("--server-side=false");
  const mark = `${OWNERSHIP_KEY}=${ownershipMark(wish.urn)}`;
  args.push("--labels", mark, "--output", "json", "--values", "-");
  const values = JSON.stringify(readValues(inputs));
  return requireSuccess(await cluster.changeByHelm(args, wish.timeoutSeconds, values));
}

async function uninstall(
  cluster: Cluster,
  { name, namespace }: ReleasePlace,
  waitSeconds: number,
  flags: readonly string[],
): Promise<string> {
  const target = [name, "--namespace", namespace, "--ignore-not-found"];
  const args = ["uninstall", ...target, "--timeout", `${waitSeconds}s`, ...flags];
  return requireSuccess(await cluster.changeByHelm(args, waitSeconds));
}

/** Helm says only that it waited in vain; which pods it waited for, and why they are not ready, is what helps. */
async function explain(wish: Wish, place: ReleasePlace, message: string): Promise<string> {
  // Helm's own word is worth more than the reason why there is no better one.
  const pods = await describeUnreadyPods(wish.cluster, place).catch(() => []);
  const isOutOfTime = pods.length > 0 && /deadline exceeded|timed out|not ready/.test(message);
  const reason = isOutOfTime ? `not ready after ${wish.timeoutSeconds} s` : message;
  const head = `release ${place.namespace}/${place.name}: ${reason}`;
  return [head, ...pods.map((line) => `  ${line}`)].join("\n");
}
