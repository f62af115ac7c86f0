import { resolve } from "node:path";

/** The folder of this repository. */
export function repositoryRoot(): string {
  return resolve(__dirname, "../..");
}
