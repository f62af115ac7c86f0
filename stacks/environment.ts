import { findInstanceType } from "../catalog/ec2-instance-types";
import { type EnvironmentPlan, type EnvironmentSpec, planEnvironment } from "../plan/environment";
import type { ModelServiceSpec } from "../plan/model-service-spec";
import { type ModelStorageSpec, toStorageRef } from "../plan/model-storage";
import type { NodePoolRef } from "../plan/node-pool-ref";
import { compileSchema } from "../plan/schema-issues";
import { isMap } from "../plan/value-check";
import { type Issue, issue, issuesOf, joinPath, type Result } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { checkDnsLabel } from "../units/resource-name";
import schema from "./environment.schema.json";
import type { ModelRelease, ModelReleases } from "./model-release";
import * as releasesOfModels from "./models";

/** The one cluster of a stack, named twice so that a renamed context cannot lead elsewhere. */
export interface ClusterSettings {
  readonly context: string;
  readonly server: string;
}

/** What a stack file says, read, checked and planned. */
export interface Environment {
  readonly cluster: ClusterSettings;
  readonly namespace: string;
  readonly tokenSecretName: string | undefined;
  readonly spec: EnvironmentSpec;
  readonly plan: EnvironmentPlan;
  /** Number of the model release by model. */
  readonly releases: Readonly<Record<string, number>>;
}

/** The shape that the schema demands. */
interface EnvironmentConfig {
  readonly cluster: ClusterSettings;
  readonly namespace?: string;
  readonly imageRegistryMirror?: string;
  readonly tokenSecretName?: string;
  readonly nodePools: Readonly<Record<string, Omit<NodePoolRef, "name">>>;
  readonly storage: Readonly<Record<string, ModelStorageSpec>>;
  readonly models: Readonly<Record<string, ModelConfig>>;
}

interface ModelConfig {
  readonly release: number;
  readonly replicas?: number;
  readonly nodePool: string;
  readonly storage: string;
}

const DEFAULT_NAMESPACE = "llm";

const checkForm = compileSchema(schema);

const MODELS: Readonly<Record<string, ModelReleases>> = releasesOfModels;

/**
 * Reads and plans the configuration of a stack, or gives everything that is wrong with it at once: with its form, its
 * references and its plans. A part that is wrong in itself is told once, and left out of the checks that build on it.
 */
export function toEnvironment(config: unknown): Result<Environment> {
  const form = checkForm(config);
  const sound = withoutBrokenParts(config, form);
  const namespace = sound.namespace ?? DEFAULT_NAMESPACE;
  const references = checkReferences(config, sound);
  const spec = toSpec(withoutBrokenParts(sound, references));
  const plan = planEnvironment(spec);
  const meaning = [
    ...checkDnsLabel("namespace", namespace),
    ...references,
    ...issuesOf(plan).map((each) => ({ ...each, path: toConfigPath(each.path, sound) })),
  ];
  const issues = [...form, ...withoutTold(meaning, form)];
  if (issues.length > 0 || !plan.ok) return { ok: false, issues };
  return {
    ok: true,
    value: {
      cluster: sound.cluster,
      namespace,
      tokenSecretName: sound.tokenSecretName,
      spec,
      plan: plan.value,
      releases: mapValues(sound.models, ({ release }) => release),
    },
  };
}

/** What the schema has refused already is not told again for its meaning. */
function withoutTold(issues: readonly Issue[], told: readonly Issue[]): Issue[] {
  return issues.filter(({ path }) => !told.some((each) => each.path === path));
}

/** Where a stack file has what a plan complains of; the path of the plan where it stands in the model release. */
function toConfigPath(path: string, { models }: EnvironmentConfig): string {
  const [, key = "", property = ""] = /^models\.([^.]+)\.(.+)$/.exec(path) ?? [];
  if (property === "imageRegistryMirror") return property;
  if (property === "roles.both.replicas") return `models.${key}.replicas`;
  return path.replace(/^models\.[^.]+\.model\.storage\b/, `storage.${models[key]?.storage}`);
}

const SECTIONS = ["nodePools", "storage", "models"] as const;

/** The configuration without the pools, claims and models that the issues are about; what remains has its proved shape. */
function withoutBrokenParts(config: unknown, issues: readonly Issue[]): EnvironmentConfig {
  const whole = isMap(config) ? config : {};
  const sections = SECTIONS.map((section) => {
    const parts = isMap(whole[section]) ? Object.entries(whole[section]) : [];
    const sound = parts.filter(
      ([key]) => !issues.some(({ path }) => isWithin(path, joinPath(section, key))),
    );
    return [section, Object.fromEntries(sound)];
  });
  return { ...whole, ...Object.fromEntries(sections) } as EnvironmentConfig;
}

function isWithin(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);
}

/** Looks up what models name, also in a model whose form is wrong elsewhere: a name of the wrong type is told by its form. */
function checkReferences(config: unknown, sound: EnvironmentConfig): Issue[] {
  const models = isMap(config) && isMap(config.models) ? Object.entries(config.models) : [];
  return models.flatMap(([key, model]) =>
    isMap(model) ? checkModel(config, sound, key, model) : [],
  );
}

function checkModel(
  config: unknown,
  sound: EnvironmentConfig,
  key: string,
  model: Record<string, unknown>,
): Issue[] {
  const path = `models.${key}`;
  const { release: number, nodePool, storage } = model;
  const releases = Object.hasOwn(MODELS, key) ? MODELS[key] : undefined;
  if (releases === undefined) {
    return [
      issue(
        path,
        key,
        "there is no such model in stacks/models",
        suggestWord(key, Object.keys(MODELS)),
      ),
    ];
  }
  const issues = [
    ...(typeof nodePool === "string"
      ? checkReference(`${path}.nodePool`, nodePool, config, "nodePools")
      : []),
    ...(typeof storage === "string"
      ? checkReference(`${path}.storage`, storage, config, "storage")
      : []),
  ];
  // What is no number of a release has been told by its form.
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) return issues;
  const release = releases[number];
  if (release === undefined) {
    const rule = `${key} has the releases ${Object.keys(releases).join(", ")}`;
    return [...issues, issue(`${path}.release`, number, rule, "use one of them")];
  }
  const isSound = typeof nodePool === "string" && Object.hasOwn(sound.nodePools, nodePool);
  const pool = isSound ? sound.nodePools[nodePool] : undefined;
  return [...issues, ...(pool === undefined ? [] : checkAccelerator(model, pool, release, path))];
}

function checkReference(
  path: string,
  name: string,
  config: unknown,
  section: (typeof SECTIONS)[number],
): Issue[] {
  const names = isMap(config) && isMap(config[section]) ? Object.keys(config[section]) : [];
  if (names.includes(name)) return [];
  const wayOut = names.length === 0 ? `write one under ${section}` : suggestWord(name, names);
  return [issue(path, name, `there is none of this name under ${section}`, wayOut)];
}

/** Of a machine outside the catalogue nothing is known, and whoever describes it answers for it. */
function checkAccelerator(
  { release: number, nodePool }: Record<string, unknown>,
  { instanceType }: Omit<NodePoolRef, "name">,
  release: ModelRelease,
  path: string,
): Issue[] {
  const row = findInstanceType(instanceType);
  if (row === undefined || row.accelerator === release.accelerator) return [];
  return [
    issue(
      `${path}.nodePool`,
      nodePool,
      `its ${instanceType} has ${row.accelerator ?? "no accelerator"}, and release ${number} is proved on ${release.accelerator}`,
      `use a pool with ${release.accelerator}, or make a release for this one`,
    ),
  ];
}

/** Leaves out the models whose pool or claim is left out. */
function toSpec(config: EnvironmentConfig): EnvironmentSpec {
  const nodePools = mapValues(config.nodePools, (pool, name) => ({ name, ...pool }));
  const models = Object.entries(config.models).flatMap(([key, model]) => {
    const spec = toModel(config, key, model);
    return spec === undefined ? [] : [[key, spec] as const];
  });
  return { nodePools, storage: config.storage, models: Object.fromEntries(models) };
}

function toModel(
  config: EnvironmentConfig,
  key: string,
  model: ModelConfig,
): ModelServiceSpec | undefined {
  const release = MODELS[key]?.[model.release];
  const nodePool = config.nodePools[model.nodePool];
  const storage = config.storage[model.storage];
  if (release === undefined || nodePool === undefined || storage === undefined) return undefined;
  return {
    releaseName: release.releaseName,
    model: { ...release.model, storage: toStorageRef(model.storage, storage) },
    engine: release.engine,
    nodePool: { name: model.nodePool, ...nodePool },
    roles: {
      both: {
        ...(model.replicas === undefined ? {} : { replicas: model.replicas }),
        parallelism: release.parallelism,
        resources: release.resources,
      },
    },
    ...(config.imageRegistryMirror === undefined
      ? {}
      : { imageRegistryMirror: config.imageRegistryMirror }),
  };
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A, key: string) => B,
): Record<string, B> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value, key)]),
  );
}
