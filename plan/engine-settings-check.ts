import { Engine } from "../catalog/engines";
import type { Model } from "../catalog/models";
import { type Issue, issue } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { ENGINE_SETTINGS, flattenSettings, SETTING_NAMES } from "./engine-args";
import type { EngineSettings } from "./engine-settings";
import { findSettingOfFlag } from "./flag-setting";
import { checkKvCache } from "./kv-cache-check";
import { checkChoice, isMap } from "./value-check";

/** Checks names, values and the engine's vocabulary, but not `extraArgs`; paths are relative to `engine`. */
export function checkEngineSettings(settings: EngineSettings, model: Model | undefined): Issue[] {
  const engines = Object.values(Engine);
  const nameIssues = checkChoice(engines)("name", settings.name);
  if (nameIssues.length > 0) return nameIssues;
  const issues = [
    ...checkBatching(settings.batching),
    ...checkKvCache(settings),
    ...[...flattenSettings(settings)].flatMap(([name, value]) =>
      checkSetting(settings.name, name, value),
    ),
  ];
  return [...issues, ...checkContextLength(settings, model)];
}

/** What is not a map has no settings in it, and would be dropped. */
function checkBatching(batching: unknown): Issue[] {
  if (batching === undefined || isMap(batching)) return [];
  const wayOut = "write maxNumSeqs or maxNumBatchedTokens in it";
  return [issue("batching", batching, "must be a map", wayOut)];
}

function checkSetting(engine: Engine, name: string, value: unknown): Issue[] {
  const row = Object.hasOwn(ENGINE_SETTINGS, name) ? ENGINE_SETTINGS[name] : undefined;
  if (row === undefined) {
    const setting = findSettingOfFlag(engine, toFlag(name));
    const wayOut = setting === undefined ? suggestWord(name, SETTING_NAMES) : `use ${setting}`;
    return [issue(name, value, "is not an engine setting", wayOut)];
  }
  const translation = row[engine];
  if (typeof translation !== "function")
    return [issue(name, value, translation.lacks, `use ${translation.instead}`)];
  return row.check(name, value);
}

/** The flag that a setting would be in the engine's own words: `max_model_len` and `maxModelLen` are `--max-model-len`. */
function toFlag(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${words.replaceAll("_", "-")}`;
}

function checkContextLength({ contextLength }: EngineSettings, model: Model | undefined): Issue[] {
  // What is no number of tokens has been told already.
  if (model === undefined || !Number.isSafeInteger(contextLength)) return [];
  if (contextLength === undefined || contextLength <= model.maximumContext) return [];
  return [
    issue(
      "contextLength",
      contextLength,
      `${model.id} was made for at most ${model.maximumContext} tokens`,
      `use ${model.maximumContext} or fewer`,
    ),
  ];
}
