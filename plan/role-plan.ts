import { findEngine } from "../catalog/engines";
import type { Defaults } from "./defaults";
import { type EfaShare, planEfaShare, spansByEfa } from "./efa-share";
import { toEngineCommand } from "./engine-command";
import type { EngineSettings } from "./engine-settings";
import type { KvCacheTiersPlan, TiersOfRoles } from "./kv-cache-tiers";
import { toKvConnectorArgs } from "./kv-connector";
import { type KvTransferPlan, planKvTransfer } from "./kv-transfer";
import { RoleName } from "./model-role";
import type { PlacedRole } from "./model-roles";
import { platformOf } from "./platform";
import { type StartUpProbes, toProbes } from "./probes";
import type { RoleMemory } from "./role-memory";
import type { RoutingProxyPlan } from "./routing-proxy";

/** The servers of one role in full. */
export interface RolePlan extends PlacedRole {
  /** Port that the engine listens on. */
  readonly port: number;
  /** First words of the argument list, which start the server. */
  readonly command: readonly string[];
  /** The rest of the argument list. */
  readonly args: readonly string[];
  /** The same for pods of a group that only compute; `undefined` where all pods of a server are started alike. */
  readonly workerArgs: readonly string[] | undefined;
  /** When a pod that answers requests is asked whether it lives and serves. */
  readonly probes: StartUpProbes;
  /** How the cache of a prompt is handed over; `undefined` for servers that do both halves of the work. */
  readonly kvTransfer: KvTransferPlan | undefined;
  /** What a pod asks of its node for EFA; `undefined` where neither caches nor hosts of a server go by it. */
  readonly efa: EfaShare | undefined;
  /** Where the cache goes on beyond the devices; `undefined` where it does not. */
  readonly kvCacheTiers: KvCacheTiersPlan | undefined;
  /** What the devices of one server hold. */
  readonly memory: RoleMemory;
}

/** A role with its place and the memory of its devices. */
export interface ProvedRole extends PlacedRole {
  /** What the devices of one server hold. */
  readonly memory: RoleMemory;
}

/** What every server of the model is told alike. */
export interface ServerContext {
  readonly engine: EngineSettings;
  readonly modelPath: string;
  readonly servedName: string;
  /** Port of the service. */
  readonly port: number;
  readonly routingProxy: RoutingProxyPlan | undefined;
  /** Whether caches go from prefill to decode by EFA. */
  readonly byEfa: boolean;
  readonly kvCacheTiers: TiersOfRoles;
  readonly startUpBudgetSeconds: number;
  readonly probeTimings: Defaults["probes"];
}

/** Adds how the engine of the role is started. */
export function toRolePlan(role: ProvedRole, context: ServerContext): RolePlan {
  const { engine, modelPath, servedName, routingProxy, byEfa } = context;
  const isBehindProxy = role.name === RoleName.decode && routingProxy !== undefined;
  const port = isBehindProxy ? routingProxy.enginePort : context.port;
  const platform = platformOf(role.pool);
  const kvTransfer = planKvTransfer(engine.name, role.name, { platform, byEfa });
  const kvCacheTiers = context.kvCacheTiers.get(role.name);
  const caches = [kvTransfer, kvCacheTiers].filter((each) => each !== undefined);
  const command = toEngineCommand(engine, {
    modelPath,
    servedName,
    port,
    parallelism: role.parallelism,
    kvCacheArgs: [
      ...caches.flatMap(({ args }) => args),
      ...toKvConnectorArgs(caches.flatMap(({ connectors }) => connectors)),
    ],
  });
  const asksForEfa = byEfa || spansByEfa(role.parallelism, role.pool);
  const efa = asksForEfa ? planEfaShare(role.pool, role.parallelism) : undefined;
  const { livenessPath, readinessPath, groupReadinessPath } = findEngine(engine.name);
  const probes = toProbes(
    {
      livenessPath,
      readinessPath: role.parallelism.workers === 1 ? readinessPath : groupReadinessPath,
      startUpBudgetSeconds: context.startUpBudgetSeconds,
    },
    context.probeTimings,
  );
  return { ...role, port, ...command, probes, kvTransfer, efa, kvCacheTiers };
}
