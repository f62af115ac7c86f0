import { readFileSync } from "node:fs";
import { execa } from "execa";

/** A process that runs now. */
export interface RunningProcess {
  readonly parent: number;
  /** Program and arguments, separated by single spaces. */
  readonly commandLine: string;
}

/**
 * The process with this id, or nothing when there is none.
 *
 * A zombie counts as none: it holds nothing any more, and in a container without an init nobody ever reaps it.
 */
export async function findProcess(pid: number): Promise<RunningProcess | undefined> {
  return process.platform === "linux" ? readProcFileSystem(pid) : askPs(pid);
}

function readProcFileSystem(pid: number): RunningProcess | undefined {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    if (commandLine === "") return undefined;
    // The second field is the program's name in brackets and may hold spaces; the parent is the second one after it.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return { parent: Number(fields[1]), commandLine };
  } catch {
    return undefined;
  }
}

async function askPs(pid: number): Promise<RunningProcess | undefined> {
  const { stdout } = await execa("ps", ["-ww", "-o", "stat=,ppid=,args=", "-p", String(pid)], {
    reject: false,
  });
  const [, state, parent, commandLine] = /^\s*(\S+)\s+(\d+)\s+(.*)$/.exec(stdout) ?? [];
  if (state === undefined || commandLine === undefined || state.startsWith("Z")) return undefined;
  return { parent: Number(parent), commandLine };
}
