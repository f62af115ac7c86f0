import type { PulumiFn } from "@pulumi/pulumi/automation";
import type {
  RegisterResourceRequest,
  RegisterResourceResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import type { ResourceOptions } from "./resource-options";
import { readOptions } from "./resource-options";

type Answer = (error: unknown, response: RegisterResourceResponse) => void;

/**
 * The same program, which writes the options of everything that it registers into `registered`, by
 * URN: the engine's events show only few of them, and in a preview there is no state to read.
 */
export function recordOptions(
  program: PulumiFn,
  registered: Map<string, ResourceOptions>,
): PulumiFn {
  return async () => {
    const monitor: unknown = getMonitor();
    if (!isMonitor(monitor)) throw new Error("the program is not connected to the engine");
    const register = monitor.registerResource.bind(monitor);
    monitor.registerResource = (request, answer) =>
      register(request, (error, response) => {
        if (!error) registered.set(response.getUrn(), readOptions(request));
        answer(error, response);
      });
    return program();
  };
}

interface Monitor {
  registerResource(request: RegisterResourceRequest, answer: Answer): unknown;
}

function isMonitor(value: unknown): value is Monitor {
  return typeof value === "object" && value !== null && "registerResource" in value;
}
