import { decodeOnly } from "../support/chart-values";
import { describeWithHelm } from "../support/helm";
import { itRenders } from "../support/rendered";

const OLD = "ghcr.io/llm-d/llm-d-routing-sidecar";
const NEW = "ghcr.io/llm-d/llm-d-router-disagg-sidecar";
const DIGEST = `sha256:${"a".repeat(64)}`;
const ARGUMENTS = "pod.initContainers[0].args";

/** `--connector` was deprecated in v0.7 and removed in v0.10: https://github.com/llm-d/llm-d-router/pull/2054 */
const CONNECTOR_FLAGS = [
  { image: `${OLD}:v0.4.0-rc.1`, flag: "--connector" },
  { image: `${OLD}:v0.8.0`, flag: "--connector" },
  { image: `${OLD}:latest`, flag: "--connector" },
  { image: `${OLD}@${DIGEST}`, flag: "--connector" },
  { image: `${NEW}:v0.9.0`, flag: "--connector" },
  { image: `${NEW}:v0.9.0@${DIGEST}`, flag: "--connector" },
  { image: `${NEW}:v0.10.0-rc.1`, flag: "--kv-connector" },
  { image: `${NEW}:v0.10.0`, flag: "--kv-connector" },
  { image: `${NEW}:v0.11.2@${DIGEST}`, flag: "--kv-connector" },
  { image: `${NEW}:v1.0.0`, flag: "--kv-connector" },
  { image: `${NEW}:main`, flag: "--kv-connector" },
  { image: `${NEW}@${DIGEST}`, flag: "--kv-connector" },
  { image: "100.125.1.248:5000/mirror/sidecar:0.10", flag: "--kv-connector" },
  { image: "100.125.1.248:5000/mirror/sidecar:0.9", flag: "--connector" },
];

describeWithHelm("the routing proxy", (helm) => {
  itRenders(helm, [
    {
      title: "is a sidecar that listens on the service port",
      values: decodeOnly({}, { routing: {} }),
      path: "pod.initContainers",
      expected: [
        {
          name: "routing-proxy",
          image: `${NEW}:v0.9.0`,
          imagePullPolicy: "Always",
          args: [
            ...["--port=8000", "--vllm-port=8200", "--connector=nixlv2"],
            ...["--zap-encoder=json", "--zap-log-level=debug", "--secure-proxy=false"],
          ],
          ports: [{ containerPort: 8000 }],
          restartPolicy: "Always",
          securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true },
        },
      ],
    },
    {
      title: "is told every setting",
      values: decodeOnly(
        {},
        {
          routing: {
            servicePort: "9000",
            proxy: {
              targetPort: 9200,
              connector: "sglang",
              secure: true,
              prefillerUseTLS: true,
              certPath: "/certs",
              zapDevel: false,
              zapEncoder: "console",
              zapLogLevel: 2,
              zapStacktraceLevel: "panic",
              zapTimeEncoding: "iso8601",
            },
          },
        },
      ),
      path: ARGUMENTS,
      expected: [
        ...["--port=9000", "--vllm-port=9200", "--connector=sglang", "--zap-devel=false"],
        ...["--zap-encoder=console", "--zap-log-level=2", "--zap-stacktrace-level=panic"],
        ...["--zap-time-encoding=iso8601", "--secure-proxy=true", "--prefiller-use-tls=true"],
        "--cert-path=/certs",
      ],
    },
    {
      title: "is told to call prefill pods over TLS in the words of v0.10",
      values: decodeOnly(
        {},
        { routing: { proxy: { image: `${NEW}:v0.10.0`, prefillerUseTLS: true } } },
      ),
      path: `${ARGUMENTS}[6]`,
      expected: "--enable-tls=prefiller",
    },
    {
      title: "has the resources that a quota asks for",
      values: decodeOnly({}, { routing: { proxy: { resources: { requests: { cpu: "1" } } } } }),
      path: "pod.initContainers[0].resources",
      expected: { requests: { cpu: "1" } },
    },
    {
      title: "is not there when it is not enabled",
      values: decodeOnly(),
      path: "pod.initContainers",
      expected: undefined,
    },
    ...CONNECTOR_FLAGS.map(({ image, flag }) => ({
      title: `is told the connector by ${flag}: ${image}`,
      values: decodeOnly({}, { routing: { proxy: { image } } }),
      path: `${ARGUMENTS}[2]`,
      expected: `${flag}=nixlv2`,
    })),
  ]);
});
