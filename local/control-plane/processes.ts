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
 * Ends them at once and waits until they are gone. None of them needs a farewell: etcd has written
 * to its log whatever it has answered, and the others keep nothing.
 */
export async function endProcessesOf(folder: string): Promise<void> {
  for (;;) {
    const processes = await findProcessesOf(folder);
    if (processes.length === 0) return;
    for (const { processId } of processes) kill(processId);
    await sleep(MILLISECONDS_BETWEEN_LOOKS);
  }
}

const MILLISECONDS_BETWEEN_LOOKS = 20;

function kill(processId: number): void {
  try {
    process.kill(processId, "SIGKILL");
  } catch {
    // Gone since it was listed; if it is not, the next look finds it again.
  }
}

interface Row {
  readonly processId: number;
  readonly commandLine: string;
}

/** Zombies have an empty command line there, so they are not among the rows that matter. */
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
