import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { toChartValues } from "../../plan/chart-values";
import { toEnvironment } from "../../stacks/environment";
import { readLocalConfig } from "./local-stack";
import { requireValue } from "./specs";

/** Reviewed chart values of every model of the local stack: what reaches Helm, in full. */
export interface GoldenCase {
  /** Key of the model. */
  readonly name: string;
  readonly path: string;
  readonly values: object;
}

const FOLDER = resolve(__dirname, "../golden");

const HEAD = `# Chart values of this model in the local stack, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;

export function goldenCases(): GoldenCase[] {
  const { plan } = requireValue(toEnvironment(readLocalConfig()));
  return Object.entries(plan.models).map(([name, model]) => ({
    name,
    path: resolve(FOLDER, name, "values.yaml"),
    values: toChartValues(model, {}),
  }));
}

export function renderGolden({ values }: GoldenCase): string {
  return `${HEAD}${stringify(values, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

export function readGolden({ path }: GoldenCase): unknown {
  return parse(readFileSync(path, "utf8"));
}
