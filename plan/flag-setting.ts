import type { Engine } from "../catalog/engines";
import { ENGINE_SETTINGS } from "./engine-args";
import { SAMPLING_SETTINGS } from "./sampling";

/** What to write in place of a flag that an engine does not have. */
export interface Counterpart {
  readonly setting: string;
  /** Why the setting is another one than the flag says; absent where it is the same. */
  readonly lacks?: string;
}

/** The setting that a flag of the engine stands for; `undefined` when there is none. */
export function findSettingOfFlag(engine: Engine, flag: string): string | undefined {
  return Object.entries(ENGINE_SETTINGS).find(([, row]) => {
    const translate = row[engine];
    return (
      typeof translate === "function" &&
      [true, false].some((value) => translate(value).includes(flag))
    );
  })?.[0];
}

/** What an engine has for a flag of another one; `undefined` when no setting stands for the flag. */
export function findCounterpart(
  other: Engine,
  flag: string,
  engine: Engine,
): Counterpart | undefined {
  const setting = findSettingOfFlag(other, flag);
  return setting === undefined ? undefined : toCounterpart(setting, engine);
}

/** What an engine has for a flag of no engine that is named like a setting: `--top-k`, `--max-batch-size`. */
export function findNamesake(flag: string, engine: Engine): Counterpart | undefined {
  const name = flag.replace(/^-+/, "").replace(/[-_](\w)/g, (_, first) => first.toUpperCase());
  if (SAMPLING_SETTINGS.includes(name)) return { setting: `sampling.${name}` };
  const setting = [name, `batching.${name}`].find((each) => Object.hasOwn(ENGINE_SETTINGS, each));
  return setting === undefined ? undefined : toCounterpart(setting, engine);
}

function toCounterpart(setting: string, engine: Engine): Counterpart | undefined {
  const row = ENGINE_SETTINGS[setting]?.[engine];
  if (row === undefined || typeof row === "function") return row && { setting };
  return { setting: row.instead, lacks: row.lacks };
}
