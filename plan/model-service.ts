import { type Engine, findEngine, isEngine } from "../catalog/engines";
import { findModel, type Model } from "../catalog/models";
import {
  type Issue,
  issue,
  issuesOf,
  prefixIssues,
  type Result,
  renderIssues,
} from "../units/issue";
import { checkDnsLabel, RELEASE_NAME_MAX_LENGTH } from "../units/resource-name";
import { type ChartPlan, ChartSource, planChart } from "./chart-source";
import { checkImageRegistryMirror, toMirroredImage } from "./container-image";
import { findDefaults, type ShutdownTiming } from "./defaults";
import { DeployAs } from "./deploy-as";
import { transfersByEfa, warnOfUnusedEfa } from "./efa-transfer";
import { checkEngineChoices } from "./engine-choice";
import { checkEngineImage, findEngineImage } from "./engine-image";
import { checkEngineSettings } from "./engine-settings-check";
import { findEngineVersion } from "./engine-version";
import { checkExtraArgs } from "./extra-args";
import { warnOfTiers } from "./kv-cache-support";
import { planKvCacheTiers } from "./kv-cache-tiers";
import { checkLeastTierMemory } from "./least-tier-memory";
import { warnOfSpelling } from "./llm-d-image";
import { proveMemory } from "./memory-proof";
import { checkModelFiles, findModelPath, type ModelFilesPlan, planModelFiles } from "./model-files";
import type { RolePools } from "./model-role";
import { checkRoleForms, planModelRoles, rolesOf } from "./model-roles";
import { checkShape, isReadable, type ModelServiceSpec } from "./model-service-spec";
import { checkNodePoolRef } from "./node-pool-ref";
import { checkBackend } from "./platform-backend";
import { checkPodMemory } from "./pod-memory";
import { type RolePlan, toRolePlan } from "./role-plan";
import { planRolePools } from "./role-pools";
import { checkRoutingProxy, planRoutingProxy, type RoutingProxyPlan } from "./routing-proxy";
import { checkGroupService, hasGroups } from "./server-group";
import { checkTokenBudget } from "./token-budget";
import { checkTpuPools, checkTpuVersion } from "./tpu-serving";
import { warnOfUpstream } from "./upstream-values";
import { checkWholeNumber, describeQuotes, isMap, optional } from "./value-check";

/** What exists for one model, with every default written out. */
export interface ModelServicePlan {
  /** Name of the Helm release. */
  readonly releaseName: string;
  /** Which model is served. */
  readonly model: {
    /** Id of the model as its publisher writes it. */
    readonly id: string;
    /** Name that clients write into their requests. */
    readonly servedName: string;
  };
  /** The claim that holds its files. */
  readonly files: ModelFilesPlan;
  /** The engine that serves it. */
  readonly engine: EnginePlan;
  /** Port on which the model is asked. */
  readonly port: number;
  /** `both`, or `prefill` and `decode`. */
  readonly roles: readonly RolePlan[];
  /** `undefined` without `decode`. */
  readonly routingProxy: RoutingProxyPlan | undefined;
  /** Where the chart comes from that renders its objects. */
  readonly chart: ChartPlan;
  /** What puts them into the cluster: a Helm release, or a Pulumi resource for each. */
  readonly deployAs: DeployAs;
  /** What was let through unproven, what is not deployed as it was written, and what works and should be known, for every preview to show. */
  readonly warnings: readonly string[];
  /** Size of `/dev/shm` of each pod, as a Kubernetes quantity. */
  readonly sharedMemory: string;
  /** Longest time in seconds until a pod answers its first request. */
  readonly startUpBudgetSeconds: number;
  /** How long a pod takes to end. */
  readonly shutdown: ShutdownTiming;
}

/** The engine as every server of the model runs it. */
export interface EnginePlan {
  /** Which engine it is. */
  readonly name: Engine;
  /** Container image, from the mirror where there is one. */
  readonly image: string;
  /** Answers as soon as the process lives. */
  readonly livenessPath: string;
  /** Answers once the model can be asked. */
  readonly readinessPath: string;
}

/** Where the chart mounts the claim of the model; upstream's default. */
export const MODEL_MOUNT_PATH = "/model-cache";

/** Plans the service called `name`, or says everything that is wrong with it. */
export function planModelService(name: string, spec: ModelServiceSpec): Result<ModelServicePlan> {
  const shape = checkShape(spec);
  if (!isReadable(spec)) return { ok: false, issues: [...shape, ...checkPool(spec)] };

  const defaults = findDefaults(spec.defaults);
  // What is null, as a key without a value in a file, is not absent: its check refuses it.
  const {
    releaseName = name,
    port = defaults.port,
    sharedMemory = defaults.sharedMemory,
    deployAs = DeployAs.release,
    startUpBudgetSeconds = defaults.startUpBudgetSeconds,
  } = spec;
  const row = findModel(spec.model.id);
  const pools = planRolePools(spec);
  const roles = pools.ok
    ? planModelRoles(spec.roles, {
        engine: spec.engine.name,
        pools: pools.value,
        model: row,
        rollout: spec.rollout,
        daemonTenths: defaults.daemonTenths,
      })
    : { ok: false as const, issues: checkRoleForms(spec.roles) };
  const knownPools = pools.ok ? Object.values(pools.value) : [];
  const rolePools = pools.ok ? pools.value : {};
  const image = findEngineImage(spec.engine, rolePools);
  const path = findModelPath(spec.model);
  const kvCacheTiers = planKvCacheTiers(roles.ok ? roles.value : [], {
    model: spec.model,
    modelPath: path,
    engine: spec.engine,
    image,
    row,
    sharedMemory,
    engineUse: defaults.engineUse,
  });
  const issues = [
    ...shape,
    ...checkDnsLabel("releaseName", releaseName, RELEASE_NAME_MAX_LENGTH),
    ...prefixIssues(
      "model",
      checkModelFiles(spec, { row, pools: knownPools, startUpBudgetSeconds }),
    ),
    ...prefixIssues("engine", checkEngine(spec, row, rolePools)),
    ...checkTpuPools(spec, rolePools),
    ...optional(checkImageRegistryMirror)("imageRegistryMirror", spec.imageRegistryMirror),
    ...issuesOf(pools),
    ...issuesOf(roles),
    ...checkPort(port),
    ...(roles.ok && hasGroups({ roles: roles.value })
      ? checkGroupService(releaseName, port, spec.engine.name)
      : []),
    ...checkRoutingProxy(spec, port),
    ...checkWholeNumber(60)("startUpBudgetSeconds", startUpBudgetSeconds),
    ...checkPodMemory(sharedMemory, roles.ok ? roles.value : [], spec.engine),
    ...issuesOf(kvCacheTiers),
  ];
  if (issues.length > 0 || image === undefined || !roles.ok || !kvCacheTiers.ok)
    return { ok: false, issues };
  const proof = proveMemory(spec, roles.value, { image, model: row });
  if (!proof.ok) return proof;
  const smallTiers = checkLeastTierMemory(proof.value.roles, kvCacheTiers.value, {
    engine: spec.engine,
    image,
  });
  if (smallTiers.length > 0) return { ok: false, issues: smallTiers };

  const engine = findEngine(spec.engine.name);
  const servedName = spec.model.servedName ?? spec.model.id;
  const routingProxy = planRoutingProxy(spec);
  const told = [
    ...warnOfSpelling("engine.image", spec.engine.image),
    ...warnOfUnusedEfa(rolePools),
    ...warnOfTiers({ engine: spec.engine, image }),
  ];
  const chart = planChart(spec.chart);
  return {
    ok: true,
    value: {
      releaseName,
      model: { id: spec.model.id, servedName },
      files: planModelFiles(spec.model.storage, path, row),
      engine: {
        name: engine.name,
        image: toMirroredImage(image, spec.imageRegistryMirror),
        livenessPath: engine.livenessPath,
        readinessPath: engine.readinessPath,
      },
      port,
      roles: proof.value.roles.map((role) =>
        toRolePlan(role, {
          engine: spec.engine,
          modelPath: `${MODEL_MOUNT_PATH}/${path}`,
          servedName,
          port,
          routingProxy,
          byEfa: transfersByEfa(rolePools),
          kvCacheTiers: kvCacheTiers.value,
          startUpBudgetSeconds,
          probeTimings: defaults.probes,
        }),
      ),
      routingProxy,
      chart,
      deployAs,
      warnings: [
        ...told.map((each) => renderIssues([each])),
        ...proof.value.warnings,
        ...(chart.source === ChartSource.upstream ? warnOfUpstream(engine.name) : []),
      ],
      sharedMemory,
      startUpBudgetSeconds,
      shutdown: {
        preStopSeconds: defaults.preStopSeconds,
        gracePeriodSeconds: defaults.gracePeriodSeconds,
      },
    },
  };
}

/** All that can be told of the pool of a service that cannot be read. */
function checkPool(spec: ModelServiceSpec): Issue[] {
  return isMap(spec) ? prefixIssues("nodePool", checkNodePoolRef(spec.nodePool)) : [];
}

/** Paths are relative to `engine`. */
function checkEngine(
  { engine, roles }: ModelServiceSpec,
  row: Model | undefined,
  pools: RolePools,
): Issue[] {
  const settings = checkEngineSettings(engine, row);
  // Of what is no engine neither flags nor images are known.
  if (!isEngine(engine.name)) return [...settings, ...checkEngineImage(engine, pools)];
  const version = findEngineVersion(engine.name, findEngineImage(engine, pools));
  const roleNames = rolesOf(roles).map(([name]) => name);
  return [
    ...settings,
    ...checkExtraArgs(engine, roleNames, version),
    ...checkEngineChoices(engine, version),
    ...checkTokenBudget(engine, row, version),
    ...checkTpuVersion(engine, row, version),
    ...checkBackend(engine, Object.values(pools)),
    ...checkEngineImage(engine, pools),
  ];
}

function checkPort(port: number): Issue[] {
  if (Number.isSafeInteger(port) && port >= 1 && port <= 65535) return [];
  const wayOut = describeQuotes(port, "number") ?? "leave it out for 8000";
  return [issue("port", port, "must be a port of 1 to 65535", wayOut)];
}
