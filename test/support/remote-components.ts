import { ChannelCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  RegisterResourceRequest,
  type RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { unary } from "../../local/provider/server";
import { fromStruct, toStruct } from "../../local/provider/wire";

const DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

/**
 * Components that live in a plugin, as `kubernetes:yaml/v2:ConfigFile` does: the engine asks the plugin to construct one,
 * which then registers it and its children. This one reads no file, and has one definition for every file.
 */
export const REMOTE_COMPONENTS: UntypedServiceImplementation = {
  construct: unary<ConstructRequest, ConstructResponse>(async (request) => {
    const monitor = new ResourceMonitorClient(
      request.getMonitorendpoint(),
      ChannelCredentials.createInsecure(),
    );
    const inputs = fromStruct(request.getInputs());
    const component = await register(
      monitor,
      toRequest(request, request.getType(), request.getName())
        .setParent(request.getParent())
        .setDependenciesList(request.getDependenciesList())
        .setObject(toStruct(inputs)),
    );
    await register(
      monitor,
      toRequest(request, DEFINITION, `${request.getName()}-definition`)
        .setParent(component.getUrn())
        .setCustom(true)
        .setVersion("4.0.0")
        .setObject(toStruct({ kind: "CustomResourceDefinition" })),
    );
    monitor.close();
    return new ConstructResponse().setUrn(component.getUrn()).setState(toStruct(inputs));
  }),
};

/** With the options that a plugin hands on to all that it makes. */
function toRequest(request: ConstructRequest, type: string, name: string): RegisterResourceRequest {
  return new RegisterResourceRequest()
    .setType(type)
    .setName(name)
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setRetainondelete(request.getRetainondelete() ?? false);
}

/** Registers a resource as a plugin does, and answers what came of it. */
export function register(
  monitor: ResourceMonitorClient,
  request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
  return new Promise((resolve, reject) => {
    monitor.registerResource(request, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}
