import { resolve } from "node:path";
import { execa } from "execa";
import type { NodePoolRef } from "../../plan/node-pool-ref";
import type { Values } from "./helm";

/** A model that a program in `examples/` serves. */
export interface ExampleService {
  /** Folder in `examples/`. */
  readonly example: string;
  /** Name of the Helm release. */
  readonly release: string;
  /** Values of the chart. */
  readonly values: Values;
  /** The pool of each role, by the chart's word for the role. */
  readonly pools: Readonly<Record<string, NodePoolRef>>;
}

/** The models of all examples; one without a model has none. */
export async function readExampleServices(): Promise<readonly ExampleService[]> {
  const script = resolve(__dirname, "print-example-services.ts");
  const args = ["-r", "ts-node/register/transpile-only", script];
  const { stdout } = await execa(process.execPath, args);
  // The lines before it are what the programs tell.
  return JSON.parse(stdout.split("\n").at(-1) ?? "");
}
