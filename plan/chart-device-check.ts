import { type Issue, issue } from "../units/issue";
import { deriveParallelism } from "./chart-parallelism";
import type { CheckedContainer, CheckedRole, CheckedValues } from "./checked-values";

/** The type of the devices of a role, and whether they come by a claim in place of a resource name. */
export function readAccelerator({ accelerator: own = {} }: CheckedRole, values: CheckedValues) {
  const type = own.type || (values.accelerator?.type ?? "");
  const dra = own.dra ?? values.accelerator?.dra ?? false;
  return {
    type,
    dra,
    usesClaim: dra && type !== "cpu",
    resource: values.accelerator?.resources?.[type] ?? "",
    template: values.accelerator?.resourceClaimTemplates?.[type],
  };
}

/** What is wrong with the type of a role's devices, and with the claim for them. */
export function checkAccelerator(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  const { type, usesClaim } = readAccelerator(role, values);
  const table = usesClaim ? "resourceClaimTemplates" : "resources";
  const types = values.accelerator?.[table] ?? {};
  if (Object.hasOwn(types, type)) return usesClaim ? checkClaim(name, role, values) : [];
  if (type === "cpu") return [];
  const known = Object.keys(types).toSorted().join(", ");
  const entry = usesClaim
    ? "name and class of the claim, or set dra to false"
    : "the resource name of the device";
  return [
    issue(
      role.accelerator?.type ? `${name}.accelerator.type` : "accelerator.type",
      type,
      `a type is cpu or a key of accelerator.${table} (${known})`,
      `choose one of them, or add accelerator.${table}.${type} with ${entry}`,
    ),
  ];
}

const CLAIM_EXAMPLES = { name: "nvidia-claim-template", class: "gpu.nvidia.com" } as const;

/** What the claim for the devices of a role is made from. */
function checkClaim(name: string, role: CheckedRole, values: CheckedValues): Issue[] {
  const { type, template = {} } = readAccelerator(role, values);
  const path = `accelerator.resourceClaimTemplates.${type}`;
  const absent = (["name", "class"] as const).filter((key) => !template[key]);
  const namesake = (role.resourceClaims ?? []).findIndex((claim) => claim.name === template.name);
  const rule =
    "a claim has devices of its class by exactly or firstAvailable, which are the same with one class";
  const match = template.match || "exactly";
  return [
    ...absent.map((key) =>
      issue(
        `${path}.${key}`,
        template[key] ?? null,
        `a claim for devices needs a ${key}`,
        `set it, for example ${CLAIM_EXAMPLES[key]}`,
      ),
    ),
    ...(["exactly", "firstAvailable"].includes(match)
      ? []
      : [issue(`${path}.match`, match, rule, "set it to exactly")]),
    ...(namesake === -1
      ? []
      : [
          issue(
            `${name}.resourceClaims[${namesake}].name`,
            template.name,
            `this is the name of the claim for devices, ${path}.name`,
            "give one of them another name",
          ),
        ]),
  ];
}

interface ContainerPlace {
  readonly path: string;
  readonly container: CheckedContainer;
  /** Whether it serves the model: only such containers share the claim of the role. */
  readonly serves: boolean;
}

/** The devices that a container names itself: as many as it is limited to, and of those that the role claims as many as the claim. */
export function checkDevices(
  { path, container, serves }: ContainerPlace,
  role: CheckedRole,
  values: CheckedValues,
): Issue[] {
  const { requests = {}, limits = {} } = container.resources ?? {};
  const unequal = Object.entries(requests).filter(
    ([name, amount]) =>
      name.includes("/") && name in limits && String(limits[name]) !== String(amount),
  );
  return [
    ...unequal.map(([name, amount]) =>
      issue(
        `${path}.resources.requests[${name}]`,
        amount,
        `Kubernetes does not overcommit devices, and the limit is ${limits[name]}`,
        "leave one of the two out, or make them equal",
      ),
    ),
    ...checkClaimedDevices({ path, container, serves }, role, values),
  ];
}

function checkClaimedDevices(
  { path, container, serves }: ContainerPlace,
  role: CheckedRole,
  values: CheckedValues,
): Issue[] {
  const { type, resource, template, usesClaim } = readAccelerator(role, values);
  const named = namedDevices(container, resource);
  const count = template?.count ?? claimedDevices(role, values);
  if (!usesClaim || template === undefined || !claimedDevices(role, values) || !named) return [];
  const { requests = {}, limits = {} } = container.resources ?? {};
  const place = resource in limits ? "limits" : "requests";
  const value = place === "limits" ? limits[resource] : requests[resource];
  const where = `${path}.resources.${place}[${resource}]`;
  if (!serves) {
    const rule =
      "with dra, the devices of the pod come by its claim, which a container that does not serve the model has no part in";
    const wayOut = `leave it out, or let it see all of them by resources.claims: [{name: ${template.name}}]`;
    return [issue(where, value, rule, wayOut)];
  }
  if (named === count) return [];
  const rule = `with dra, all containers that serve the model share one claim, which is for ${count}`;
  const wayOut = `leave it out, or set it and accelerator.resourceClaimTemplates.${type}.count to the same number`;
  return [issue(where, value, rule, wayOut)];
}

/** The devices of the first container with any that serves the model, in a group first of those of the leader. */
function claimedDevices(role: CheckedRole, values: CheckedValues): number {
  const { containers = [], workerContainers = [] } = role;
  const serving = [containers, workerContainers].flatMap((list) => list.filter(servesModel));
  return serving.map((each) => devicesOf(each, role, values)).find((count) => count > 0) ?? 0;
}

/** Its own number, else one for each of its ranks. */
export function devicesOf(
  container: CheckedContainer,
  role: CheckedRole,
  values: CheckedValues,
): number {
  const { resource, usesClaim } = readAccelerator(role, values);
  const named = namedDevices(container, resource);
  if (named > 0 || container.image?.includes("llm-d-inference-sim")) return named;
  const { dataLocal } = deriveParallelism(role);
  return usesClaim || resource !== "" ? (role.parallelism?.tensor ?? 1) * dataLocal : 0;
}

function namedDevices({ resources }: CheckedContainer, resource: string): number {
  return Number(resources?.limits?.[resource] ?? resources?.requests?.[resource] ?? 0);
}

/** The first container does, and those for which the chart writes arguments or mounts the model. */
export function servesModel(container: CheckedContainer, index: number): boolean {
  const { modelCommand = "", mountModelVolume = false } = container;
  return index === 0 || mountModelVolume || ["vllmServe", "imageDefault"].includes(modelCommand);
}
