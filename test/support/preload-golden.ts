import { resolve } from "node:path";
import { stringify } from "yaml";
import { StorageKind } from "../../catalog/storage-kinds";
import { ModelStorage } from "../../components/model-storage";
import type { PropertyMap } from "../../local/provider/wire";
import type { PreloadSettings } from "../../plan/preload-settings";
import { requireResource, runWithMocks } from "./mocks";

/** What reaches Kubernetes for one preload, in full, reviewed by hand. */
export interface PreloadGoldenCase {
  readonly name: string;
  /** Path of the reviewed file. */
  readonly path: string;
  readonly create: () => unknown;
}

const FOLDER = resolve(__dirname, "../golden/preload-job");

const REVISION = "0123456789abcdef0123456789abcdef01234567";

const PRELOADS: Readonly<Record<string, PreloadSettings>> = {
  hub: {
    model: "deepseek-ai/DeepSeek-V3.1",
    revision: REVISION,
    tokenSecretName: "llm-d-hf-token",
  },
  bucket: {
    model: "acme/tiny",
    revision: REVISION,
    source: "s3://weights/tiny",
    serviceAccountName: "loader",
    image: "registry.example.com/storage-initializer:v0.20.0",
    userId: 2000,
    deadlineSeconds: 7200,
  },
};

export function preloadGoldenCases(): PreloadGoldenCase[] {
  return Object.entries(PRELOADS).map(([name, preload]) => ({
    name,
    path: resolve(FOLDER, `${name}.yaml`),
    create: () =>
      new ModelStorage("weights", {
        namespace: "llm",
        kind: StorageKind.ebsGp3,
        size: "2Ti",
        zone: "us-east-1a",
        preload,
      }),
  }));
}

/** The inputs of the Job as the engine would be given them. */
export async function readJob({ create }: PreloadGoldenCase): Promise<PropertyMap> {
  const { resources } = await runWithMocks(create);
  return requireResource(resources, "kubernetes:batch/v1:Job").inputs;
}

export function renderJob(job: PropertyMap): string {
  const head = `# The Job of this preload, reviewed by hand.
# Written by scripts/refresh-golden.ts: run it after an intended change, and read the difference.
`;
  return `${head}${stringify(job, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}
