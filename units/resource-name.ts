/**
 * Names and label values as Kubernetes and Helm accept them, and how a long one is cut.
 *
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
import type { Issue } from "./issue";
import { issue } from "./issue";

/** The longest name of an object whose name is a DNS label (Service, Namespace), and the longest label value. */
export const DNS_LABEL_MAX_LENGTH = 63;

/**
 * The longest full name of the chart: `DNS_LABEL_MAX_LENGTH` less `-prefill`, the longest of the
 * suffixes that the chart appends for a role.
 */
export const FULL_NAME_MAX_LENGTH = 55;

/** The longest name of a Helm release: Helm itself refuses more, because charts append to it. https://helm.sh/docs/chart_template_guide/getting_started/ */
export const RELEASE_NAME_MAX_LENGTH = 53;

const DNS_LABEL_GRAMMAR = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_VALUE_GRAMMAR = /^(?:[A-Za-z0-9](?:[-_.A-Za-z0-9]*[A-Za-z0-9])?)?$/;

/** The issues of a name that must be a DNS label (RFC 1123): lower-case letters, digits and `-`, at most `maxLength` long. */
export function checkDnsLabel(
  path: string,
  value: unknown,
  maxLength = DNS_LABEL_MAX_LENGTH,
): Issue[] {
  if (typeof value !== "string" || value === "") {
    return [
      issue(path, value, "a name is text, not empty", "write lower-case letters, digits and -"),
    ];
  }
  const issues: Issue[] = [];
  if (!DNS_LABEL_GRAMMAR.test(value)) {
    const legal = toDnsLabel(value);
    issues.push(
      issue(
        path,
        value,
        "a name has only lower-case letters, digits and -, and begins and ends with a letter or digit",
        legal === ""
          ? "write for example my-model"
          : `write for example ${truncateName(legal, maxLength)}`,
      ),
    );
  }
  if (value.length > maxLength) {
    issues.push(tooLong(path, value, "a name here", maxLength));
  }
  return issues;
}

/** The issues of a label value: at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit; may be empty. */
export function checkLabelValue(path: string, value: unknown): Issue[] {
  if (typeof value !== "string") {
    return [issue(path, value, "a label value is text", 'quote it, for example "true"')];
  }
  const issues: Issue[] = [];
  if (!LABEL_VALUE_GRAMMAR.test(value)) {
    issues.push(
      issue(
        path,
        value,
        "a label value has only letters, digits, -, _ and ., and begins and ends with a letter or digit",
        "replace the other characters, for example / by -",
      ),
    );
  }
  if (value.length > DNS_LABEL_MAX_LENGTH) {
    issues.push(tooLong(path, value, "a label value", DNS_LABEL_MAX_LENGTH));
  }
  return issues;
}

/** The longest name of an object that is no DNS label: a Secret, a ServiceAccount. */
const OBJECT_NAME_MAX_LENGTH = 253;

/** The issues of the name of a Secret or ServiceAccount: parts as of a DNS label, joined by dots (RFC 1123 subdomain). */
export function checkObjectName(path: string, value: unknown): Issue[] {
  const parts = typeof value === "string" ? value.split(".") : [];
  if (typeof value !== "string" || !parts.every((part) => DNS_LABEL_GRAMMAR.test(part))) {
    const rule =
      "is no name of an object: lower-case letters, digits, - and ., beginning and ending with a letter or digit";
    return [issue(path, value, rule, "write the name as kubectl get shows it")];
  }
  if (value.length <= OBJECT_NAME_MAX_LENGTH) return [];
  return [tooLong(path, value, "a name here", OBJECT_NAME_MAX_LENGTH)];
}

const LABEL_KEY_GRAMMAR =
  /^(?:[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?\/)?[A-Za-z0-9](?:[-_.A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/** The issues of the key of a label, taint or annotation: a name like a label value, with the domain of its owner and `/` before it if any. */
export function checkLabelKey(path: string, key: unknown): Issue[] {
  if (typeof key === "string" && LABEL_KEY_GRAMMAR.test(key)) return [];
  const rule =
    "a key is at most 63 letters, digits, -, _ and ., beginning and ending with a letter or digit, after a domain and / if any";
  return [issue(path, key, rule, "write for example example.com/pool")];
}

/**
 * The text as a DNS label of any length: `deepseek-ai/DeepSeek-V3.1` gives `deepseek-ai-deepseek-v3-1`.
 * Empty when the text has no letter or digit. Two texts may give the same label.
 */
export function toDnsLabel(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}

/** A 32-bit hash in base 36 has at most this many digits. */
const HASH_LENGTH = 7;

/**
 * The name itself when it fits; otherwise its beginning, `-` and a hash of the whole name, so
 * that two long names with the same beginning stay apart and the result never changes.
 *
 * `maxLength` is at least 9: one character, `-` and the hash. A DNS label stays a DNS label.
 */
export function truncateName(name: string, maxLength: number): string {
  if (name.length <= maxLength) return name;
  const beginning = name.slice(0, maxLength - HASH_LENGTH - 1).replace(/[-_.]+$/, "");
  return `${beginning}-${hashName(name)}`;
}

/** FNV-1a, 32 bit (http://www.isthe.com/chongo/tech/comp/fnv/): short, stable, and not for security. */
function hashName(name: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(36).padStart(HASH_LENGTH, "0");
}

function tooLong(path: string, value: string, what: string, maxLength: number): Issue {
  return issue(
    path,
    value,
    `${what} has at most ${maxLength} characters, this one has ${value.length}`,
    `shorten it by ${value.length - maxLength}`,
  );
}
