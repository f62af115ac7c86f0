import type { Platform } from "../catalog/engines";
import { INFERENCE_SERVING_LABEL, MODEL_LABEL } from "../catalog/well-known";
import { type RoleValues, toRoleValues } from "./chart-role-values";
import type { ChartWiring } from "./chart-wiring";
import type { RoleName } from "./model-role";
import { MODEL_MOUNT_PATH, type ModelServicePlan } from "./model-service";
import { platformOf } from "./platform";
import type { RolePlan } from "./role-plan";
import type { RoutingProxyPlan } from "./routing-proxy";
import { hasGroups } from "./server-group";
import { isMap } from "./value-check";
import { whenPresent } from "./when-present";

/** The values of the chart llm-d-modelservice that we write, key by key. */
export interface ChartValues {
  readonly strict: true;
  readonly fullnameOverride: string;
  readonly serviceAccountOverride?: string;
  readonly multinode: boolean;
  readonly modelArtifacts: {
    readonly name: string;
    readonly uri: string;
    readonly mountPath: string;
    readonly readOnly: true;
    readonly authSecretName?: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly accelerator: { readonly type: Platform };
  readonly routing: { readonly servicePort: number; readonly proxy: ProxyValues };
  readonly decode: RoleValues;
  readonly prefill: RoleValues | { readonly create: false };
}

/** The values of the routing proxy. */
export type ProxyValues =
  | { readonly enabled: false }
  | {
      readonly enabled: true;
      readonly image: string;
      readonly imagePullPolicy: "IfNotPresent";
      readonly targetPort: number;
      readonly connector: string;
      readonly zapLogLevel: "info";
    };

/** The values of a plan. A key with nothing to say is left out, never written as `undefined` or null. */
export function toChartValues(plan: ModelServicePlan, wiring: ChartWiring): ChartValues {
  const { both, prefill, decode } = byName(plan.roles);
  // The chart has no word for servers that do both: they are decode servers without a proxy.
  const decoding = both ?? decode;
  if (decoding === undefined) throw new Error("a plan has servers that write answers");
  return {
    strict: true,
    fullnameOverride: plan.releaseName,
    ...whenPresent("serviceAccountOverride", wiring.serviceAccountName),
    multinode: hasGroups(plan),
    modelArtifacts: {
      name: plan.model.servedName,
      uri: `pvc://${plan.files.claimName}/${plan.files.path}`,
      mountPath: MODEL_MOUNT_PATH,
      readOnly: true,
      ...whenPresent("authSecretName", wiring.tokenSecretName),
      // They are the selector, which can never change: nothing but what is unique and lasting belongs here.
      labels: { [INFERENCE_SERVING_LABEL]: "true", [MODEL_LABEL]: plan.releaseName },
    },
    accelerator: { type: platformOf(decoding.pool) },
    routing: { servicePort: plan.port, proxy: toProxyValues(plan.routingProxy) },
    decode: toRoleValues(plan, decoding, wiring),
    prefill: prefill === undefined ? { create: false } : toRoleValues(plan, prefill, wiring),
  };
}

function byName(roles: readonly RolePlan[]): Partial<Record<RoleName, RolePlan>> {
  return Object.fromEntries(roles.map((role) => [role.name, role]));
}

function toProxyValues(proxy: RoutingProxyPlan | undefined): ProxyValues {
  if (proxy === undefined) return { enabled: false };
  return {
    enabled: true,
    image: proxy.image,
    // The image is pinned: there is nothing to ask the registry for again.
    imagePullPolicy: "IfNotPresent",
    targetPort: proxy.enginePort,
    connector: proxy.connector,
    zapLogLevel: "info",
  };
}

/** Lays `extra` over `values` as Helm does: maps are merged, everything else is replaced. */
export function mergeValues(
  values: object,
  extra: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const below: Readonly<Record<string, unknown>> = { ...values };
  const laid = Object.entries(extra).map(([key, value]) => {
    const old = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, isMap(old) && isMap(value) ? mergeValues(old, value) : value];
  });
  return { ...below, ...Object.fromEntries(laid) };
}
