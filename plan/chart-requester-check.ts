import { type Issue, issue } from "../units/issue";
import { devicesOf, readAccelerator } from "./chart-device-check";
import { checkChartImage } from "./chart-model-check";
import type { CheckedRole, CheckedValues } from "./checked-values";

const WITHOUT = "or set requester.enable to false";

/** What fast model actuation needs of the decode role, and what a ReplicaSet has not. */
export function checkRequester(values: CheckedValues): Issue[] {
  const { requester, multinode, strict, decode = {} } = values;
  if (!requester?.enable) return [];
  const alone = "requesters are pods of a ReplicaSet, and what they ask for serves alone";
  const still = "a ReplicaSet has no strategy: its pods stay as they are until they are deleted";
  const { strategy = {} } = decode;
  return [
    ...(decode.create || !strict
      ? []
      : [
          issue(
            "requester.enable",
            true,
            "requesters ask for pods of the role decode, which is not created",
            `set decode.create to true, ${WITHOUT}`,
          ),
        ]),
    ...(multinode ? [issue("multinode", true, alone, `set it to false, ${WITHOUT}`)] : []),
    ...(strict && Object.keys(strategy).length > 0
      ? [issue("decode.strategy", strategy, still, `set it to null, ${WITHOUT}`)]
      : []),
    ...checkChartImage("requester.image", requester.image, values.strict),
    ...checkPorts(values),
    ...(decode.create ? [...checkDevices(decode, values), ...checkEngine(decode, values)] : []),
  ];
}

function checkPorts({ requester }: CheckedValues): Issue[] {
  const { port = {}, adminPort } = requester ?? {};
  const absent = (["probes", "spi"] as const).filter((key) => port[key] === undefined);
  const spi = Number(port.spi ?? 0);
  const admin = Number(adminPort ?? spi);
  const wayOut = "set it, or leave out the null that takes its default away";
  const place = `the controller asks for devices where the requester tells them, at requester.port.spi, which is ${spi}`;
  return [
    ...absent.map((key) => issue(`requester.port.${key}`, null, "this value is needed", wayOut)),
    ...(spi > 0 && spi === Number(port.probes)
      ? [
          issue(
            "requester.port.spi",
            spi,
            "the requester already answers probes on this port",
            `choose another one, for example ${spi + 1}`,
          ),
        ]
      : []),
    ...(spi > 0 && admin !== spi
      ? [issue("requester.adminPort", admin, place, "leave it out, or give both the same number")]
      : []),
  ];
}

function checkDevices(decode: CheckedRole, values: CheckedValues): Issue[] {
  const { type, dra } = readAccelerator(decode, values);
  const own = decode.accelerator ?? {};
  const gpus = values.requester?.resources?.limits?.gpus;
  const [engine] = decode.containers ?? [];
  const devices = engine?.image ? devicesOf(engine, decode, values) : undefined;
  const claims = "fast model actuation reads requests of device plugins, and no claims";
  return [
    ...(type === "nvidia"
      ? []
      : [
          issue(
            own.type ? "decode.accelerator.type" : "accelerator.type",
            type,
            "fast model actuation hands over devices of NVIDIA only",
            `set it to nvidia, ${WITHOUT}`,
          ),
        ]),
    ...(type === "nvidia" && gpus && devices !== undefined && gpus < devices
      ? [
          issue(
            "requester.resources.limits.gpus",
            gpus,
            `the requester asks for the devices that its engine runs on, which are ${devices}`,
            "leave it out",
          ),
        ]
      : []),
    ...(dra
      ? [
          issue(
            own.dra === undefined ? "accelerator.dra" : "decode.accelerator.dra",
            true,
            claims,
            `set it to false, ${WITHOUT}`,
          ),
        ]
      : []),
  ];
}

/** The controller finds the port of the engine by its readiness probe; the chart writes the number of a named one, and a probe where there is none. */
function checkEngine({ containers = [] }: CheckedRole, { routing }: CheckedValues): Issue[] {
  const [engine] = containers;
  const probes = [engine?.extraConfig?.readinessProbe ?? {}, engine?.readinessProbe ?? {}];
  const probe = probes.find((each) => Object.keys(each).length > 0);
  const at = probe?.httpGet?.port;
  const isNamed = engine?.ports?.some(({ name }) => name !== undefined && name === at);
  if (probe === undefined || typeof at === "number" || isNamed) return [];
  const { proxy, servicePort } = routing ?? {};
  const port = Number((proxy?.enabled ? proxy.targetPort : servicePort) ?? 0);
  return [
    issue(
      "decode.containers[0].readinessProbe",
      probe,
      "fast model actuation learns from it, by httpGet with the number or the name of one of its ports, where the engine listens and when it is ready",
      `write {"httpGet":{"path":"/health","port":${port}}}, ${WITHOUT}`,
    ),
  ];
}
