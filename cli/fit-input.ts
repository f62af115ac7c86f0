import { readFileSync } from "node:fs";
import { type Issue, issue, renderIssues } from "../units/issue";

/** What went wrong in the words of the user; anything else is a mistake of ours. */
export class FitRefusal extends Error {}

/** What is in a file, parsed. */
export function readJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(
      issue(
        path,
        text.slice(0, 40),
        `is no JSON: ${error instanceof Error ? error.message : error}`,
        "correct the file",
      ),
    );
  }
}

/** A file, or what comes in where it is called `-`. */
export function readInput(path: string, file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    return refuse(
      issue(
        path,
        file,
        error instanceof Error ? error.message : String(error),
        "name a file that can be read",
      ),
    );
  }
}

/** Ends the verb with all that is wrong. */
export function refuse(...issues: Issue[]): never {
  throw new FitRefusal(renderIssues(issues));
}
