{{/*
Variables of OpenTelemetry that every SDK reads, for the service (.service) that sends the traces:
https://opentelemetry.io/docs/languages/sdk-configuration/general/
*/}}
{{- define "llm-d-modelservice.tracingEnv" -}}
{{- range $name, $value := dict "OTEL_SERVICE_NAME" .service "OTEL_EXPORTER_OTLP_ENDPOINT" .endpoint
  "OTEL_TRACES_SAMPLER" .sampler "OTEL_TRACES_SAMPLER_ARG" .samplerArg }}
{{- if not (kindIs "invalid" $value) }}
- name: {{ $name }}
  value: {{ toString $value | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Variables of a container that serves the model. */}}
{{- define "llm-d-modelservice.engineTracingEnv" -}}
{{- $tracing := .root.Values.tracing -}}
{{- $sampling := $tracing.sampling | default dict -}}
{{- $services := $tracing.serviceNames | default dict -}}
{{- $service := eq .role "decode" | ternary $services.vllmDecode $services.vllmPrefill -}}
{{- include "llm-d-modelservice.tracingEnv" (dict "service" $service "endpoint" $tracing.otlpEndpoint "sampler" $sampling.sampler "samplerArg" $sampling.samplerArg) -}}
{{- end -}}

{{/*
Variables of the routing proxy. It knows the sampler parentbased_traceidratio only, and samples a tenth under any
other, so the samplers for all and for none are given as a ratio. From v0.9 on it writes traces to its log unless an
exporter is named.
https://github.com/llm-d/llm-d-router/blob/v0.10.0/pkg/common/observability/tracing/telemetry.go
*/}}
{{- define "llm-d-modelservice.proxyTracingEnv" -}}
{{- $tracing := .Values.tracing -}}
{{- $sampling := $tracing.sampling | default dict -}}
{{- $ratios := dict "always_on" "1.0" "parentbased_always_on" "1.0" "always_off" "0.0" "parentbased_always_off" "0.0" -}}
{{- $ratio := get $ratios (toString $sampling.sampler) | default $sampling.samplerArg -}}
{{- $service := ($tracing.serviceNames).routingProxy -}}
{{- include "llm-d-modelservice.tracingEnv" (dict "service" $service "endpoint" $tracing.otlpEndpoint "sampler" "parentbased_traceidratio" "samplerArg" $ratio) }}
- name: OTEL_TRACES_EXPORTER
  value: otlp
{{- end -}}

{{/*
What vLLM is told beside the variables.
https://docs.vllm.ai/en/latest/examples/observability/opentelemetry/
*/}}
{{- define "llm-d-modelservice.tracingArguments" -}}
{{- $tracing := .root.Values.tracing | default dict -}}
{{- if and $tracing.enabled (include "llm-d-modelservice.runsVllm" .container) -}}
- --otlp-traces-endpoint
- {{ $tracing.otlpEndpoint | quote }}
{{- with ($tracing.vllm).collectDetailedTraces }}
- --collect-detailed-traces
- {{ . | quote }}
{{- end }}
{{- end -}}
{{- end -}}
