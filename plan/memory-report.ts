import { formatGiB } from "../units/quantity";
import type { MemoryTerm } from "./memory-terms";
import type { RolePlan } from "./role-plan";

/** One part of the memory of a device or a pod. */
export interface MemoryReportTerm {
  /** What it is. */
  readonly name: string;
  /** Its size, such as `79.29 GiB`; negative where more is needed than there is. */
  readonly size: string;
  /** Where the number comes from. */
  readonly why: string;
}

/** What the devices of one server hold, computed before it runs. */
export interface MemoryReport {
  /** The role of the server: `both`, `prefill` or `decode`. */
  readonly role: string;
  /** Model of the devices; absent where it is not known, or there are none. */
  readonly accelerator?: string;
  /** Why it is not proved that the model fits; absent where it is. */
  readonly unproven?: string;
  /** Tokens that the cache holds, over all requests, of each rank of `data` where there are several; absent where it is not computed. */
  readonly tokens?: number;
  /** Longest request that the cache holds, in tokens. */
  readonly maxContext?: number;
  /** Requests of the whole context that the cache holds at the same time. */
  readonly concurrentRequests?: number;
  /** Parts of the memory of one device, which add up to it. */
  readonly terms?: MemoryReportTerm[];
  /** Parts of the memory of one pod, which add up to its limit; absent without tiers of the cache in it. */
  readonly podTerms?: MemoryReportTerm[];
}

/** As people and other programs read it. */
export function toMemoryReport({ name, memory, kvCacheTiers }: RolePlan): MemoryReport {
  const { fit, device, unproven } = memory;
  return {
    role: name,
    ...(device === undefined ? {} : { accelerator: device }),
    ...(unproven === undefined ? {} : { unproven }),
    ...(fit === undefined
      ? {}
      : {
          tokens: fit.tokens,
          maxContext: fit.maximumContext,
          concurrentRequests: fit.concurrentRequests,
          terms: fit.terms.map(toReportTerm),
        }),
    ...(kvCacheTiers === undefined ? {} : { podTerms: kvCacheTiers.terms.map(toReportTerm) }),
  };
}

function toReportTerm({ bytes, ...term }: MemoryTerm): MemoryReportTerm {
  return { ...term, size: formatGiB(bytes) };
}
