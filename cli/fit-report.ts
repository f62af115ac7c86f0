import type { FitAnswer } from "../plan/fit-case";
import { toGiB } from "../plan/fit-case";
import type { SurveyRow } from "../plan/fit-survey";
import { formatGiB } from "../units/quantity";
import { renderColumns } from "./columns";

/** One line for each model on each machine, those that fit first. */
export function renderSurvey(rows: readonly SurveyRow[]): string {
  const sorted = rows.toSorted(
    (one, other) => Number(other.fits) - Number(one.fits) || one.tensor - other.tensor,
  );
  return renderColumns(
    ["MODEL", "MACHINE", "DEVICES", "WEIGHTS", "CACHE", "TOKENS", "LONGEST", "REQUESTS", "ANSWER"],
    sorted.map((row) => [
      row.model,
      row.machine,
      `${row.tensor} x ${row.device}${row.expert ? ", whole experts" : ""}`,
      formatGiB(row.fit.weightsBytes),
      formatGiB(row.fit.kvBytes),
      String(row.fit.tokens),
      String(row.fit.maximumContext),
      String(row.fit.concurrentRequests),
      describeAnswer(row),
    ]),
  );
}

function describeAnswer({ fits, fit }: SurveyRow): string {
  if (fits) return "fits";
  if (fit.outcome !== "starts") return fit.outcome;
  return fit.servesContext ? "too few requests" : "starts, context too long";
}

/** As programs read it. */
export function toSurveyJson({ fit, ...row }: SurveyRow): object {
  return {
    ...row,
    outcome: fit.outcome,
    servesContext: fit.servesContext,
    contextLength: fit.contextLength,
    weightsGiBPerGpu: toGiB(fit.weightsBytes),
    kvBytesPerTokenPerGpu: fit.kvBytesPerToken,
    availableKvGiBPerGpu: toGiB(fit.kvBytes),
    kvTokens: fit.tokens,
    maxContext: fit.maximumContext,
    concurrentRequests: fit.concurrentRequests,
    terms: fit.terms.map(({ name, bytes, why }) => ({ name, gib: toGiB(bytes), why })),
  };
}

/** One line for each logged case. */
export function renderAnswers(answers: readonly FitAnswer[]): string {
  return renderColumns(
    ["CASE", "OUTCOME", "CONTEXT", "WEIGHTS", "CACHE", "TOKENS", "LONGEST"],
    answers.map((answer) => [
      answer.id,
      answer.reason === undefined ? answer.outcome : `${answer.outcome} (${answer.reason})`,
      answer.servesContext === undefined ? "" : answer.servesContext ? "served" : "too long",
      describeGiB(answer.weightsGiBPerGpu),
      describeGiB(answer.availableKvGiBPerGpu),
      String(answer.kvTokens ?? ""),
      String(answer.maxContext ?? ""),
    ]),
  );
}

/** Rounded for people; empty where it is not known. */
export function describeGiB(gib: number | undefined): string {
  return gib === undefined ? "" : `${gib.toFixed(2)} GiB`;
}
