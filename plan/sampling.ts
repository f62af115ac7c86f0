import { type Issue, issue, joinPath } from "../units/issue";
import { checkKeys, isMap, type ValueCheck } from "./value-check";

/** How the next token is chosen where a request does not say so itself. */
export interface SamplingSettings {
  /** Spread of the choice; 0 always takes the likeliest token. Number of 0 to 2. Defaults to what the checkpoint says of itself. */
  readonly temperature?: number;
  /** Share of the probability that the candidates make up, likeliest first. Number above 0 and at most 1; 1 keeps all. Defaults to what the checkpoint says of itself. */
  readonly topP?: number;
  /** Most candidates. Whole number of 1 or more; -1 keeps all. Defaults to what the checkpoint says of itself. */
  readonly topK?: number;
  /** Divides the score of tokens that have occurred. Number above 0 and at most 2; 1 changes nothing. Defaults to what the checkpoint says of itself. vLLM on TPUs has none, and refuses it. */
  readonly repetitionPenalty?: number;
}

interface SamplingRow {
  /** The engines' word: the same in both. */
  readonly word: string;
  readonly legal: (value: number) => boolean;
  readonly range: string;
}

/**
 * The ranges that both engines take, and of the temperature that of the API which clients speak.
 * https://github.com/vllm-project/vllm/blob/main/vllm/sampling_params.py,
 * https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/sampling/sampling_params.py,
 * https://platform.openai.com/docs/api-reference/chat/create
 */
const SETTINGS: Readonly<Record<keyof SamplingSettings, SamplingRow>> = {
  temperature: {
    word: "temperature",
    legal: (value) => value >= 0 && value <= 2,
    range: "a number of 0 to 2",
  },
  topP: {
    word: "top_p",
    legal: (value) => value > 0 && value <= 1,
    range: "a number above 0 and at most 1",
  },
  topK: {
    word: "top_k",
    legal: (value) => Number.isSafeInteger(value) && (value >= 1 || value === -1),
    range: "a whole number of 1 or more, or -1 for all tokens",
  },
  repetitionPenalty: {
    word: "repetition_penalty",
    legal: (value) => value > 0 && value <= 2,
    range: "a number above 0 and at most 2",
  },
};

export const SAMPLING_SETTINGS: readonly string[] = Object.keys(SETTINGS);

/** The flag with the settings as both engines read them, in the order of the table; nothing when none is given. */
export function toSamplingArgs(flag: string, sampling: unknown): string[] {
  const given: Readonly<Record<string, unknown>> = isMap(sampling) ? sampling : { sampling };
  if (Object.values(given).every((value) => value === undefined)) return [];
  const words = Object.entries(SETTINGS).map(([name, { word }]) => [word, given[name]]);
  return [flag, JSON.stringify(Object.fromEntries(words))];
}

export const checkSampling: ValueCheck = (path, sampling) => {
  const form = checkKeys(path, sampling, SAMPLING_SETTINGS);
  if (!isMap(sampling)) return form;
  return [
    ...form,
    ...Object.entries(SETTINGS).flatMap(([name, row]) =>
      checkSetting(joinPath(path, name), sampling[name], row),
    ),
  ];
};

function checkSetting(path: string, value: unknown, { legal, range }: SamplingRow): Issue[] {
  if (value === undefined || (typeof value === "number" && legal(value))) return [];
  return [issue(path, value, `must be ${range}`, "write one, or leave it out")];
}
