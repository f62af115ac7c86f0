import { type Issue, issue } from "../units/issue";

/**
 * How the flags of either engine begin whose value is a secret (`--api-key`, `--admin-api-key`, `--hf-token`,
 * `--ssl-keyfile-password`), and no other flag in `catalog/engine-versions.ts` does: abbreviations and most misspellings
 * of them begin so too.
 */
const SECRET_FLAG = /^--(?:api-k|admin-a|hf-t|ssl-keyfile-)/;

/** The flag in an argument alone: what it is set to may be a secret that is given to a misspelt flag, so no error shows it. */
export function nameOfFlag(argument: string): string {
  return argument.startsWith("-") ? (argument.split(/[=\s]/)[0] ?? argument) : argument;
}

/** Arguments stand in the values of the release and in the state. `names` are those of the flags that an abbreviation may stand for. */
export function checkSecretFlag(path: string, argument: string, names: readonly string[]): Issue[] {
  const flag = nameOfFlag(argument);
  const meant = [flag.replaceAll("_", "-"), ...names];
  if (!meant.some((name) => SECRET_FLAG.test(name))) return [];
  return [
    issue(
      path,
      flag,
      "gives the engine a secret, and everyone who can read the release can read its arguments",
      "leave it out: name the Secret with the Hub's token by tokenSecretName, and let the gateway ask clients for keys",
    ),
  ];
}
