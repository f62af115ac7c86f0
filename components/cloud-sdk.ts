import { RunError } from "@pulumi/pulumi";

/** The Pulumi SDK of a cloud, a peer of this package that only programs for that cloud install. */
export interface CloudSdk {
  /** The entry that needs it: `llmd/eks`. */
  readonly entry: string;
  /** Name of the package: `@pulumi/aws`. */
  readonly name: string;
  /** Requires a file of the package by its literal path, which bundlers can follow. */
  readonly load: () => unknown;
}

/** Throws one sentence when the SDK is not installed; Node's own error would name a file of ours and say nothing of the way out. */
export function requireCloudSdk({ entry, name, load }: CloudSdk): void {
  try {
    load();
  } catch (error) {
    if (isModuleNotFound(error)) throw toRefusal(entry, name);
    // The package is there. What is wrong with it is told better by the import that meets it.
  }
}

/** Pulumi prints a `RunError` without its stack; Node would print ours, which helps nobody. */
function toRefusal(entry: string, name: string): RunError {
  const refusal = new RunError(
    `${entry} needs the package ${name}, which is not installed: run "npm install ${name}".`,
  );
  refusal.stack = refusal.message;
  return refusal;
}

function isModuleNotFound(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND";
}
