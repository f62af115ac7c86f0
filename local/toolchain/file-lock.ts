import { mkdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findProcess } from "../process-table";

/**
 * Runs `work` while no other process that uses the same `file` runs its own; waits for its turn.
 *
 * The file holds the process id of its owner, who touches it every second. A lock whose owner is
 * gone, or has not touched it for a while (the id may belong to another program by now), is taken over.
 * Two waiters that take over at the same instant may both go on, so `work` must leave whole results
 * even then; the lock saves the time of doing it twice.
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  while (!(await tryToOwn(file))) {
    if (await isAbandoned(file)) await rm(file, { force: true });
    else await sleep(MILLISECONDS_BETWEEN_TRIES);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {
      // Taken over while this process was asleep: nothing to keep alive any more.
      clearInterval(heartbeat);
    });
  }, MILLISECONDS_BETWEEN_HEARTBEATS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  }
}

const MILLISECONDS_BETWEEN_TRIES = 100;
const MILLISECONDS_BETWEEN_HEARTBEATS = 1_000;
/** Longer than a process is held up by unpacking an archive or asking a program for its version. */
const MILLISECONDS_UNTIL_ABANDONED = 30_000;

async function tryToOwn(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function isAbandoned(file: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(file, "utf8"));
    if (owner > 0 && (await findProcess(owner)) === undefined) return true;
    return Date.now() - (await stat(file)).mtimeMs > MILLISECONDS_UNTIL_ABANDONED;
  } catch (error) {
    // Released between the try and this look.
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
