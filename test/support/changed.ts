/** Places of an input by dotted path, `models.qwen3-vl-235b.replicas`, with what stands there instead; `undefined` takes the key out, and the empty path is the whole. */
export type Changes = Readonly<Record<string, unknown>>;

/** The input with its places changed; a path goes through maps that are not there yet. The input itself is left alone. */
export function changePlaces(input: unknown, changes: Changes): unknown {
  return Object.entries(changes).reduce(
    (changed, [path, value]) => changePlace(changed, path === "" ? [] : path.split("."), value),
    input,
  );
}

function changePlace(input: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const map: Record<string, unknown> = { ...(input as object) };
  const inner = Object.hasOwn(map, key) ? map[key] : {};
  if (rest.length === 0 && value === undefined) delete map[key];
  // An assignment to __proto__ would make no key.
  else Object.defineProperty(map, key, { ...OWN, value: changePlace(inner, rest, value) });
  return map;
}

const OWN = { configurable: true, enumerable: true, writable: true } as const;
