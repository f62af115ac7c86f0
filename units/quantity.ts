/**
 * Amounts as Kubernetes writes them: memory and disk as quantity text, CPU in thousandths.
 *
 * Inside the project an amount is a whole number (bytes, thousandths of a core); text is read
 * and written only here. Everything is exact: a number that JavaScript cannot hold exactly is
 * refused rather than rounded.
 *
 * Grammar: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
import type { Issue, Result } from "./issue";
import { issue } from "./issue";

export const KIBIBYTE = 1024;
export const MEBIBYTE = 1024 * KIBIBYTE;
export const GIBIBYTE = 1024 * MEBIBYTE;
export const TEBIBYTE = 1024 * GIBIBYTE;

/** Powers of 1024, greatest first: the order in which `formatBytes` looks for a divisor. */
const BINARY_FACTORS = {
  Ei: 1024n ** 6n,
  Pi: 1024n ** 5n,
  Ti: 1024n ** 4n,
  Gi: 1024n ** 3n,
  Mi: 1024n ** 2n,
  Ki: 1024n,
} as const satisfies Record<string, bigint>;

const FACTORS: ReadonlyMap<string, bigint> = new Map([
  ...Object.entries(BINARY_FACTORS),
  ["E", 10n ** 18n],
  ["P", 10n ** 15n],
  ["T", 10n ** 12n],
  ["G", 10n ** 9n],
  ["M", 10n ** 6n],
  ["k", 1000n],
  ["", 1n],
]);

const BYTES_GRAMMAR = /^\+?(\d{1,30})(?:\.(\d{1,30}))?(?:[eE]\+?(\d{1,2})|([A-Za-z]*))$/;

const EXACT_LIMIT = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Reads an amount of memory or disk as Kubernetes does: `"1Ti"`, `"700Gi"`, `"500M"`, `"1e9"`, `"1.5Gi"`.
 *
 * Refuses what is not text, what is negative or not a whole number of bytes, what is above
 * 2^53 - 1 bytes (8 Pi), and spellings that Kubernetes does not know, naming the right one.
 */
export function parseBytes(path: string, text: unknown): Result<number> {
  if (typeof text !== "string") {
    return refuse(
      path,
      text,
      "an amount of bytes is written as text",
      'quote it and name the unit, for example "700Gi"',
    );
  }
  const match = BYTES_GRAMMAR.exec(text);
  if (match === null) return { ok: false, issues: [explainMalformed(path, text)] };

  const [, whole = "0", fraction = "", exponent, suffix = ""] = match;
  const factor = exponent === undefined ? FACTORS.get(suffix) : 10n ** BigInt(exponent);
  if (factor === undefined) return { ok: false, issues: [explainSuffix(path, text, suffix)] };

  const scale = 10n ** BigInt(fraction.length);
  const scaled = BigInt(whole + fraction) * factor;
  if (scaled % scale !== 0n) {
    return refuse(
      path,
      text,
      "an amount is a whole number of bytes",
      "use a smaller unit, for example Mi instead of Gi",
    );
  }
  const bytes = scaled / scale;
  if (bytes > EXACT_LIMIT) {
    return refuse(
      path,
      text,
      `amounts above ${EXACT_LIMIT} bytes cannot be held exactly`,
      "use 8191Ti or less",
    );
  }
  return { ok: true, value: Number(bytes) };
}

/**
 * The amount in the largest binary unit that divides it: `1099511627776` gives `1Ti`, `1000` gives `1000`.
 * `parseBytes` reads back the same number. `bytes` is a whole number, 0 to 2^53 - 1.
 */
export function formatBytes(bytes: number): string {
  const amount = BigInt(bytes);
  if (amount === 0n) return "0";
  for (const [suffix, factor] of Object.entries(BINARY_FACTORS)) {
    if (amount % factor === 0n) return `${amount / factor}${suffix}`;
  }
  return `${amount}`;
}

/** The amount for people, rounded: `79.29 GiB`. Not for manifests: use `formatBytes` there. */
export function formatGiB(bytes: number, digits = 2): string {
  return `${(bytes / GIBIBYTE).toFixed(digits)} GiB`;
}

/** The least whole number of GiB that holds the amount, in bytes. */
export function roundUpToGiB(bytes: number): number {
  return Math.ceil(bytes / GIBIBYTE) * GIBIBYTE;
}

const MILLI_CPU_GRAMMAR = /^(?:(\d{1,9})(?:\.(\d{1,3}))?|(\d{1,12})m)$/;

/** Reads an amount of CPU as Kubernetes does, in thousandths of a core: `"32"` gives 32000, `"500m"` gives 500, `"0.5"` gives 500. */
export function parseMilliCpu(path: string, text: unknown): Result<number> {
  if (typeof text !== "string") {
    return refuse(
      path,
      text,
      "an amount of CPU is written as text",
      'quote it, for example "32" or "500m"',
    );
  }
  const match = MILLI_CPU_GRAMMAR.exec(text);
  if (match === null) {
    return refuse(
      path,
      text,
      "an amount of CPU is cores with at most three decimals, or thousandths with m",
      'write for example "32" or "500m"',
    );
  }
  const [, cores, decimals = "", thousandths] = match;
  if (thousandths !== undefined) return { ok: true, value: Number(thousandths) };
  return { ok: true, value: Number(cores) * 1000 + Number(decimals.padEnd(3, "0")) };
}

/** The amount in the shortest form Kubernetes reads back as the same: `32000` gives `32`, `500` gives `500m`. */
export function formatMilliCpu(milli: number): string {
  return milli % 1000 === 0 ? `${milli / 1000}` : `${milli}m`;
}

function explainMalformed(path: string, text: string): Issue {
  if (/^\s*-/.test(text))
    return issue(path, text, "an amount is not negative", "leave out the minus sign");
  const squeezed = text.replaceAll(/\s/g, "");
  if (squeezed !== text && parseBytes(path, squeezed).ok) {
    return issue(path, text, "an amount has no spaces", `write "${squeezed}"`);
  }
  return issue(
    path,
    text,
    "an amount is a number and a Kubernetes unit",
    'write for example "700Gi"',
  );
}

/** Letters that begin a unit, however it is spelt: GB, GiB, gb, gi. */
const MISSPELT_UNIT = /^([kmgtpe])i?b?$/i;

function explainSuffix(path: string, text: string, suffix: string): Issue {
  const letter = MISSPELT_UNIT.exec(suffix)?.[1];
  const rule =
    suffix === "m" ? "m means thousandths of a byte" : `${suffix} is no unit of Kubernetes`;
  if (letter === undefined) {
    return issue(
      path,
      text,
      rule,
      "use Ki, Mi, Gi, Ti, Pi, Ei (powers of 1024) or k, M, G, T, P, E (powers of 1000)",
    );
  }
  const number = text.slice(0, -suffix.length);
  const binary = `${letter.toUpperCase()}i`;
  const decimal = letter.toLowerCase() === "k" ? "k" : letter.toUpperCase();
  return issue(
    path,
    text,
    rule,
    `write "${number}${binary}" for powers of 1024, or "${number}${decimal}" for powers of 1000`,
  );
}

function refuse(path: string, value: unknown, rule: string, wayOut: string): Result<number> {
  return { ok: false, issues: [issue(path, value, rule, wayOut)] };
}
