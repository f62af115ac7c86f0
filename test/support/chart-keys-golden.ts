import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { toChartValues } from "../../plan/chart-values";
import { readChartKeys } from "../../scripts/chart-keys";
import { chartWiring } from "./chart-wiring";
import { goldenCases } from "./golden";
import { modelServicePlan } from "./specs";

/** The keys of the chart by who writes them; of both roles under `decode`. */
export interface SortedChartKeys {
  /** Written by `plan/chart-values.ts` in one of the reviewed values, or with all wiring. */
  readonly typed: readonly string[];
  /** For a user to write into `extraValues`. */
  readonly extraValues: readonly string[];
}

export const CHART_KEYS_FILE = resolve(__dirname, "../golden/chart-keys.yaml");

export function readGoldenChartKeys(): SortedChartKeys {
  return parse(readFileSync(CHART_KEYS_FILE, "utf8"));
}

export function sortChartKeys(): SortedChartKeys {
  const values = [
    ...goldenCases().map((golden) => golden.values),
    toChartValues(modelServicePlan(), chartWiring()),
  ];
  const written = new Set(values.flatMap((each) => pathsOf(each)));
  const keys = readChartKeys().map(({ path }) => path);
  const once = keys.filter((path) => !/^prefill\b/.test(path));
  return {
    typed: once.filter((path) => written.has(path)),
    extraValues: once.filter((path) => !written.has(path)),
  };
}

export function renderChartKeys(keys: SortedChartKeys): string {
  const head = `# Keys of the chart that plan/chart-values.ts writes, and those that only extraValues reaches; of both roles under decode.
# Written by scripts/refresh-golden.ts: a new key appears in one of the lists, to be reviewed.
`;
  return `${head}${stringify(keys)}`;
}

/** The paths of values as the schema has them: `[]` for each entry of a list, `<name>` for each key of a map of maps. */
function pathsOf(value: unknown, path = ""): string[] {
  const own = path === "" ? [] : [path.replace(/^prefill\b/, "decode")];
  if (Array.isArray(value)) return [...own, ...value.flatMap((each) => pathsOf(each, `${path}[]`))];
  if (typeof value !== "object" || value === null) return own;
  const below = Object.entries(value).flatMap(([key, each]) =>
    pathsOf(each, path === "" ? key : `${path}.${key}`),
  );
  return [...own, ...below];
}
