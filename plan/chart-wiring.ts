import { type Issue, issue, joinPath } from "../units/issue";
import { checkLabelKey, checkObjectName } from "../units/resource-name";
import { checkTexts, isMap, optional } from "./value-check";

/** What only the program knows when it runs: names and texts that other resources give out. */
export interface ChartWiring {
  /** Existing service account of the pods. When absent the chart makes one. */
  readonly serviceAccountName?: string;
  /** Names of Secrets to pull images with. */
  readonly imagePullSecretNames?: readonly string[];
  /** Name of the Secret with the Hugging Face token under `HF_TOKEN`. */
  readonly tokenSecretName?: string;
  /** Environment variables of the engine. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Annotations of the pods. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** What is wrong with the wiring as far as it is known: in a preview much of it is not, and is absent here. */
export function checkChartWiring(
  wiring: Readonly<Partial<Record<keyof ChartWiring, unknown>>>,
): Issue[] {
  return [
    ...optional(checkObjectName)("serviceAccountName", wiring.serviceAccountName),
    ...optional(checkNames)("imagePullSecretNames", wiring.imagePullSecretNames),
    ...optional(checkObjectName)("tokenSecretName", wiring.tokenSecretName),
    ...optional(checkTexts(checkVariableName))("environment", wiring.environment),
    ...checkTokens("environment", wiring.environment),
    ...optional(checkTexts(checkLabelKey))("podAnnotations", wiring.podAnnotations),
  ];
}

function checkNames(path: string, names: unknown): Issue[] {
  if (!Array.isArray(names)) {
    return [issue(path, names, "must be a list of names", 'write ["name"]')];
  }
  return names.flatMap((name: unknown, index) =>
    optional(checkObjectName)(`${path}[${index}]`, name),
  );
}

/** What every version of Kubernetes takes; newer ones take more. https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

function checkVariableName(path: string, name: unknown): Issue[] {
  if (typeof name === "string" && VARIABLE_NAME.test(name)) return [];
  const rule = "a variable has letters, digits, _, - and ., and begins with no digit, - or .";
  return [issue(path, name, rule, "write for example VLLM_LOGGING_LEVEL")];
}

/** https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables#hftoken */
const TOKEN_VARIABLES = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"];

/** A token as plain text would stand in the release for everyone to read; it is not shown either. */
function checkTokens(path: string, environment: unknown): Issue[] {
  if (!isMap(environment)) return [];
  const rule = "is the token itself, which everyone could read who can read the release";
  const wayOut = "put it into a Secret under the key HF_TOKEN and name that by tokenSecretName";
  return TOKEN_VARIABLES.filter((name) => typeof environment[name] === "string").map((name) =>
    issue(joinPath(path, name), "[secret]", rule, wayOut),
  );
}
