import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import {
  type ComponentResourceConstructor,
  getPulumiComponents,
} from "@pulumi/pulumi/provider/experimental/provider";
import { generateSchema, type PackageSpec } from "@pulumi/pulumi/provider/experimental/schema";

const ROOT = resolve(__dirname, "../..");

/** The reviewed schema of this package, by which Pulumi generates SDKs for other languages. */
export const SCHEMA_PATH = resolve(ROOT, "schema.json");

/** What Pulumi's plugin host would answer when it is asked for the schema: the same classes, without the command line. */
export function generatePackageSchema(): PackageSpec {
  const manifest = JSON.parse(readFileSync(resolve(ROOT, "package.json"), "utf8"));
  const names = new Set(findComponents(".").map(({ name }) => name));
  const analyzer = new Analyzer(ROOT, manifest.name, manifest, names);
  const { components, typeDefinitions, dependencies } = analyzer.analyze();
  return generateSchema(
    manifest.name,
    manifest.version,
    manifest.description,
    components,
    typeDefinitions,
    dependencies,
  );
}

/** The components that an entry exports, as the plugin host finds them, which itself loads the folder: `.`. */
export function findComponents(entry: string): ComponentResourceConstructor[] {
  return getPulumiComponents(require(resolve(ROOT, entry)));
}

export function renderSchema(schema: PackageSpec): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
