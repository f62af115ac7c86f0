import { type Issue, issue } from "../units/issue";
import { checkDevices, servesModel } from "./chart-device-check";
import { runsVllm } from "./chart-group-check";
import { checkChartImage, readModelUri } from "./chart-model-check";
import type { CheckedContainer, CheckedRole, CheckedValues } from "./checked-values";

/** What is wrong with the containers and volumes of a role of the values. */
export function checkChartContainers(
  name: string,
  role: CheckedRole,
  values: CheckedValues,
): Issue[] {
  const { containers = [], workerContainers = [], initContainers = [], volumes = [] } = role;
  const isMounted = [...containers, ...workerContainers].some(
    ({ mountModelVolume }) => mountModelVolume,
  );
  return [
    ...(containers.length === 0
      ? [
          issue(
            `${name}.containers`,
            [],
            "a role has at least the container of its engine",
            `add it, or set ${name}.create to false`,
          ),
        ]
      : []),
    ...Object.entries({ containers, workerContainers }).flatMap(([key, list]) =>
      list.flatMap((container, index) => {
        const path = `${name}.${key}[${index}]`;
        const serves = servesModel(container, index);
        return [
          ...checkChartImage(`${path}.image`, container.image, values.strict),
          ...checkCommand(path, container, values),
          ...checkTracingDetail(container, values),
          ...checkDevices({ path, container, serves }, role, values),
        ];
      }),
    ),
    ...initContainers.flatMap((container, index) => {
      const path = `${name}.initContainers[${index}]`;
      return [
        ...checkChartImage(`${path}.image`, container.image, values.strict),
        ...checkDevices({ path, container, serves: false }, role, values),
      ];
    }),
    ...volumes.flatMap((volume, index) =>
      isMounted && volume.name === "model-storage"
        ? [
            issue(
              `${name}.volumes[${index}].name`,
              volume.name,
              "this is the name of the volume that mountModelVolume adds",
              "give your volume another name",
            ),
          ]
        : [],
    ),
  ];
}

/** Either the chart says what runs in a container (vllmServe, imageDefault) or the values do (custom). */
function checkCommand(path: string, container: CheckedContainer, values: CheckedValues): Issue[] {
  const kind = container.modelCommand || "custom";
  const { command = [] } = container;
  if (!["vllmServe", "imageDefault", "custom"].includes(kind)) {
    const rule = "a model command is vllmServe, imageDefault or custom";
    const wayOut = "use custom with a command of your own for other engines than vLLM";
    return [issue(`${path}.modelCommand`, kind, rule, wayOut)];
  }
  if (kind === "custom") {
    if (command.length > 0) return [];
    const rule = "with the model command custom, the command is yours to give";
    const wayOut = "write it as a list, or set modelCommand to vllmServe or imageDefault";
    return [issue(`${path}.command`, command, rule, wayOut)];
  }
  if (values.strict && command.length > 0) {
    const rule = `with the model command ${kind}, the command is not yours to give`;
    const wayOut = "leave it out, or set modelCommand to custom and write all arguments";
    return [issue(`${path}.command`, command, rule, wayOut)];
  }
  if (readModelUri(values)?.scheme !== "oci") return [];
  const rule = "where the model is inside an oci:// image is not known to the chart";
  const wayOut = `use custom, and name the path below ${values.modelArtifacts?.mountPath}`;
  return [issue(`${path}.modelCommand`, kind, rule, wayOut)];
}

/** Words of a flag that only vLLM has: https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/config/observability.py */
function checkTracingDetail(container: CheckedContainer, { tracing }: CheckedValues): Issue[] {
  const detail = tracing?.vllm?.collectDetailedTraces ?? "";
  const isKnown = /^$|^(all|model|worker)(,(all|model|worker))?$/.test(detail);
  if (!tracing?.enabled || isKnown || !runsVllm(container)) return [];
  const rule = "vLLM takes all, model, worker, or two of them with a comma between";
  const wayOut = "choose one, or leave it empty for requests only";
  return [issue("tracing.vllm.collectDetailedTraces", detail, rule, wayOut)];
}
