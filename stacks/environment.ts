import { type EnvironmentPlan, type EnvironmentSpec, planEnvironment } from "../plan/environment";
import { compileSchema } from "../plan/schema-issues";
import { isMap } from "../plan/value-check";
import { type Issue, issue, issuesOf, joinPath, type Result } from "../units/issue";
import { suggestWord } from "../units/nearest";
import { checkDnsLabel } from "../units/resource-name";
import {
  checkAccelerator,
  checkChosenRelease,
  checkSharedClaim,
  DraftReleases,
  warnOfRelease,
} from "./chosen-release";
import schema from "./environment.schema.json";
import {
  type ClusterSettings,
  type EnvironmentConfig,
  toEnvironmentSpec,
} from "./environment-config";
import { type MadePools, type PlannedPools, planMadePools, toMadePools } from "./made-pools";
import { findReleases, RELEASES, type ReleaseCatalogue } from "./release-catalogue";

/** What a stack file says, read, checked and planned. */
export interface Environment {
  readonly cluster: ClusterSettings;
  readonly namespace: string;
  readonly tokenSecretName: string | undefined;
  readonly spec: EnvironmentSpec;
  readonly plan: EnvironmentPlan;
  /** The pools that the program makes, where it makes any; the others exist. */
  readonly madePools: MadePools | undefined;
  /** Number of the model release by model. */
  readonly releases: Readonly<Record<string, number>>;
  /** What may be deployed and should be known before: told with every preview. */
  readonly warnings: readonly Issue[];
}

const DEFAULT_NAMESPACE = "llm";

const checkForm = compileSchema(schema);

/**
 * Reads and plans the configuration of a stack, or gives everything that is wrong with it at once: with its form, its
 * references and its plans. A part that is wrong in itself is told once, and left out of the checks that build on it.
 */
export function toEnvironment(
  config: unknown,
  catalogue: ReleaseCatalogue = RELEASES,
): Result<Environment> {
  const form = checkForm(config);
  const made = planMadePools(config);
  const whole = withMadePools(config, made);
  const sound = withoutBrokenParts(whole, [...form, ...toBrokenPools(made)]);
  const namespace = sound.namespace ?? DEFAULT_NAMESPACE;
  const references = checkReferences(whole, sound, catalogue);
  const spec = toEnvironmentSpec(withoutBrokenParts(sound, references), catalogue);
  const plan = planEnvironment(spec);
  const toPlace = (each: Issue) => ({ ...each, path: toConfigPath(each.path, sound, made) });
  const meaning = [
    ...checkDnsLabel("namespace", namespace),
    ...checkServer(sound.cluster),
    ...made.issues,
    ...references,
    ...issuesOf(plan).map(toPlace),
  ];
  const issues = [...form, ...withoutTold(meaning, form)];
  if (issues.length > 0 || !plan.ok) return { ok: false, issues };
  const releases = Object.fromEntries(
    Object.entries(sound.models).map(([key, { release }]) => [key, release]),
  );
  return {
    ok: true,
    value: {
      cluster: sound.cluster,
      namespace,
      tokenSecretName: sound.tokenSecretName,
      spec,
      plan: plan.value,
      madePools: toMadePools(sound, made),
      releases,
      warnings: [
        ...warnOfMachines(plan.value).map(toPlace),
        ...Object.entries(releases).flatMap(([model, number]) =>
          warnOfRelease(catalogue, { model, number }),
        ),
      ],
    },
  };
}

function warnOfMachines({ nodePools }: EnvironmentPlan): Issue[] {
  return Object.entries(nodePools)
    .filter(([, { isVerified }]) => !isVerified)
    .map(([key, { machine }]) =>
      issue(
        `nodePools.${key}`,
        machine,
        "its row in the catalogue was not read at the vendor",
        "compare it with what a node of it shows under Allocatable",
      ),
    );
}

function checkServer(cluster: unknown): Issue[] {
  const server = isMap(cluster) ? cluster.server : undefined;
  if (typeof server !== "string" || URL.canParse(server)) return [];
  return [issue("cluster.server", server, "is no URL", "write it as the kubeconfig has it")];
}

/** What the schema has refused already is not told again for its meaning. */
function withoutTold(issues: readonly Issue[], told: readonly Issue[]): Issue[] {
  return issues.filter(({ path }) => !told.some((each) => each.path === path));
}

/** Where a stack file has what a plan complains of; the path of the plan where it stands in the model release. */
function toConfigPath(
  path: string,
  { models }: EnvironmentConfig,
  { places }: PlannedPools,
): string {
  const [whole = "", pool = ""] = /^nodePools\.([^.]+)/.exec(path) ?? [];
  const place = places.get(pool);
  if (place !== undefined) return `${place}${path.slice(whole.length)}`;
  const [, key = "", property = ""] = /^models\.([^.]+)\.(.+)$/.exec(path) ?? [];
  if (property === "imageRegistryMirror") return property;
  if (property === "roles.both.replicas") return `models.${key}.replicas`;
  return path.replace(/^models\.[^.]+\.model\.storage\b/, `storage.${models[key]?.storage}`);
}

/** The configuration with the references of the pools that are made, beside those that exist. */
function withMadePools(config: unknown, { places, refs }: PlannedPools): unknown {
  if (!isMap(config)) return config;
  const made = [...places.keys()].map((name) => [name, refs.get(name) ?? {}]);
  const existing = isMap(config.nodePools) ? config.nodePools : {};
  return { ...config, nodePools: { ...existing, ...Object.fromEntries(made) } };
}

/** Pools that are made and cannot work, where their references would stand. They have been told. */
function toBrokenPools({ places, refs }: PlannedPools): Issue[] {
  return [...places.keys()]
    .filter((name) => !refs.has(name))
    .map((name) => issue(`nodePools.${name}`, name, "", ""));
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
function checkReferences(
  config: unknown,
  sound: EnvironmentConfig,
  catalogue: ReleaseCatalogue,
): Issue[] {
  const models = isMap(config) && isMap(config.models) ? Object.entries(config.models) : [];
  return models.flatMap(([key, model]) =>
    isMap(model) ? checkModel(config, sound, catalogue, key, model) : [],
  );
}

function checkModel(
  config: unknown,
  sound: EnvironmentConfig,
  catalogue: ReleaseCatalogue,
  key: string,
  model: Record<string, unknown>,
): Issue[] {
  const path = `models.${key}`;
  const { release: number, nodePool, storage } = model;
  const releases = findReleases(catalogue, key);
  if (releases === undefined) {
    return [
      issue(
        path,
        key,
        "there is no such model in stacks/models",
        suggestWord(key, Object.keys(catalogue.models)),
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
  const choice = { model: key, number };
  const release = releases[number];
  const isSound = typeof nodePool === "string" && Object.hasOwn(sound.nodePools, nodePool);
  const pool = isSound ? sound.nodePools[nodePool] : undefined;
  return [
    ...issues,
    ...checkChosenRelease(catalogue, choice, sound.draftReleases ?? DraftReleases.refused),
    ...(release === undefined ? [] : checkSharedClaim(choice, release, sound.storage)),
    ...(release === undefined || pool === undefined
      ? []
      : checkAccelerator(choice, release, { name: String(nodePool), ...pool })),
  ];
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
