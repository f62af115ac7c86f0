import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import Ajv, { type ErrorObject } from "ajv";
import type { Context } from "mocha";
import type { PropertyMap } from "../../local/provider/wire";
import { skip } from "./skip";

/** It ships the discovery document of the GKE API that Google publishes. Pinned, so that a new word of theirs changes no test. */
const PACKAGE = "google-api-python-client";
const VERSION = "2.202.0";
const DIRECTORY = resolve(__dirname, `../../.tools/${PACKAGE}@${VERSION}`);
const PYTHON = resolve(DIRECTORY, "environment/bin/python");
const DOCUMENT = resolve(DIRECTORY, "container.v1.json");
const MILLISECONDS_TO_DOWNLOAD = 5 * 60_000;

/** The one file that is needed of an archive with the documents of all of Google's APIs. */
const EXTRACT = `
import glob, sys, zipfile
archive = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
document = archive.read("googleapiclient/discovery_cache/documents/container.v1.json")
open(sys.argv[2], "wb").write(document)
`;

/** Downloads the document when it is not there; else the suite is skipped with the reason. */
export function requireGkeDiscovery(context: Context): void {
  context.timeout(MILLISECONDS_TO_DOWNLOAD);
  if (existsSync(DOCUMENT)) return;
  mkdirSync(DIRECTORY, { recursive: true });
  const download = ["download", "--quiet", "--no-deps", "--dest", DIRECTORY];
  const failure =
    run("python3", ["-m", "venv", resolve(DIRECTORY, "environment")]) ??
    run(PYTHON, ["-m", "pip", ...download, `${PACKAGE}==${VERSION}`]) ??
    run(PYTHON, ["-c", EXTRACT, DIRECTORY, DOCUMENT]);
  if (failure !== undefined) skip(context, `${PACKAGE} ${VERSION} cannot be had: ${failure}`);
}

/** The last line that a failed command printed; `undefined` when it did not fail. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split("\n").at(-1) ?? `${command} failed`;
}

/** What is wrong with the request that the provider makes of the inputs of a node pool; an empty list where nothing is. */
export function validateNodePool(inputs: PropertyMap): string[] {
  const { schemas } = JSON.parse(readFileSync(DOCUMENT, "utf8"));
  const ajv = new Ajv({ allErrors: true, strict: false, validateFormats: false });
  for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(toStrict(schema), name);
  const request = { nodePool: toNodePool(inputs) };
  const isValid = ajv.validate({ $ref: "CreateNodePoolRequest" }, request);
  return isValid ? [] : (ajv.errors ?? []).map(renderError);
}

function renderError({ instancePath, message, params }: ErrorObject): string {
  const { additionalProperty } = params as { readonly additionalProperty?: string };
  const what = additionalProperty === undefined ? "" : ` (${additionalProperty})`;
  return `${instancePath}: ${message}${what}`;
}

/**
 * A schema of a discovery document as JSON Schema: it knows no required properties, means that there are no others than it
 * names, and writes 64-bit numbers as text. What is read-only is not for a request.
 */
function toStrict(schema: unknown): object {
  if (Array.isArray(schema) || typeof schema !== "object" || schema === null) return {};
  const { properties, items, additionalProperties, ...rest } = schema as Discovered;
  const { type, format, enum: words, $ref, pattern } = rest;
  return {
    ...($ref === undefined ? {} : { $ref }),
    ...(type === undefined || type === "any" ? {} : { type }),
    ...(words === undefined ? {} : { enum: words }),
    ...(pattern === undefined ? {} : { pattern }),
    ...(format === undefined || type !== "string" ? {} : toPattern(format)),
    ...(items === undefined ? {} : { items: toStrict(items) }),
    ...(additionalProperties === undefined
      ? {}
      : { additionalProperties: toStrict(additionalProperties) }),
    ...(properties === undefined
      ? {}
      : {
          additionalProperties: false,
          properties: Object.fromEntries(
            Object.entries(properties)
              .filter(([, inner]) => inner.readOnly !== true)
              .map(([key, inner]) => [key, toStrict(inner)]),
          ),
        }),
  };
}

interface Discovered {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly readOnly?: boolean;
  readonly items?: Discovered;
  readonly additionalProperties?: Discovered;
  readonly properties?: Readonly<Record<string, Discovered>>;
}

function toPattern(format: string): object {
  if (format === "int64") return { pattern: "^-?[0-9]+$" };
  return format === "google-duration" ? { pattern: "^[0-9]+(\\.[0-9]+)?s$" } : {};
}

/**
 * The node pool that the provider sends: names of lists in the plural of the API, counts of accelerators and pods as text,
 * an autoscaler that is enabled, and one number of nodes for a fixed and for a first size.
 * https://github.com/GoogleCloudPlatform/magic-modules: mmv1/third_party/terraform/services/container/resource_container_node_pool.go.tmpl (`expandNodePool`)
 */
function toNodePool(inputs: PropertyMap): object {
  const { cluster, location, project, nodeConfig, nodeLocations, ...others } = inputs;
  const { autoscaling, nodeCount, maxPodsPerNode, placementPolicy, ...same } = others;
  return {
    ...same,
    ...(placementPolicy === undefined
      ? {}
      : { placementPolicy: withoutEmpty(placementPolicy as PropertyMap) }),
    ...(nodeConfig === undefined ? {} : { config: toConfig(nodeConfig as PropertyMap) }),
    ...(nodeLocations === undefined ? {} : { locations: nodeLocations }),
    ...(autoscaling === undefined
      ? {}
      : { autoscaling: { enabled: true, ...(autoscaling as PropertyMap) } }),
    ...(nodeCount === undefined ? {} : { initialNodeCount: nodeCount }),
    ...(maxPodsPerNode === undefined
      ? {}
      : { maxPodsConstraint: { maxPodsPerNode: String(maxPodsPerNode) } }),
  };
}

/** Google's client leaves out what is empty (`omitempty`). */
function withoutEmpty(value: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== ""));
}

function toConfig({ guestAccelerators, ...same }: PropertyMap): object {
  if (guestAccelerators === undefined) return same;
  const accelerators = guestAccelerators as readonly PropertyMap[];
  return {
    ...same,
    accelerators: accelerators.map(({ type, count, ...rest }) => ({
      acceleratorType: type,
      acceleratorCount: String(count),
      ...rest,
    })),
  };
}
