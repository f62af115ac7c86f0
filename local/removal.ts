import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { stopControlPlane } from "./control-plane/control-plane";
import { providerFolder } from "./layout";
import { childRecordDirectory, killOrphans } from "./provider/children";

/** Ends the local plane and removes what it wrote below `directory`; false when there was none. Folders of running tests are theirs. */
export async function removeLocalPlane(directory: string): Promise<boolean> {
  const entries = existsSync(directory)
    ? readdirSync(directory).filter((entry) => !entry.startsWith("test-"))
    : [];
  if (entries.length === 0) return false;
  await killOrphans(childRecordDirectory(providerFolder(directory)));
  await stopControlPlane({ directory });
  for (const entry of entries) rmSync(join(directory, entry), { recursive: true, force: true });
  if (readdirSync(directory).length === 0) rmSync(directory, { recursive: true });
  return true;
}
