import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findProcess } from "./process-table";
import { killOrphans } from "./provider/children";

export interface RecoveryOptions {
  /** Folder of the file backend: what follows `file://` in its URL. */
  readonly backendDirectory: string;
  readonly project: string;
  readonly stackName: string;
  /** Where the provider records its children: `childRecordDirectory` of its folder. */
  readonly childRecords: string;
  /** Told before each slow step, for a progress line. */
  readonly report?: (message: string) => void;
}

/** What recovery asks of a `Stack` of the Automation API. */
export interface RecoverableStack {
  cancel(): Promise<void>;
  refresh(options: { readonly clearPendingCreates: boolean }): Promise<unknown>;
}

/** A lock on the stack, as the engine writes it. */
export interface StackLock {
  /** Absent when the kill struck while the lock was being written. */
  readonly processId?: number;
  readonly host: string;
  readonly since: string;
}

/** A step that the engine had begun and never recorded the end of. */
export interface PendingOperation {
  /** `creating`, `updating`, `deleting`, ... */
  readonly type: string;
  readonly urn: string;
}

/** What was found and done; all lists empty when the last run ended well. */
export interface Recovery {
  /** Locks of processes that are gone; removed. */
  readonly staleLocks: readonly StackLock[];
  /** Locks of processes that live, or of another machine. Nothing was done then: the stack is in use. */
  readonly heldLocks: readonly StackLock[];
  /** Command lines of the helm and kubectl that the last run left running; killed. */
  readonly killedChildren: readonly string[];
  /** Steps whose outcome the state does not know; settled by looking at the cluster. */
  readonly pendingOperations: readonly PendingOperation[];
}

/** An engine whose program was killed notices within 0.6 s (measured) that nobody listens, and ends. */
const ENGINE_ENDS_MILLISECONDS = 2000;

/**
 * Makes the files of the backend readable again after a kill; call it before a stack is opened.
 *
 * The engine replaces a state file as a whole, but writes the attributes beside it (`local.json.attrs`, a checksum) in
 * place: a kill between creating that file and filling it leaves it empty, and every command then fails with "failed to
 * load checkpoint: EOF". A file without attributes is read without complaint.
 */
export function repairStateFiles(backendDirectory: string): void {
  const folder = join(backendDirectory, ".pulumi");
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
    : [];
  for (const file of files.filter((each) => each.endsWith(".attrs"))) {
    const path = join(folder, file);
    if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path, { force: true });
  }
}

/**
 * Puts a stack of the file backend in order after a run that was killed, so that the next `up` needs no person.
 *
 * The order matters: a lock is removed only when its process is gone; children are killed before anything looks at what
 * they work on; and the refresh comes before the `up`, because a killed destroy leaves resources in the state that are
 * not in the cluster. Releases that helm left half-made are then repaired by the `up` itself. The plane must be running,
 * and the provider attached.
 */
export async function recoverStack(
  stack: RecoverableStack,
  options: RecoveryOptions,
): Promise<Recovery> {
  const { held, stale } = await sortLocks(options);
  if (held.length > 0) {
    return { heldLocks: held, staleLocks: [], killedChildren: [], pendingOperations: [] };
  }
  if (stale.length > 0) {
    options.report?.("removing the lock of a run that was killed");
    await stack.cancel();
  }
  const killedChildren = await killOrphans(options.childRecords);
  const pendingOperations = readPendingOperations(options);
  if (pendingOperations.length > 0) {
    options.report?.("looking in the cluster for what a killed run had begun");
    await stack.refresh({ clearPendingCreates: true });
  }
  return { heldLocks: [], staleLocks: stale, killedChildren, pendingOperations };
}

async function sortLocks(
  options: RecoveryOptions,
): Promise<{ readonly held: readonly StackLock[]; readonly stale: readonly StackLock[] }> {
  const deadline = Date.now() + ENGINE_ENDS_MILLISECONDS;
  for (;;) {
    const locks = readLocks(options);
    const isHeld = await Promise.all(locks.map(isAlive));
    const held = locks.filter((_, index) => isHeld[index]);
    const areAllHere = held.every(({ host }) => host === hostname());
    if (held.length === 0 || !areAllHere || Date.now() >= deadline) {
      return { held, stale: locks.filter((_, index) => !isHeld[index]) };
    }
    await delay(100);
  }
}

/** An id may have gone to another program since, after a restart of the machine: only a pulumi counts. */
async function isAlive({ host, processId }: StackLock): Promise<boolean> {
  if (processId === undefined) return false;
  if (host !== hostname()) return true;
  const running = await findProcess(processId);
  return running !== undefined && /(^|\/)pulumi( |$)/.test(running.commandLine);
}

function readLocks({ backendDirectory, project, stackName }: RecoveryOptions): StackLock[] {
  const folder = join(backendDirectory, ".pulumi/locks/organization", project, stackName);
  // Whatever lies there counts as a lock for the engine, a half-written one, too.
  return listFolder(folder)
    .filter((file) => !file.endsWith(".attrs"))
    .map((file) => {
      const {
        pid,
        hostname: host = "",
        timestamp: since = "",
      } = readJson<LockFile>(join(folder, file));
      return pid === undefined ? { host, since } : { processId: pid, host, since };
    });
}

interface LockFile {
  readonly pid?: number;
  readonly hostname?: string;
  readonly timestamp?: string;
}

interface StateFile {
  readonly checkpoint?: { readonly latest?: { readonly pending_operations?: StatePending[] } };
}

interface StatePending {
  readonly type: string;
  readonly resource: { readonly urn: string };
}

/** Read from the file: asking the engine costs 0.4 s on every `make up`. */
function readPendingOperations(options: RecoveryOptions): PendingOperation[] {
  const { backendDirectory, project, stackName } = options;
  const file = join(backendDirectory, ".pulumi/stacks", project, `${stackName}.json`);
  const pending = readJson<StateFile>(file).checkpoint?.latest?.pending_operations ?? [];
  return pending.map(({ type, resource }) => ({ type, urn: resource.urn }));
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Absent or cut short by a kill: nothing is known. */
function readJson<Content extends object>(file: string): Partial<Content> {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}
