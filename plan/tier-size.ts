import { type Issue, issue } from "../units/issue";
import { MEBIBYTE, parseBytes } from "../units/quantity";
import { checkBytes } from "./value-check";

/** Whole hundredths: what is divided further is an amount. */
const SHARE = /^(\d{1,3})%$/;

/** An amount above 0, or a share of 1 to 100 hundredths. */
export function checkTierSize(path: string, value: unknown): Issue[] {
  if (typeof value === "number") {
    const isShare = value > 0 && value <= 1;
    const wayOut = `write "${isShare ? Math.max(1, Math.round(value * 100)) : 80}%", or an amount such as "400Gi"`;
    return [issue(path, value, "must be a text: an amount, or a share in hundredths", wayOut)];
  }
  if (typeof value !== "string" || !value.includes("%")) return checkBytes(path, value);
  const hundredths = Number(SHARE.exec(value)?.[1]);
  if (hundredths >= 1 && hundredths <= 100) return [];
  const squeezed = value.replaceAll(/\s/g, "");
  const wayOut =
    squeezed !== value && SHARE.test(squeezed) ? `write "${squeezed}"` : 'write for example "80%"';
  return [issue(path, value, "a share is 1% to 100%, in whole hundredths", wayOut)];
}

/** Whether a size hangs on something else. */
export function isShare(size: string): boolean {
  return SHARE.test(size);
}

/** The bytes of a size that `checkTierSize` lets through: an amount as it is, a share in whole MiB of `whole`. */
export function toTierBytes(size: string, whole: number): number {
  const hundredths = SHARE.exec(size)?.[1];
  if (hundredths !== undefined)
    return Math.floor((Math.max(whole, 0) * Number(hundredths)) / 100 / MEBIBYTE) * MEBIBYTE;
  const bytes = parseBytes("", size);
  return bytes.ok ? bytes.value : 0;
}
