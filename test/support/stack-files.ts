import { readdirSync } from "node:fs";
import { readProject, readStackFile } from "../../local/stack-file";
import { repositoryRoot } from "../../local/toolchain/repository-root";
import { requireValue } from "./specs";

const PROJECT = readProject(repositoryRoot());

/** The names of all stacks that have a file, sorted. */
export function stackNames(): string[] {
  return readdirSync(PROJECT.stackConfigFolder)
    .map((file) => file.replace(/^Pulumi\.(.+)\.yaml$/, "$1"))
    .sort();
}

/** What the file of a stack says of the project, as the program reads it. */
export function readConfig(stack: string): Readonly<Record<string, unknown>> {
  return requireValue(readStackFile(PROJECT, stack)).config;
}
