import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { type OperationReport, toOperationReport } from "./changes";

/** The engine failed; the message has what it said, each error once. */
export class DeploymentFailed extends Error {
  override readonly name = "DeploymentFailed";
}

/** What the next `deploy` would do. Throws `DeploymentFailed`. */
export async function previewStack(stack: Stack, directory: string): Promise<OperationReport> {
  return runOperation(directory, "preview", (watch) => stack.preview(watch));
}

/** Makes the cluster what the program says. Throws `DeploymentFailed`; what was done until then is recorded and kept. */
export async function deployStack(stack: Stack, directory: string): Promise<OperationReport> {
  return runOperation(directory, "up", (watch) => stack.up(watch));
}

interface Watch {
  onEvent(event: EngineEvent): void;
  onOutput(text: string): void;
}

async function runOperation(
  directory: string,
  name: string,
  operation: (watch: Watch) => Promise<unknown>,
): Promise<OperationReport> {
  const events: EngineEvent[] = [];
  const log = logFile(directory);
  appendFileSync(log, `\n--- ${name} ---\n`);
  const watch = {
    onEvent: (event: EngineEvent) => void events.push(event),
    onOutput: (text: string) => appendFileSync(log, text),
  };
  try {
    await operation(watch);
  } catch (error) {
    const { errors } = toOperationReport(events);
    const cause = errors.length > 0 ? errors.join("\n\n") : String(error);
    const wayOut = `way out: correct what is said above and run it again; all that the engine said is in ${log}`;
    throw new DeploymentFailed(`${cause}\n  ${wayOut}`);
  }
  return toOperationReport(events);
}

/** Everything that the engine prints; the screen has the part that a person needs. */
export function logFile(directory: string): string {
  const folder = join(directory, "log");
  mkdirSync(folder, { recursive: true });
  return join(folder, "engine.log");
}
