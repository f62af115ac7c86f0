import { isBuiltin } from "node:module";
import { posix } from "node:path";
import type { SourceFile } from "./source-tree";
import { findImported } from "./source-tree";

/** A rule over all sources: one sentence per file that breaks it. */
export type ArchitectureRule = (files: readonly SourceFile[]) => string[];

/**
 * Where each room stands in `cli, local, stacks -> components -> plan -> catalog -> units`; a file
 * imports its own level and those below. The entries at the root export the rooms up to components.
 */
const LEVELS: Readonly<Record<string, number>> = {
  units: 0,
  catalog: 1,
  plan: 2,
  components: 3,
  ".": 4,
  cli: 5,
  local: 5,
  stacks: 5,
  examples: 6,
  scripts: 6,
  test: 6,
};

const PURE_ROOMS = new Set(["units", "catalog", "plan"]);

/** What makes the same input give another answer tomorrow, or on another machine. */
const IMPURE_NAMES = [
  ...["process", "console", "globalThis", "require", "__dirname", "__filename"],
  ...["Date", "performance", "Math.random", "crypto", "fetch"],
  ...["setTimeout", "setInterval", "setImmediate"],
];

const LONGEST_FILE = 250;
const ROOMS_OF_ANY_LENGTH = new Set(["catalog", "test"]);

export const checkDirection: ArchitectureRule = (files) => {
  const paths = pathsOf(files);
  return files.flatMap(({ path, specifiers }) => {
    const level = LEVELS[roomOf(path)];
    if (level === undefined) return [`${path}: the import rule has no room "${roomOf(path)}"`];
    return specifiers
      .map((specifier) => findImported(path, specifier, paths))
      .filter((imported) => imported !== undefined)
      .filter((imported) => (LEVELS[roomOf(imported)] ?? 0) > level)
      .map((imported) => `${path} imports ${imported}`);
  });
};

export const checkPurity: ArchitectureRule = (files) =>
  files
    .filter(({ path }) => PURE_ROOMS.has(roomOf(path)))
    .flatMap(({ path, specifiers, names }) => [
      ...specifiers
        .filter((specifier) => specifier.startsWith("@pulumi/") || isBuiltin(specifier))
        .map((specifier) => `${path} imports ${specifier}`),
      ...IMPURE_NAMES.filter((name) => names.has(name)).map((name) => `${path} uses ${name}`),
    ]);

export const checkLength: ArchitectureRule = (files) =>
  files
    .filter(({ path }) => !ROOMS_OF_ANY_LENGTH.has(roomOf(path)))
    .filter(({ lineCount }) => lineCount > LONGEST_FILE)
    .map(({ path, lineCount }) => `${path} has ${lineCount} lines`);

/** Types count: a cycle of types is two files that cannot be understood apart. */
export const checkCycles: ArchitectureRule = (files) => {
  const paths = pathsOf(files);
  const imports = new Map(
    files.map(({ path, specifiers }) => [
      path,
      specifiers.flatMap((specifier) => findImported(path, specifier, paths) ?? []),
    ]),
  );
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path].join(" -> "));
    if (start >= 0 || finished.has(path)) return;
    for (const imported of imports.get(path) ?? []) visit(imported, [...trail, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
};

/** The entries at the root and the `index.ts` of components; in stacks and examples it is a program. */
export const checkEntries: ArchitectureRule = (files) =>
  files
    .filter(
      ({ path }) =>
        roomOf(path) === "." ||
        (roomOf(path) === "components" && posix.basename(path) === "index.ts"),
    )
    .filter(({ exportsOnly }) => !exportsOnly)
    .map(({ path }) => `${path} has more than export lines`);

/** An example is a promise to whoever copies it. */
export const checkExamples: ArchitectureRule = (files) => {
  const paths = pathsOf(files);
  return [...paths]
    .filter((path) => roomOf(path) === "examples" && posix.basename(path) === "index.ts")
    .filter((path) => !paths.has(`test/${posix.dirname(path)}.spec.ts`))
    .map((path) => `${path} is run by no test`);
};

/** The component analyzer takes every field of a component for an output, hidden ones too. */
export const checkComponentFields: ArchitectureRule = (files) =>
  files.flatMap(({ path, hiddenFields }) =>
    hiddenFields.map((field) => `${path}: ${field} would be an output in other languages`),
  );

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Names that say nothing about what is inside, so that everything ends up there. */
const DRAWERS = /^(common|misc|types)$|(^|-)(util|utils|helper|helpers|manager|managers)($|-)/;

export const checkNames: ArchitectureRule = (files) =>
  files.flatMap(({ path }) => {
    const parts = path.replace(/(\.spec)?\.ts$/, "").split("/");
    return parts.flatMap((part) => [
      ...(KEBAB_CASE.test(part) ? [] : [`${path}: "${part}" is not kebab-case`]),
      ...(DRAWERS.test(part) ? [`${path}: "${part}" names no thing`] : []),
    ]);
  });

function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : ".";
}

function pathsOf(files: readonly SourceFile[]): ReadonlySet<string> {
  return new Set(files.map(({ path }) => path));
}
