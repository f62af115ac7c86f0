import { findModelChart } from "../components/model-chart";
import { planChart } from "../plan/chart-source";
import { parseContainerImage } from "../plan/container-image";
import { chooseMachine, findMachine } from "../plan/machine";
import type { NodePoolRef } from "../plan/node-pool-ref";
import { type Issue, issue } from "../units/issue";
import { type ModelRelease, toChartSettings } from "./model-release";
import { findRelease, findReleases, type ReleaseCatalogue } from "./release-catalogue";
import { checkSeal, shortenDigest } from "./release-lock";

/** Whether a stack takes releases that are not sealed, and so can still change under their number. */
export const DraftReleases = { allowed: "allowed", refused: "refused" } as const;
export type DraftReleases = (typeof DraftReleases)[keyof typeof DraftReleases];

const SEAL = "seal it with scripts/seal-release.ts";

/** The release that a stack file names for a model. */
export interface ReleaseChoice {
  readonly model: string;
  readonly number: number;
}

/** Refuses a number that there is not, a sealed release whose content has changed, and a draft where none is allowed. */
export function checkChosenRelease(
  catalogue: ReleaseCatalogue,
  { model, number }: ReleaseChoice,
  draftReleases: DraftReleases,
): Issue[] {
  const path = `models.${model}.release`;
  const numbers = Object.keys(findReleases(catalogue, model) ?? {}).map(Number);
  const release = findRelease(catalogue, model, number);
  if (release === undefined) {
    return [
      issue(path, number, `${model} has the releases ${numbers.join(", ")}`, "use one of them"),
    ];
  }
  const seal = checkSeal(catalogue.lock, model, number, release);
  if (seal.kind === "broken") {
    const rule = `release ${number} of ${model} is sealed as ${shortenDigest(seal.sealed)}, and its content is now ${shortenDigest(seal.found)}`;
    const wayOut = `undo the change in stacks/models/${model}.ts, and make it release ${Math.max(...numbers) + 1}`;
    return [issue(path, number, rule, wayOut)];
  }
  if (seal.kind === "sealed" || draftReleases === DraftReleases.allowed) return [];
  return [
    issue(
      path,
      number,
      `release ${number} of ${model} is a draft, and this stack takes sealed releases only`,
      `${SEAL}, or choose a sealed one`,
    ),
  ];
}

/** Refuses a pool of another accelerator. Of a machine outside the catalogue nothing is known, and whoever describes it answers for it. */
export function checkAccelerator(
  { model, number }: ReleaseChoice,
  { accelerator }: ModelRelease,
  pool: NodePoolRef,
): Issue[] {
  const choice = chooseMachine(pool);
  const machine = choice === undefined ? undefined : findMachine(choice);
  if (machine === undefined || machine.accelerator === accelerator) return [];
  return [
    issue(
      `models.${model}.nodePool`,
      pool.name,
      `its ${machine.name} has ${machine.accelerator ?? "no accelerator"}, and release ${number} is proved on ${accelerator}`,
      `use a pool with ${accelerator}, or make a release for this one`,
    ),
  ];
}

/** Refuses a release that shares its cache in a claim which the stack does not have. */
export function checkSharedClaim(
  { model, number }: ReleaseChoice,
  { engine }: ModelRelease,
  storage: Readonly<Record<string, { readonly claimName?: string }>>,
): Issue[] {
  const shared = engine.kvCache?.tiers?.shared?.claimName;
  const names = Object.entries(storage).map(([key, claim]) => claim.claimName ?? key);
  if (shared === undefined || names.includes(shared)) return [];
  const rule = `release ${number} shares its cache in the claim ${shared}, and there is none of this name under storage`;
  const wayOut = `add storage.${shared}, with accessMode ReadWriteMany`;
  return [issue(`models.${model}.release`, number, rule, wayOut)];
}

/** What may be used and should be known: whatever a release does not fix, and what differs from its proof. */
export function warnOfRelease(
  catalogue: ReleaseCatalogue,
  { model, number }: ReleaseChoice,
): Issue[] {
  const release = findRelease(catalogue, model, number);
  if (release === undefined) return [];
  const { chart, engine, model: weights } = release;
  const found = findModelChart(planChart(toChartSettings(chart)));
  const warnings: Issue[] = [];
  const warn = (rule: string, wayOut: string) =>
    warnings.push(issue(`models.${model}.release`, number, rule, wayOut));
  if (checkSeal(catalogue.lock, model, number, release).kind === "draft") {
    warn("is a draft, which can still change under its number", SEAL);
  }
  if (parseContainerImage(engine.image)?.digest === undefined) {
    const rule = `its image ${engine.image} is named by a tag, which can move`;
    warn(rule, "name a digest in the next release");
  }
  if (weights.revision === undefined) {
    const rule = `it names no revision of ${weights.id}, so the claim decides which weights are served`;
    warn(rule, "name one in the next release");
  }
  if (found.ok && chart.version !== found.value.version) {
    const rule = `it was proved with the chart ${chart.version}, and this one is ${found.value.version}`;
    warn(rule, "where the preview exchanges pods, prove it anew as the next release");
  }
  return warnings;
}
