import { existsSync } from "node:fs";
import { join } from "node:path";

/** A folder that comes with this package and holds `file`: beside the sources, or beside the folder of the compiled files. */
export function findPackageFolder(name: string, file: string): string {
  const candidates = [join(__dirname, "..", name), join(__dirname, "..", "..", name)];
  const folder = candidates.find((each) => existsSync(join(each, file)));
  if (folder === undefined) {
    const places = candidates.join(" or ");
    throw new Error(`llmd is not installed whole: there is no ${file} in ${places}`);
  }
  return folder;
}
