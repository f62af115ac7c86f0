/**
 * The places that helm's message names when values break the schema of a chart, sorted. The wording differs: up to 3.18
 * it is `- decode.replicas: Invalid type...`, later `- at '/decode/replicas': got string...`, with lines for the objects
 * around it that only say that something in them failed.
 */
export function pathsOfSchemaError(message: string): string[] {
  return message
    .split("\n")
    .filter((line) => !/validation failed$|Must validate "then"/.test(line))
    .map((line) => /^\s*- (?:at '\/?([^']*)'|([^:]+)): /.exec(line))
    .filter((match) => match !== null)
    .map(([, pointer, dotted]) => (pointer === undefined ? dotted : toDotted(pointer)) ?? "")
    .map((path) => (path === "(root)" ? "" : path))
    .sort();
}

function toDotted(pointer: string): string {
  const keys = pointer.split("/").map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  return keys.join(".");
}
