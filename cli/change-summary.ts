import type { OperationReport } from "../local/changes";

const WORDS: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
};

/** What an operation did, or will do with `planned`, in one line per kind of change. */
export function renderChanges({ changes, unchanged }: OperationReport): string {
  if (changes.length === 0)
    return `Nothing changed: all ${unchanged} resources are as the stack says.`;
  const operations = [...new Set(changes.map(({ operation }) => operation))];
  const lines = operations.map((operation) => {
    const names = changes
      .filter((change) => change.operation === operation)
      .map(({ kind, name }) => `${kind} ${name}`);
    return `  ${WORDS[operation] ?? operation} ${names.length}: ${names.join(", ")}`;
  });
  return [...lines, ...(unchanged === 0 ? [] : [`  unchanged ${unchanged}`])].join("\n");
}
