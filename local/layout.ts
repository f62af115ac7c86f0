import { join } from "node:path";

/** Where the state of the local stacks lies, below the folder of the local plane. */
export function backendFolder(directory: string): string {
  return join(directory, "state");
}

/** What the provider for Kubernetes writes: logs, and records of the programs that it runs. */
export function providerFolder(directory: string): string {
  return join(directory, "provider");
}
