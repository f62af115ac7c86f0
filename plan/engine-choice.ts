import { type EngineVersion, engineVersions, wordsOfFlag } from "../catalog/engine-versions";
import { Engine } from "../catalog/engines";
import { type Issue, issue } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { ENGINE_SETTINGS, flattenSettings } from "./engine-args";
import { type EngineSettings, KvCacheDtype } from "./engine-settings";
import { nameOfVersion } from "./engine-version";
import { flagsIn } from "./engine-word";

/** A setting of which each version of an engine has a closed list of words. */
interface Choice {
  readonly setting: string;
  /** By the same name in each engine. */
  readonly flag: string;
  readonly noun: string;
  /** Our own words, translated for each engine; absent where the setting takes the engine's. */
  readonly ours?: readonly string[];
  /** Flag of vLLM with a file that adds further words. */
  readonly plugin?: string;
}

const CACHE_FORMATS = {
  flag: "--kv-cache-dtype",
  noun: "cache format",
  ours: Object.values(KvCacheDtype),
} as const;

const CHOICES: readonly Choice[] = [
  { setting: "kvCacheDtype", ...CACHE_FORMATS },
  { setting: "kvCache.dtype", ...CACHE_FORMATS },
  { setting: "loadFormat", flag: "--load-format", noun: "load format" },
  { setting: "quantization", flag: "--quantization", noun: "quantization method" },
  {
    setting: "toolCallParser",
    flag: "--tool-call-parser",
    noun: "tool call parser",
    plugin: "--tool-parser-plugin",
  },
  {
    setting: "reasoningParser",
    flag: "--reasoning-parser",
    noun: "reasoning parser",
    plugin: "--reasoning-parser-plugin",
  },
];

/** Words that a version of an engine does not have: with them it ends at once. Paths are relative to `engine`. */
export function checkEngineChoices(
  settings: EngineSettings,
  version: EngineVersion | undefined,
): Issue[] {
  if (version === undefined) return [];
  return CHOICES.flatMap((choice) => checkWord(choice, settings, version));
}

function checkWord(choice: Choice, settings: EngineSettings, version: EngineVersion): Issue[] {
  const { setting, flag, noun, ours, plugin } = choice;
  const value = flattenSettings(settings).get(setting);
  // What is no word at all, or none of ours, has been told already.
  if (typeof value !== "string" || value.trim() === "") return [];
  if (ours?.includes(value) === false || (plugin && flagsIn(version, settings).includes(plugin)))
    return [];
  const words = wordsOfFlag(version, flag);
  // Where it depends on the device, nothing is claimed.
  if (words === undefined) return [];
  const translate = ENGINE_SETTINGS[setting]?.[settings.name];
  const inEngine = (word: string) =>
    typeof translate === "function" && words.includes(translate(word).at(-1) ?? "");
  if (inEngine(value)) return [];
  // A word of the other engine may be one of this engine's too, where it has no list.
  const isListed = engineVersions(version.engine).every((row) => wordsOfFlag(row, flag));
  const other = Object.values(Engine).find(
    (engine) =>
      engine !== version.engine &&
      ours === undefined &&
      isListed &&
      engineVersions(engine).some((row) => wordsOfFlag(row, flag)?.includes(value)),
  );
  const name = nameOfVersion(version);
  const rule =
    other === undefined ? `is no ${noun} of ${name}` : `is a ${noun} of ${other}, not of ${name}`;
  return [issue(setting, value, rule, suggestWord(value, ours?.filter(inEngine) ?? words))];
}
