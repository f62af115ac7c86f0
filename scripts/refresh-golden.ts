/**
 * Writes the golden chart values and the list of their keys, the inputs of AWS and Google, the objects of storage and the Job of a preload anew from the sources, for a reviewer to read as a difference;
 * and the pod of each sealed release that has none yet. The pod of a release that has one is never written again: a
 * difference there restarts whoever runs it.
 *
 *     node -r ts-node/register/transpile-only scripts/refresh-golden.ts
 */
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { stringify } from "yaml";
import { resolveTool } from "../local/toolchain/toolchain";
import { CHART_KEYS_FILE, renderChartKeys, sortChartKeys } from "../test/support/chart-keys-golden";
import { eksGoldenCases, readEksInputs, renderEksGolden } from "../test/support/eks-golden";
import { gkeGoldenCases, readGkeInputs, renderGkeGolden } from "../test/support/gke-golden";
import {
  gkeTpuGoldenCases,
  readGkeTpuInputs,
  renderGkeTpuGolden,
} from "../test/support/gke-tpu-golden";
import { goldenCases, renderGolden } from "../test/support/golden";
import { preloadGoldenCases, readJob, renderJob } from "../test/support/preload-golden";
import { renderPod, sealedPods } from "../test/support/sealed-pods";
import {
  readStorageObjects,
  renderStorageGolden,
  storageGoldenCases,
} from "../test/support/storage-golden";

async function main(): Promise<void> {
  write(CHART_KEYS_FILE, renderChartKeys(sortChartKeys()));
  for (const golden of goldenCases()) write(golden.path, renderGolden(golden));
  for (const golden of eksGoldenCases()) {
    write(golden.path, renderEksGolden(await readEksInputs(golden)));
  }
  for (const golden of gkeGoldenCases()) {
    write(golden.path, renderGkeGolden(await readGkeInputs(golden)));
  }
  for (const golden of gkeTpuGoldenCases()) {
    write(golden.path, renderGkeTpuGolden(await readGkeTpuInputs(golden)));
  }
  for (const golden of storageGoldenCases()) {
    write(golden.path, renderStorageGolden(golden, await readStorageObjects(golden)));
  }
  for (const golden of preloadGoldenCases()) {
    write(golden.path, renderJob(await readJob(golden)));
  }
  const unwritten = sealedPods().filter(({ path }) => !existsSync(path));
  if (unwritten.length === 0) return;
  const { path } = await resolveTool("helm");
  for (const sealed of unwritten) {
    const pod = await renderPod({ name: "helm", path }, sealed);
    const head = `# The pod of release ${sealed.number} ${sealed.place}, as the chart made it when it was sealed. It never changes.\n`;
    write(sealed.path, `${head}${stringify(pod, { aliasDuplicateObjects: false, lineWidth: 0 })}`);
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(path);
}

void main();
