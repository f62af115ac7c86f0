import { type Issue, issue } from "../units/issue";
import type { CheckedValues } from "./checked-values";

/** The samplers of OpenTelemetry: https://opentelemetry.io/docs/languages/sdk-configuration/general/ */
const SAMPLERS = [
  "always_off",
  "always_on",
  "jaeger_remote",
  "parentbased_always_off",
  "parentbased_always_on",
  "parentbased_jaeger_remote",
  "parentbased_traceidratio",
  "traceidratio",
  "xray",
];

/** What is wrong with the traces of the values. */
export function checkTracing(values: CheckedValues): Issue[] {
  const { strict, tracing, decode, routing } = values;
  if (!tracing?.enabled) return [];
  const { otlpEndpoint, sampling = {} } = tracing;
  const { sampler = "", samplerArg } = sampling;
  const proxy = decode?.create && routing?.proxy?.enabled ? routing.proxy : undefined;
  const scheme =
    "a collector is named with its scheme, which says whether the connection is encrypted";
  const known = `with strict, a sampler is one of OpenTelemetry's (${SAMPLERS.join(", ")}), as engines sample everything under any other`;
  const traces = "with strict and tracing, the proxy traces too, which it does from v0.6 on";
  return [
    ...((strict ? /^[a-z]+:\/\/[^/]/ : /./).test(otlpEndpoint ?? "")
      ? []
      : [
          issue(
            "tracing.otlpEndpoint",
            otlpEndpoint ?? null,
            scheme,
            "write http:// before host and port, or https:// where the collector speaks TLS",
          ),
        ]),
    ...(strict && sampler.endsWith("traceidratio") && !SHARE.test(String(samplerArg ?? ""))
      ? [
          issue(
            "tracing.sampling.samplerArg",
            samplerArg ?? null,
            `${sampler} takes the share of traces, from 0 to 1`,
            "write for example 0.1 for every tenth",
          ),
        ]
      : []),
    ...(strict && sampler !== "" && !SAMPLERS.includes(sampler)
      ? [
          issue(
            "tracing.sampling.sampler",
            sampler,
            known,
            "write parentbased_traceidratio for a share of the traces",
          ),
        ]
      : []),
    ...(strict && proxy?.image && isBeforeTraces(proxy.image)
      ? [
          issue(
            "routing.proxy.image",
            proxy.image,
            traces,
            "take a later one, or set routing.proxy.enabled to false",
          ),
        ]
      : []),
  ];
}

/** A share as it may be written; small numbers reach the chart with an exponent. */
const SHARE = /^(0|1(\.0+)?|0?\.[0-9]+|[0-9.]+e-[0-9]+)$/;

/** By the tag; one that is no version means a later one. */
function isBeforeTraces(image: string): boolean {
  const [, major, minor] = /:v?(\d+)\.(\d+)[^/:@]*(?:@.*)?$/.exec(image) ?? [];
  return major === "0" && Number(minor) < 6;
}
