import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";

/** A process of the plane. */
export interface PlaneProcess {
  readonly processId: number;
  /** The file name of its program, such as `etcd`. */
  readonly program: string;
}

/**
 * The processes whose program was started by its path in `folder`.
 *
 * The process table is asked, not the pid files that kwokctl leaves: after a reboot or a kill an id
 * in them may belong to somebody else's process, or be missing.
 */
export async function findProcessesOf(folder: string): Promise<readonly PlaneProcess[]> {
  const rows = process.platform === "linux" ? readProcFileSystem() : await askPs();
  return rows.flatMap(({ processId, commandLine }) => {
    if (!commandLine.startsWith(`${folder}/`)) return [];
    const program = /^[\w-]+/.exec(commandLine.slice(folder.length + 1))?.[0];
    return program === undefined ? [] : [{ processId, program }];
  });
}

/**
 * Ends them and waits until they are gone. None of them needs a farewell: etcd has written to its log
 * whatever it has answered, and the others keep nothing.
 */
export async function endProcessesOf(folder: string): Promise<void> {
  for (;;) {
    const processes = await findProcessesOf(folder);
    if (processes.length === 0) return;
    for (const { processId } of processes) kill(processId);
    for (const { processId } of processes) await waitUntilGone(processId);
  }
}

function kill(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch {
    // Gone since it was listed; if it is not, the next look finds it again.
  }
}

/**
 * Waits for a process that was killed. It disappears from the list above as soon as it begins to
 * end, when its ports and files are not free yet.
 */
async function waitUntilGone(processId: number): Promise<void> {
  while (await holdsResources(processId)) await sleep(MILLISECONDS_BETWEEN_LOOKS);
}

const MILLISECONDS_BETWEEN_LOOKS = 10;

/** A zombie holds nothing any more, and in a container without an init nobody ever reaps it. */
async function holdsResources(processId: number): Promise<boolean> {
  if (process.platform === "linux") return hasLiveThread(processId);
  const state = await askState(processId);
  return state !== "" && state !== "Z";
}

/**
 * The first thread of a process can be a zombie while others still end.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the state is the letter after the name in brackets.
 */
function hasLiveThread(processId: number): boolean {
  try {
    const threads = readdirSync(`/proc/${processId}/task`);
    const stat = readFileSync(`/proc/${processId}/stat`, "utf8");
    return threads.length > 1 || !/^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  } catch {
    return false;
  }
}

async function askState(processId: number): Promise<string> {
  const { stdout } = await execa("ps", ["-o", "state=", "-p", String(processId)], {
    reject: false,
  });
  return stdout.trim().charAt(0);
}

interface Row {
  readonly processId: number;
  readonly commandLine: string;
}

function readProcFileSystem(): Row[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ processId: Number(name), commandLine: readCommandLine(name) }));
}

function readCommandLine(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

async function askPs(): Promise<Row[]> {
  const { stdout } = await execa("ps", ["-axww", "-o", "pid=,args="]);
  return stdout.split("\n").flatMap((line) => {
    const [, processId, commandLine] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return commandLine === undefined ? [] : [{ processId: Number(processId), commandLine }];
  });
}
