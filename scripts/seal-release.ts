/**
 * Seals a model release: writes its digest into stacks/models/releases.lock.json. From then on every stack may choose it,
 * and its content cannot change any more. A release that is sealed already is refused, whatever its content.
 *
 *     node -r ts-node/register/transpile-only scripts/seal-release.ts qwen3-vl-235b 2
 */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { readBundledChart } from "../components/bundled-chart";
import { checkContainerImage } from "../plan/container-image";
import { checkDefaultsDate } from "../plan/defaults";
import {
  findRelease,
  findReleases,
  RELEASES,
  type ReleaseCatalogue,
} from "../stacks/release-catalogue";
import { digestRelease, type ReleaseLock } from "../stacks/release-lock";
import { type Issue, issue, type Result, renderIssues } from "../units/issue";
import { suggestWord } from "../units/nearest";

const LOCK_FILE = resolve(__dirname, "../stacks/models/releases.lock.json");

/** The lock with one release more, or why that one cannot be sealed. */
export function sealRelease(
  catalogue: ReleaseCatalogue,
  model: string,
  number: number,
): Result<ReleaseLock> {
  const { lock } = catalogue;
  const release = findRelease(catalogue, model, number);
  if (release === undefined) return { ok: false, issues: explainAbsence(catalogue, model, number) };
  const issues = [
    ...checkNotSealed(lock, model, number),
    ...checkContainerImage("engine.image", release.engine.image),
    ...checkDefaultsDate("defaults", release.defaults),
    ...checkChart(release.chart.version),
  ];
  if (issues.length > 0) return { ok: false, issues };
  const numbers = { ...lock[model], [number]: digestRelease(release) };
  return { ok: true, value: { ...lock, [model]: numbers } };
}

function explainAbsence(catalogue: ReleaseCatalogue, model: string, number: number): Issue[] {
  const releases = findReleases(catalogue, model);
  if (releases === undefined) {
    const wayOut = suggestWord(model, Object.keys(catalogue.models));
    return [issue("model", model, "there is no such model in stacks/models", wayOut)];
  }
  const rule = `${model} has the releases ${Object.keys(releases).join(", ")}`;
  return [issue("number", number, rule, "use one of them")];
}

function checkNotSealed(lock: ReleaseLock, model: string, number: number): Issue[] {
  if (lock[model]?.[number] === undefined) return [];
  return [issue("number", number, `release ${number} of ${model} is sealed`, "make a new number")];
}

/** A release is proved with the chart that is here, or it was proved with nothing. */
function checkChart(version: string): Issue[] {
  const bundled = readBundledChart().version;
  if (version === bundled) return [];
  const rule = `the chart that it would be proved with is ${bundled}`;
  return [issue("chart.version", version, rule, `write ${bundled}`)];
}

if (require.main === module) {
  const [model = "", number = ""] = process.argv.slice(2);
  const sealed = sealRelease(RELEASES, model, Number(number));
  if (sealed.ok) {
    writeFileSync(LOCK_FILE, `${JSON.stringify(sealed.value, undefined, 2)}\n`);
    console.log(`sealed release ${number} of ${model}`);
  } else {
    console.error(renderIssues(sealed.issues));
    process.exitCode = 1;
  }
}
