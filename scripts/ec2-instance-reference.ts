import { findAccelerator } from "../catalog/accelerators";
import {
  findInstanceType,
  type InstanceType,
  instanceTypeNames,
} from "../catalog/ec2-instance-types";
import { planEksMaxPods } from "../plan/eks-max-pods";
import { GIBIBYTE, MEBIBYTE } from "../units/quantity";

/** What can be compared of a machine; `undefined` where a source does not say it. */
interface Facts {
  readonly architecture: string | undefined;
  readonly vcpus: number;
  readonly memoryGiB: number;
  readonly devices: number;
  readonly deviceMiB: number;
  readonly nvmeGB: number;
  readonly efa: number;
  readonly maxPods: number;
  /** Interfaces of each card. */
  readonly cards: string;
  readonly addresses: number;
}

/** A line for each column that differs, and for each machine of a family of ours that only one side has. */
export function compareInstanceTypes(reference: string, limits: string): string[] {
  const published = readReference(reference, limits);
  const families = new Set(instanceTypeNames().map(familyOf));
  const missing = [...published].filter(
    ([name, { devices }]) =>
      devices > 0 && families.has(familyOf(name)) && findInstanceType(name) === undefined,
  );
  return [
    ...instanceTypeNames().flatMap((name) => compareRow(name, published.get(name))),
    ...missing.map(([name]) => `${name}: is published and not in the catalogue`),
  ];
}

function familyOf(name: string): string | undefined {
  return name.split(".")[0];
}

function compareRow(name: string, published: Facts | undefined): string[] {
  const row = findInstanceType(name);
  if (row === undefined) return [];
  if (published === undefined) {
    return row.verified ? [`${name}: is in the catalogue as verified and not published`] : [];
  }
  const ours = toFacts(row);
  return Object.entries(ours)
    .filter(([column, value]) => value !== published[column as keyof Facts])
    .map(
      ([column, value]) =>
        `${name}: ${column} is ${value}, published ${published[column as keyof Facts]}`,
    );
}

function toFacts(row: InstanceType): Facts {
  const accelerator = row.accelerator === undefined ? undefined : findAccelerator(row.accelerator);
  return {
    architecture: row.architecture,
    vcpus: row.vcpus,
    memoryGiB: row.memoryBytes / GIBIBYTE,
    devices: row.deviceCount,
    deviceMiB: accelerator?.advertisedMiB ?? 0,
    nvmeGB: row.localNvmeBytes / 1_000_000_000,
    efa: row.efaDevices,
    maxPods: planEksMaxPods(row),
    cards: row.networkCards.map(({ interfaces }) => interfaces).join(),
    addresses: row.addressesPerInterface,
  };
}

/** One section of the reference: its name and its tables. */
const SECTION = /^### `([^`]+)`\n(.*?)(?=^### |^## |(?![\s\S]))/gms;
const TABLE_LINE = /^ \|([^|]+)\|([^|]*)\|/gm;

function readReference(reference: string, limits: string): ReadonlyMap<string, Facts> {
  const networks = readLimits(limits);
  return new Map(
    [...reference.matchAll(SECTION)].map(([, name = "", body = ""]) => {
      const lines = [...body.matchAll(TABLE_LINE)].map(([, key = "", text = ""]) => [key, text]);
      const cells: Record<string, string> = Object.fromEntries(lines);
      const label = (key: string) => Number(cells[`karpenter.k8s.aws/instance-${key}`] ?? 0);
      const network = networks.get(name);
      const facts: Facts = {
        architecture: cells["kubernetes.io/arch"],
        vcpus: label("cpu"),
        memoryGiB: (label("memory") * MEBIBYTE) / GIBIBYTE,
        devices: label("gpu-count"),
        deviceMiB: label("gpu-memory"),
        nvmeGB: label("local-nvme"),
        efa: Number(cells["vpc.amazonaws.com/efa"] ?? 0),
        maxPods: Number(cells.pods),
        cards: network?.cards ?? "",
        addresses: network?.addresses ?? 0,
      };
      return [name, facts] as const;
    }),
  );
}

const LIMITS_ENTRY = /^\t"([^"]+)": \{(.*?)^\t\},/gms;
const CARD_INTERFACES = /MaximumNetworkInterfaces: +(\d+)/g;

function readLimits(
  text: string,
): ReadonlyMap<string, { readonly cards: string; readonly addresses: number }> {
  return new Map(
    [...text.matchAll(LIMITS_ENTRY)].map(([, name = "", body = ""]) => [
      name,
      {
        cards: [...body.matchAll(CARD_INTERFACES)].map(([, count]) => count).join(),
        addresses: Number(/IPv4PerInterface: +(\d+)/.exec(body)?.[1]),
      },
    ]),
  );
}
