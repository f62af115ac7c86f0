import "./fast-stacks";
import type { Output } from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { setAllConfig } from "@pulumi/pulumi/runtime/config";
import type { Mocks } from "@pulumi/pulumi/runtime/mocks";
import { MockMonitor, setMocks } from "@pulumi/pulumi/runtime/mocks";
import { disconnect, getMonitor } from "@pulumi/pulumi/runtime/settings";
import type { PropertyMap } from "../../local/provider/wire";
import { fromStruct, toStruct } from "../../local/provider/wire";
import { collectRejections } from "./rejections";
import type { ResourceOptions } from "./resource-options";
import { readOptions } from "./resource-options";

/**
 * Pulumi's mocks for component specs: what a program registers, in milliseconds, without an engine.
 *
 * They know no provider, no diff and no state; `engine.ts` runs the same program on the real engine.
 */

const PROJECT = "llm-serving";
const STACK = "test";

/** Update answers with known outputs, preview leaves what only a provider knows unknown. Specs run both. */
export const MODES = ["update", "preview"] as const;
export type Mode = (typeof MODES)[number];

/** One `new` of the program, as the engine would be told of it. */
export interface RecordedResource {
  /** With the types of all parents, as the engine makes it; the mocks of the SDK keep only one. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** False for a component. */
  readonly custom: boolean;
  /** Secrets and unknowns are objects of `Secret` and `Unknown`. */
  readonly inputs: PropertyMap;
  readonly options: ResourceOptions;
}

export interface MockOptions {
  /** Defaults to an update. */
  readonly mode?: Mode;
  /** What the provider would compute beyond the inputs. Defaults to nothing. */
  readonly outputs?: (resource: RecordedResource) => PropertyMap;
  /** Answers of provider functions by token; every other function fails. */
  readonly invokes?: Readonly<Record<string, (args: PropertyMap) => PropertyMap>>;
  /** Stack configuration with its namespace: `llm-serving:environment`. */
  readonly config?: Readonly<Record<string, string>>;
}

export interface MockRun<T> {
  readonly value: T;
  /** In the order in which they were registered. */
  readonly resources: readonly RecordedResource[];
  /** What the program warned of. */
  readonly warnings: readonly string[];
}

/**
 * Runs a program under mocks until its last registration is answered. Rejects when the program
 * throws, when it registers one URN twice, and when any promise is rejected on the way.
 */
export async function runWithMocks<T>(
  program: () => T | Promise<T>,
  options: MockOptions = {},
): Promise<MockRun<T>> {
  await setMocks(toMocks(options), PROJECT, STACK, options.mode === "preview");
  setAllConfig({ ...options.config });
  const resources = recordRegistrations(options);
  const warnings: string[] = [];
  // Without an engine the SDK has nobody to tell, and writes to the console.
  const { warn } = console;
  console.warn = (text: string) => warnings.push(text.replace("warning: [runtime] ", ""));
  return collectRejections(async () => {
    try {
      return { value: await program(), resources, warnings };
    } finally {
      await disconnect();
      console.warn = warn;
    }
  });
}

/** The value of an output. Rejects when it is unknown, as in a preview: an `apply` on it would never run. */
export async function resolveOutput<T>(output: Output<T>): Promise<T> {
  // The SDK has both, but leaves them out of its published types.
  const inner = output as unknown as { isKnown: Promise<boolean>; promise(): Promise<T> };
  const value = await inner.promise();
  if (!(await inner.isKnown)) throw new Error("the output is unknown in this preview");
  return value;
}

/** The one resource of this type, or of this type and name; throws when there is another number of them. */
export function requireResource(
  resources: readonly RecordedResource[],
  type: string,
  name?: string,
): RecordedResource {
  const found = resources.filter(
    (resource) => resource.type === type && (name === undefined || resource.name === name),
  );
  const [resource] = found;
  if (resource === undefined || found.length > 1) {
    const all = resources.map((each) => `${each.type} ${each.name}`).join(", ");
    throw new Error(`${found.length} resources are ${type} ${name ?? ""}; registered: ${all}`);
  }
  return resource;
}

type Answer = (error: unknown, response: RegisterResourceResponse | undefined) => void;

/**
 * Puts a recorder in the place where the SDK's mock monitor answers registrations: that one shows
 * neither options nor secrets, and accepts one URN twice.
 */
function recordRegistrations(options: MockOptions): readonly RecordedResource[] {
  const monitor: unknown = getMonitor();
  if (!(monitor instanceof MockMonitor)) throw new Error("the mocks are not in place");
  const recorded: RecordedResource[] = [];
  monitor.registerResource = async (request: RegisterResourceRequest, answer: Answer) => {
    const resource = toRecord(request);
    if (recorded.some(({ urn }) => urn === resource.urn)) {
      answer(new Error(`Duplicate resource URN '${resource.urn}'`), undefined);
      return;
    }
    recorded.push(resource);
    const id = resource.custom && options.mode !== "preview" ? `${resource.name}-id` : "";
    const state = toStruct({ ...resource.inputs, ...options.outputs?.(resource) });
    monitor.resources.set(resource.urn, { urn: resource.urn, id, state });
    answer(null, new RegisterResourceResponse().setUrn(resource.urn).setId(id).setObject(state));
  };
  return recorded;
}

function toRecord(request: RegisterResourceRequest): RecordedResource {
  return {
    urn: toUrn(request.getParent(), request.getType(), request.getName()),
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    inputs: fromStruct(request.getObject()),
    options: readOptions(request),
  };
}

/** As the engine does it: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
function toUrn(parent: string, type: string, name: string): string {
  const parentTypes = parent === "" ? "" : `${parent.split("::")[2]}$`;
  return `urn:pulumi:${STACK}::${PROJECT}::${parentTypes}${type}::${name}`;
}

function toMocks(options: MockOptions): Mocks {
  return {
    newResource: ({ type, name }) => fail(`reading ${type} ${name}: it does not exist in mocks`),
    call: ({ token, inputs }) =>
      options.invokes?.[token]?.(inputs) ?? fail(`function ${token} is not mocked`),
  };
}

/** `details` is where the SDK looks for the text: it takes every error here for one of gRPC. */
function fail(details: string): never {
  throw Object.assign(new Error(details), { details });
}
