import { join } from "node:path";
import { removeLocalPlane } from "../local/removal";
import { repositoryRoot } from "../local/toolchain/repository-root";

/** Ends the embedded control plane and removes its state. The tools stay, to be there the next time. */
export async function runLocalDown(): Promise<void> {
  const removed = await removeLocalPlane(join(repositoryRoot(), ".local"));
  process.stdout.write(
    removed
      ? "The embedded control plane has ended, and its state is removed. The tools stay in .tools/.\n"
      : "There is no embedded control plane.\n",
  );
}
