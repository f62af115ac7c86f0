import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { execa } from "execa";
import { findProcess } from "../process-table";

export interface ChildOptions {
  /** Text for the standard input: values and objects go this way, because an argument list is public on the machine. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Interrupts the child as Ctrl-C does, so that helm can mark its release. */
  readonly signal?: AbortSignal;
  /** Interrupts the child when it takes longer: neither program has a limit of its own for a server that goes silent. */
  readonly limitSeconds?: number;
}

export interface ChildResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface ChildRecord {
  readonly parent: number;
  readonly commandLine: string;
}

/** Long enough for helm to write that the release failed, short enough for a person who pressed Ctrl-C. */
const KILL_AFTER_INTERRUPT_MILLISECONDS = 10_000;

/**
 * Starts helm and kubectl so that none of them outlives us unnoticed.
 *
 * An orphaned helm goes on for its whole timeout and then writes a revision over the next run's. On Linux the kernel
 * kills the child with its parent; elsewhere, and for what slips through, each child has a file in `children/` that
 * `killOrphans` reads. `commands.log` gets each command and its outcome, never its input or output.
 */
export class Children {
  private readonly directory: string;
  private readonly records: string;
  private prefix: Promise<readonly string[]> | undefined;

  /** `directory` belongs to this provider: `.local/provider`. */
  constructor(directory: string) {
    this.directory = directory;
    this.records = childRecordDirectory(directory);
    mkdirSync(this.records, { recursive: true, mode: 0o700 });
  }

  async run(
    command: string,
    args: readonly string[],
    options: ChildOptions = {},
  ): Promise<ChildResult> {
    this.prefix ??= findDeathSignalPrefix();
    const [program = command, ...programArgs] = [...(await this.prefix), command, ...args];
    const started = Date.now();
    const child = execa(program, programArgs, {
      reject: false,
      input: options.input ?? "",
      env: options.environment ?? {},
      killSignal: "SIGINT",
      forceKillAfterDelay: KILL_AFTER_INTERRUPT_MILLISECONDS,
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
      ...(options.limitSeconds === undefined ? {} : { timeout: options.limitSeconds * 1000 }),
    });
    const commandLine = [command, ...args].join(" ");
    const forget = this.record(child.pid, commandLine);
    const result = await child;
    forget();
    const outcome = result.exitCode ?? result.signal ?? "not started";
    this.log(`${basename(command)} ${args.join(" ")} -> ${outcome} in ${Date.now() - started} ms`);
    return {
      exitCode: result.exitCode ?? 1,
      stdout: result.stdout,
      stderr: result.timedOut
        ? `${basename(command)} had not ended after ${options.limitSeconds} s`
        : result.stderr || toCause(result.signal, result.originalMessage),
    };
  }

  private record(pid: number | undefined, commandLine: string): () => void {
    if (pid === undefined) return () => {};
    const file = join(this.records, `${pid}.json`);
    const content: ChildRecord = { parent: process.pid, commandLine };
    writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
    return () => rmSync(file, { force: true });
  }

  private log(line: string): void {
    const file = join(this.directory, "commands.log");
    appendFileSync(file, `${new Date().toISOString()} ${line}\n`, { mode: 0o600 });
  }
}

/** Why a child that failed said nothing: it was interrupted, or never started. */
function toCause(signal: string | undefined, message: string | undefined): string {
  return signal === undefined ? (message ?? "") : `interrupted by ${signal}`;
}

/** Where the children of the provider in `directory` are recorded. */
export function childRecordDirectory(directory: string): string {
  return join(directory, "children");
}

/**
 * Kills every recorded child that a dead run left behind, or an earlier operation of this process, and answers their
 * command lines. Call it only when no operation runs: the children of a living one are recorded here, too.
 */
export async function killOrphans(records: string): Promise<readonly string[]> {
  const killed: string[] = [];
  for (const file of listRecords(records)) {
    const pid = Number.parseInt(file, 10);
    const record = readRecord(join(records, file));
    const running = await findProcess(pid);
    // The number of a process that is gone may be another's by now.
    if (record !== undefined && running?.commandLine.endsWith(record.commandLine)) {
      if (running.parent === record.parent && record.parent !== process.pid) continue;
      kill(pid);
      killed.push(record.commandLine);
    }
    rmSync(join(records, file), { force: true });
  }
  return killed;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself since it was found.
  }
}

function listRecords(records: string): string[] {
  try {
    return readdirSync(records).filter((file) => /^\d+\.json$/.test(file));
  } catch {
    return [];
  }
}

/** A record that was cut short by a kill says nothing. */
function readRecord(file: string): ChildRecord | undefined {
  try {
    const record: Partial<ChildRecord> = JSON.parse(readFileSync(file, "utf8"));
    const { parent, commandLine } = record;
    return parent === undefined || commandLine === undefined ? undefined : { parent, commandLine };
  } catch {
    return undefined;
  }
}

/** util-linux sets the death signal and becomes the program; other systems have no such call. */
async function findDeathSignalPrefix(): Promise<readonly string[]> {
  const prefix = ["setpriv", "--pdeathsig", "KILL"] as const;
  const [program, ...args] = prefix;
  const probe = await execa(program, [...args, "true"], { reject: false });
  return probe.exitCode === 0 ? prefix : [];
}
