import { ChannelCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { type ConstructRequest, ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { execa } from "execa";
import { unary } from "../../local/provider/server";
import {
  fromStruct,
  hasUnknown,
  isMap,
  type PropertyMap,
  textAt,
  toStruct,
} from "../../local/provider/wire";
import { parseObjects } from "./helm";
import { register } from "./remote-components";

const CHART = "kubernetes:helm.sh/v4:Chart";

export interface ChartOptions {
  /** Path of helm. */
  readonly helm: string;
  /** Folder against which relative chart paths are resolved. */
  readonly programDirectory: string;
  /** The cluster whose objects `lookup` finds. When absent it finds none. */
  readonly access?: { readonly kubeconfig: string; readonly context: string };
}

/**
 * `kubernetes:helm.sh/v4:Chart`, which lives in Pulumi's plugin: helm renders the chart, and each object is registered as a
 * resource below the component, with the names and options that the plugin gives it. Of hooks, definitions and files of
 * values there are none in what is tested here.
 * https://github.com/pulumi/pulumi-kubernetes/blob/v4.32.0/provider/pkg/provider/helm/v4/chart.go
 */
export function serveCharts(options: ChartOptions): UntypedServiceImplementation {
  return {
    construct: unary<ConstructRequest, ConstructResponse>(async (request) => {
      if (request.getType() !== CHART) throw new Error(`${request.getType()} is not served here`);
      const monitor = new ResourceMonitorClient(
        request.getMonitorendpoint(),
        ChannelCredentials.createInsecure(),
      );
      try {
        return await constructChart(monitor, request, options);
      } finally {
        monitor.close();
      }
    }),
  };
}

async function constructChart(
  monitor: ResourceMonitorClient,
  request: ConstructRequest,
  options: ChartOptions,
): Promise<ConstructResponse> {
  const inputs = fromStruct(request.getInputs());
  // Options of the component that the engine hands on to what stands below it.
  const component = await register(
    monitor,
    toRequest(CHART, request.getName())
      .setParent(request.getParent())
      .setDependenciesList(request.getDependenciesList())
      .setRetainondelete(request.getRetainondelete() ?? false),
  );
  const urn = component.getUrn();
  // The plugin warns that the preview is incomplete.
  const objects = hasUnknown(inputs) ? [] : await render(inputs, options);
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion === "v1" ? "core/v1" : apiVersion;
    const name = `${request.getName()}:${textAt({ metadata }, "metadata", "namespace")}/${textAt({ metadata }, "metadata", "name")}`;
    await register(
      monitor,
      toRequest(`kubernetes:${group}:${kind}`, name)
        .setParent(urn)
        .setCustom(true)
        .setVersion("4.34.2")
        .setProvider(request.getProvidersMap().get("kubernetes") ?? "")
        .setObject(toStruct(object)),
    );
  }
  return new ConstructResponse().setUrn(urn).setState(toStruct({ resources: [] }));
}

/** What `helm template` makes of the chart, in the namespace of the release. */
async function render(
  inputs: PropertyMap,
  { helm, programDirectory, access }: ChartOptions,
): Promise<PropertyMap[]> {
  const namespace = textAt(inputs, "namespace") ?? "default";
  const { stdout } = await execa(
    helm,
    [
      ...["template", textAt(inputs, "name") ?? "", textAt(inputs, "chart") ?? ""],
      ...["--namespace", namespace, "--no-hooks", "--values", "-"],
      ...(access === undefined
        ? []
        : [
            "--dry-run=server",
            "--kubeconfig",
            access.kubeconfig,
            "--kube-context",
            access.context,
          ]),
    ],
    { cwd: programDirectory, input: JSON.stringify(inputs.values ?? {}) },
  );
  return parseObjects(stdout).map((object) => {
    const whole: PropertyMap = { ...object };
    return { ...whole, metadata: { namespace, ...(isMap(whole.metadata) ? whole.metadata : {}) } };
  });
}

function toRequest(type: string, name: string): RegisterResourceRequest {
  return new RegisterResourceRequest()
    .setType(type)
    .setName(name)
    .setAcceptsecrets(true)
    .setAcceptresources(true);
}
