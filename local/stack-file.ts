import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { isMap } from "../plan/value-check";
import { issue, type Result } from "../units/issue";
import { suggestWord } from "../units/nearest";

/** A stack file of the project, read without the engine, so that mistakes show before anything is built. */
export interface StackFile {
  /** The whole file as data. */
  readonly content: Readonly<Record<string, unknown>>;
  /** What it says under the name of the project, without it. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** The project as Pulumi.yaml describes it. */
export interface Project {
  readonly folder: string;
  readonly name: string;
  readonly stackConfigFolder: string;
}

export function readProject(folder: string): Project {
  const { name, stackConfigDir } = parseDocument(
    readFileSync(join(folder, "Pulumi.yaml"), "utf8"),
  ).toJS();
  return { folder, name, stackConfigFolder: join(folder, stackConfigDir) };
}

/** Reads `Pulumi.<stack>.yaml`, or says that there is none, or where it is not YAML. */
export function readStackFile(project: Project, stack: string): Result<StackFile> {
  const path = join(project.stackConfigFolder, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    return {
      ok: false,
      issues: [
        issue(
          "stack",
          stack,
          "there is no stack file of this name",
          suggestWord(stack, stackNames(project)),
        ),
      ],
    };
  }
  const document = parseDocument(readFileSync(path, "utf8"));
  const [error] = document.errors;
  if (error !== undefined) {
    const place = `Pulumi.${stack}.yaml:${error.linePos?.[0].line ?? 1}`;
    const [message = error.message] = error.message.split("\n");
    return {
      ok: false,
      issues: [
        issue(place, undefined, `is not YAML: ${message.replace(/:$/, "")}`, "correct this line"),
      ],
    };
  }
  // An empty file is an empty map: what is missing in it is told by name.
  const content: unknown = document.toJS() ?? {};
  const config = isMap(content) ? (content.config ?? {}) : undefined;
  if (!isMap(content) || !isMap(config)) {
    const path = isMap(content) ? "config" : "";
    return {
      ok: false,
      issues: [
        issue(
          path,
          isMap(content) ? config : content,
          "must be a map",
          "write `config:` with keys below it",
        ),
      ],
    };
  }
  return { ok: true, value: { content, config: ownConfig(project, config) } };
}

function ownConfig(
  project: Project,
  config: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const prefix = `${project.name}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

function stackNames(project: Project): string[] {
  return readdirSync(project.stackConfigFolder).flatMap(
    (file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [],
  );
}
