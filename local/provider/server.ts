import type { handleUnaryCall, ServiceError, UntypedServiceImplementation } from "@grpc/grpc-js";
import { Metadata, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { findChanges, toDiff } from "./difference";
import { Instances } from "./instances";
import type { CheckResult, DiffResult, PropertyChange, ProviderHandlers } from "./protocol";
import { InitializationFailed } from "./protocol";
import { fromStruct, toStruct } from "./wire";

/** A provider that listens; the engine attaches to it by `PULUMI_DEBUG_PROVIDERS=<package>:<port>`. */
export interface ServedProvider {
  readonly port: number;
  close(): Promise<void>;
}

/** The engine's own limit, 400 MB: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/rpcutil/serve.go */
const LARGEST_MESSAGE_BYTES = 400 * 1024 * 1024;

/** The engine warns about a plugin that is older than the SDK of the program; ours serves any. */
const NEWER_THAN_ANY_SDK = "1000.0.0";

/** Serves a provider on a free port of 127.0.0.1 until it is closed. One server serves any number of provider resources. `further` are methods of the protocol beside those of resources. */
export async function serveProvider<Instance>(
  handlers: ProviderHandlers<Instance>,
  further: UntypedServiceImplementation = {},
): Promise<ServedProvider> {
  const server = new Server({
    "grpc.max_receive_message_length": LARGEST_MESSAGE_BYTES,
    "grpc.max_send_message_length": LARGEST_MESSAGE_BYTES,
  });
  const service = toService(handlers, new Instances<Instance>());
  server.addService(ResourceProviderService, { ...service, ...further });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    port,
    close: async () => {
      server.forceShutdown();
    },
  };
}

/** Methods that are not named here answer UNIMPLEMENTED, which the engine accepts for all of them. */
function toService<Instance>(
  handlers: ProviderHandlers<Instance>,
  instances: Instances<Instance>,
): UntypedServiceImplementation {
  return {
    getPluginInfo: unary<Empty, PluginInfo>(() => new PluginInfo().setVersion(NEWER_THAN_ANY_SDK)),
    attach: unary<Empty, Empty>(() => new Empty()),
    checkConfig: unary<messages.CheckRequest, messages.CheckResponse>(async (request) => {
      const news = fromStruct(request.getNews());
      return toCheckResponse((await handlers.checkConfig?.(news)) ?? { inputs: news });
    }),
    diffConfig: unary<messages.DiffRequest, messages.DiffResponse>((request) =>
      toDiffResponse(diffInputs(request)),
    ),
    configure: unary<messages.ConfigureRequest, messages.ConfigureResponse>(
      async (request, peer) => {
        const instance = await handlers.configure({
          name: request.getName() ?? "",
          urn: request.getUrn() ?? "",
          args: fromStruct(request.getArgs()),
        });
        instances.add(peer, instance);
        return new messages.ConfigureResponse()
          .setAcceptsecrets(true)
          .setSupportspreview(true)
          .setAcceptresources(true);
      },
    ),
    invoke: unary<messages.InvokeRequest, messages.InvokeResponse>(async (request, peer) => {
      const token = request.getTok();
      if (handlers.invoke === undefined) throw new Error(`function ${token} is not served here`);
      const instance = instances.require(peer);
      const result = await handlers.invoke({
        instance,
        token,
        args: fromStruct(request.getArgs()),
      });
      return new messages.InvokeResponse().setReturn(toStruct(result));
    }),
    check: unary<messages.CheckRequest, messages.CheckResponse>(async (request, peer) => {
      const news = fromStruct(request.getNews());
      const result = await handlers.check?.({
        ...toResource(request, instances.require(peer)),
        olds: fromStruct(request.getOlds()),
        news,
        randomSeed: request.getRandomseed_asU8(),
      });
      return toCheckResponse(result ?? { inputs: news });
    }),
    diff: unary<messages.DiffRequest, messages.DiffResponse>(async (request, peer) => {
      const result = await handlers.diff?.({
        ...toResource(request, instances.require(peer)),
        id: request.getId(),
        olds: fromStruct(request.getOlds()),
        oldInputs: fromStruct(request.getOldInputs()),
        news: fromStruct(request.getNews()),
        ignoreChanges: request.getIgnorechangesList(),
      });
      return toDiffResponse(result ?? diffInputs(request));
    }),
    create: unary<messages.CreateRequest, messages.CreateResponse>(async (request, peer) => {
      const { id, state } = await handlers.create({
        ...toResource(request, instances.require(peer)),
        inputs: fromStruct(request.getProperties()),
        preview: request.getPreview(),
        timeoutSeconds: request.getTimeout(),
      });
      return new messages.CreateResponse().setId(id).setProperties(toStruct(state));
    }),
    read: unary<messages.ReadRequest, messages.ReadResponse>(async (request, peer) => {
      const found = {
        id: request.getId(),
        inputs: fromStruct(request.getInputs()),
        state: fromStruct(request.getProperties()),
      };
      const resource = toResource(request, instances.require(peer));
      const result = (await handlers.read?.({ ...resource, ...found })) ?? found;
      // Only without properties does the engine say that what a program reads is not there.
      if (result.id === "") return new messages.ReadResponse();
      return new messages.ReadResponse()
        .setId(result.id)
        .setInputs(toStruct(result.inputs))
        .setProperties(toStruct(result.state));
    }),
    update: unary<messages.UpdateRequest, messages.UpdateResponse>(async (request, peer) => {
      const inputs = fromStruct(request.getNews());
      const state = await handlers.update?.({
        ...toResource(request, instances.require(peer)),
        id: request.getId(),
        inputs,
        oldInputs: fromStruct(request.getOldInputs()),
        olds: fromStruct(request.getOlds()),
        preview: request.getPreview(),
        timeoutSeconds: request.getTimeout(),
        ignoreChanges: request.getIgnorechangesList(),
      });
      return new messages.UpdateResponse().setProperties(toStruct(state ?? inputs));
    }),
    delete: unary<messages.DeleteRequest, Empty>(async (request, peer) => {
      await handlers.delete?.({
        ...toResource(request, instances.require(peer)),
        id: request.getId(),
        inputs: fromStruct(request.getOldInputs()),
        state: fromStruct(request.getProperties()),
        timeoutSeconds: request.getTimeout(),
      });
      return new Empty();
    }),
    cancel: unary<Empty, Empty>(async (_request, peer) => {
      const instance = instances.find(peer);
      instances.end(peer);
      if (instance !== undefined) await handlers.cancel?.(instance);
      return new Empty();
    }),
  };
}

interface ResourceMessage {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

function toResource<Instance>(message: ResourceMessage, instance: Instance) {
  return { instance, urn: message.getUrn(), type: message.getType(), name: message.getName() };
}

function diffInputs(request: messages.DiffRequest): DiffResult {
  const changes = findChanges(fromStruct(request.getOldInputs()), fromStruct(request.getNews()));
  return toDiff(changes, () => false);
}

function toCheckResponse({ inputs, failures = [] }: CheckResult): messages.CheckResponse {
  return new messages.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(
      failures.map(({ property, reason }) =>
        new messages.CheckFailure().setProperty(property).setReason(reason),
      ),
    );
}

const CHANGE_KINDS: Readonly<Record<PropertyChange, messages.PropertyDiff.Kind>> = {
  add: messages.PropertyDiff.Kind.ADD,
  "add-replace": messages.PropertyDiff.Kind.ADD_REPLACE,
  delete: messages.PropertyDiff.Kind.DELETE,
  "delete-replace": messages.PropertyDiff.Kind.DELETE_REPLACE,
  update: messages.PropertyDiff.Kind.UPDATE,
  "update-replace": messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

function toDiffResponse(result: DiffResult): messages.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse()
    .setChanges(result.changes ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...(result.diffs ?? [])])
    .setReplacesList([...(result.replaces ?? [])])
    .setDeletebeforereplace(result.deleteBeforeReplace ?? false)
    .setHasdetaileddiff(result.detailedDiff !== undefined);
  for (const [path, change] of Object.entries(result.detailedDiff ?? {})) {
    const difference = new messages.PropertyDiff().setKind(CHANGE_KINDS[change]).setInputdiff(true);
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}

export function unary<Request, Response>(
  answer: (request: Request, peer: string) => Promise<Response> | Response,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toServiceError(error)),
      );
  };
}

function toServiceError(error: unknown): Partial<ServiceError> {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof InitializationFailed)) return { code: status.UNKNOWN, details: message };
  const detail = new messages.ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(toStruct(error.state))
    .setInputs(toStruct(error.inputs))
    .setReasonsList([...error.reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rich = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([packed]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}
