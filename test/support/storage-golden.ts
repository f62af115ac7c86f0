import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, stringify } from "yaml";
import { StorageKind } from "../../catalog/storage-kinds";
import { ModelStorage } from "../../components/model-storage";
import type { PropertyMap } from "../../local/provider/wire";
import { runWithMocks } from "./mocks";
import { SMALLEST } from "./storage-kinds";

/** The objects of the smallest storage of one kind, in full, reviewed by hand. */
export interface StorageGoldenCase {
  readonly kind: StorageKind;
  /** Path of the reviewed file. */
  readonly path: string;
}

const FOLDER = resolve(__dirname, "../golden/storage");

export function storageGoldenCases(): StorageGoldenCase[] {
  return Object.values(StorageKind).map((kind) => ({
    kind,
    path: resolve(FOLDER, `${kind}.yaml`),
  }));
}

/** What reaches Kubernetes, by the names of the children. */
export async function readStorageObjects({ kind }: StorageGoldenCase): Promise<PropertyMap[]> {
  const { resources } = await runWithMocks(
    () => void new ModelStorage("weights", { ...SMALLEST[kind], namespace: "llm" }),
  );
  return resources
    .filter(({ custom }) => custom)
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ inputs }) => inputs);
}

export function renderStorageGolden(
  { kind }: StorageGoldenCase,
  objects: readonly PropertyMap[],
): string {
  const head = `# Objects of the smallest storage of kind ${kind}, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;
  return `${head}${stringify(objects, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}

export function readStorageGolden({ path }: StorageGoldenCase): unknown {
  return parse(readFileSync(path, "utf8"));
}
