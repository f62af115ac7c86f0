import { type Issue, issue } from "../units/issue";

/**
 * Flags of either engine whose value is a secret; `catalog/engine-versions.ts` has their names. Misspelt ones count too,
 * so that no error shows their value.
 */
const SECRET_FLAG = /^--?[\w-]*(?:api[-_]?key|password|hf[-_]token|secret)[\w-]*/i;

/** The argument for people: without what may be a secret. */
export function showArgument(argument: string): string {
  const flag = SECRET_FLAG.exec(argument)?.[0];
  return flag === undefined || flag === argument ? argument : `${flag}=[secret]`;
}

/** Arguments stand in the values of the release and in the state. `names` are those of the flag that an abbreviation stands for. */
export function checkSecretFlag(path: string, argument: string, names: readonly string[]): Issue[] {
  const flag = [argument, ...names].find((name) => SECRET_FLAG.test(name));
  if (flag === undefined) return [];
  return [
    issue(
      path,
      showArgument(flag),
      "gives the engine a secret, and everyone who can read the release can read its arguments",
      "leave it out: name the Secret with the Hub's token by tokenSecretName, and let the gateway ask clients for keys",
    ),
  ];
}
