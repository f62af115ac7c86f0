import { type Engine, isEngine } from "../catalog/engines";
import { ROUTING_PROXY } from "../catalog/routing-proxy";
import { type Issue, issue } from "../units/issue";
import { checkContainerImage, toMirroredImage } from "./container-image";
import { kvTransferPort } from "./kv-transfer";
import type { ModelServiceSpec } from "./model-service-spec";

/** The sidecar of a decode pod that has a prefill pod read the prompt. */
export interface RoutingProxyPlan {
  /** Container image, from the mirror where there is one. */
  readonly image: string;
  /** Its word for the way in which the engine hands caches over. */
  readonly connector: string;
  /** Port of the engine behind it. */
  readonly enginePort: number;
}

type ProxySpec = Pick<
  ModelServiceSpec,
  "engine" | "roles" | "routingProxyImage" | "imageRegistryMirror"
>;

/** `undefined` before servers that do both halves: it would only add a port and a failure. */
export function planRoutingProxy(spec: ProxySpec): RoutingProxyPlan | undefined {
  if (spec.roles.decode === undefined) return undefined;
  const image = spec.routingProxyImage ?? ROUTING_PROXY.image;
  return {
    image: toMirroredImage(image, spec.imageRegistryMirror),
    connector: ROUTING_PROXY.connectors[spec.engine.name],
    enginePort: ROUTING_PROXY.enginePort,
  };
}

/** What is wrong with the image of the proxy, and with a port that something else in the pods of prefill or decode has. */
export function checkRoutingProxy(spec: ProxySpec, port: number): Issue[] {
  const { routingProxyImage: image } = spec;
  if (spec.roles.decode === undefined) {
    if (image === undefined) return [];
    const rule = "there is no routing proxy before servers that do both halves of the work";
    return [issue("routingProxyImage", image, rule, "leave it out, or use prefill and decode")];
  }
  const issues = image === undefined ? [] : checkContainerImage("routingProxyImage", image);
  return [...issues, ...checkPort(spec.engine.name, port)];
}

function checkPort(engine: Engine, port: number): Issue[] {
  // What is no engine has been told already.
  if (!isEngine(engine)) return [];
  const owners = new Map([
    [ROUTING_PROXY.enginePort, "the engine behind the routing proxy of decode has this port"],
    [kvTransferPort(engine), "caches are handed over on this port"],
  ]);
  const rule = owners.get(port);
  return rule === undefined ? [] : [issue("port", port, rule, "leave it out for 8000")];
}
