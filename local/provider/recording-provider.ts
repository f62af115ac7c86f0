import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { findChanges, toDiff } from "./difference";
import type { ServedProvider } from "./server";
import { serveProvider } from "./server";
import type { PropertyMap, PropertyValue } from "./wire";
import { UNKNOWN } from "./wire";

/** What the engine asked a provider to do. */
export type ProviderMethod = "check" | "create" | "diff" | "read" | "update" | "delete" | "invoke";

/** One request of the engine, in the order in which they came. */
export interface ProviderCall {
  readonly method: ProviderMethod;
  /** Type token; for an invoke the token of the function. */
  readonly type: string;
  /** Logical name; empty for an invoke. */
  readonly name: string;
  readonly urn: string;
  /** Inputs of the program, of the state for read and delete, arguments of an invoke. */
  readonly inputs: PropertyMap;
  /** True for what is only asked about; the engine does not say it of check, diff and invoke. */
  readonly preview: boolean;
  /** Inputs of the provider resource that serves it: region, project, kubeconfig. */
  readonly provider: PropertyMap;
}

/** What a cloud would know about a type; written by the spec that depends on it, with its source. */
export interface TypeBehaviour {
  /** Property paths that cannot change in place: `instanceTypes`, `nodeConfig.machineType`. */
  readonly replaceOn?: readonly string[];
  /** Physical id of a new resource. Defaults to its name. */
  readonly id?: (inputs: PropertyMap) => string;
  /** Outputs beyond inputs, `arn` and `selfLink`; unknown in a preview of the creation. */
  readonly outputs?: (inputs: PropertyMap, name: string) => PropertyMap;
}

export interface RecordingOptions {
  /** By type token: `aws:eks/nodeGroup:NodeGroup`. */
  readonly types?: Readonly<Record<string, TypeBehaviour>>;
  /** Answers by function token; a function without one fails. */
  readonly invokes?: Readonly<Record<string, (args: PropertyMap) => PropertyMap>>;
  /** Methods of the protocol beside those of resources; without one the engine is told that there is none. */
  readonly methods?: UntypedServiceImplementation;
}

/** A cloud that does nothing and forgets nothing. */
export interface RecordingProvider extends ServedProvider {
  readonly calls: readonly ProviderCall[];
  /** The next such request for this resource fails with `message`; the one after it works. */
  failNext(method: "create" | "update" | "delete" | "read", name: string, message: string): void;
  /** As if someone had changed these properties behind Pulumi's back, or without any, deleted it. */
  drift(name: string, changed?: PropertyMap): void;
}

/** Serves a recording provider for any package of resources; the engine attaches to its port. */
export async function serveRecordingProvider(
  options: RecordingOptions = {},
): Promise<RecordingProvider> {
  const calls: ProviderCall[] = [];
  const failures = new Map<string, string>();
  const drifts = new Map<string, PropertyMap | undefined>();
  const record = (method: ProviderMethod, request: Recordable): void => {
    const { instance, urn = "", type, name = "", inputs, preview = false } = request;
    calls.push({ method, type, name, urn, inputs, preview, provider: instance });
    if (preview) return;
    if (WRITES.has(method)) drifts.delete(name);
    const failure = failures.get(`${method} ${name}`);
    failures.delete(`${method} ${name}`);
    if (failure !== undefined) throw new Error(failure);
  };
  const behaviour = (type: string): TypeBehaviour => options.types?.[type] ?? {};
  const server = await serveProvider<PropertyMap>(
    {
      configure: ({ args }) => args,
      check: (request) => {
        record("check", { ...request, inputs: request.news });
        return { inputs: request.news };
      },
      diff: (request) => {
        record("diff", { ...request, inputs: request.news });
        const fixed = behaviour(request.type).replaceOn ?? [];
        return toDiff(findChanges(request.oldInputs, request.news), (path) =>
          fixed.some(
            (each) => path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`),
          ),
        );
      },
      create: (request) => {
        record("create", request);
        const { type, name, inputs, preview } = request;
        const id = behaviour(type).id?.(inputs) ?? toId(type, name, inputs);
        const computed = { ...toComputed(type, id), ...behaviour(type).outputs?.(inputs, name) };
        return {
          id: preview ? "" : id,
          state: { ...(preview ? mapToUnknown(computed) : computed), ...inputs },
        };
      },
      read: (request) => {
        record("read", request);
        const { id, inputs, state, name } = request;
        if (!drifts.has(name)) return { id, inputs, state };
        const changed = drifts.get(name);
        if (changed === undefined) return { id: "", inputs: {}, state: {} };
        return { id, inputs: { ...inputs, ...changed }, state: { ...state, ...changed } };
      },
      update: (request) => {
        record("update", request);
        const { type, name, inputs, id } = request;
        return { ...toComputed(type, id), ...behaviour(type).outputs?.(inputs, name), ...inputs };
      },
      delete: (request) => record("delete", request),
      invoke: ({ instance, token, args }) => {
        record("invoke", { instance, type: token, inputs: args });
        const answer = options.invokes?.[token];
        if (answer === undefined) throw new Error(`function ${token} has no recorded answer`);
        return answer(args);
      },
    },
    options.methods,
  );
  return {
    ...server,
    calls,
    failNext: (method, name, message) => void failures.set(`${method} ${name}`, message),
    drift: (name, changed) => void drifts.set(name, changed),
  };
}

const WRITES: ReadonlySet<ProviderMethod> = new Set(["create", "update", "delete"]);

interface Recordable {
  readonly instance: PropertyMap;
  readonly urn?: string;
  readonly type: string;
  readonly name?: string;
  readonly inputs: PropertyMap;
  readonly preview?: boolean;
}

/** The physical name where the program gives one, else the logical one; in GCP's form with its collection. */
function toId(type: string, name: string, inputs: PropertyMap): string {
  const own = typeof inputs.name === "string" ? inputs.name : name;
  return type.startsWith("gcp:") ? `projects/test-project/${toKind(type)}s/${own}` : own;
}

/** What most resources of these clouds have and programs wire to. */
function toComputed(type: string, id: string): PropertyMap {
  const [cloud, module = ""] = type.split(":");
  const service = module.split("/")[0] ?? "";
  if (cloud === "aws") {
    return { arn: `arn:aws:${service}:us-east-1:000000000000:${toKind(type)}/${id}` };
  }
  return cloud === "gcp" ? { selfLink: `https://${service}.googleapis.com/v1/${id}` } : {};
}

/** `nodeGroup` of `aws:eks/nodeGroup:NodeGroup`. */
function toKind(type: string): string {
  return /\/([^:]+):/.exec(type)?.[1] ?? type;
}

function mapToUnknown(properties: PropertyMap): Record<string, PropertyValue> {
  return Object.fromEntries(Object.keys(properties).map((name) => [name, UNKNOWN]));
}
