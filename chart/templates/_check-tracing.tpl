{{- define "llm-d-modelservice.checkTracing" -}}
{{- $found := .found -}}
{{- $values := .root.Values -}}
{{- $tracing := $values.tracing | default dict -}}
{{- if $tracing.enabled -}}
{{- if not (regexMatch (empty $values.strict | ternary "." "^[a-z]+://[^/]") ($tracing.otlpEndpoint | default "")) -}}
{{- include "llm-d-modelservice.issue" (list $found "tracing.otlpEndpoint" $tracing.otlpEndpoint
  "a collector is named with its scheme, which says whether the connection is encrypted"
  "write http:// before host and port, or https:// where the collector speaks TLS") -}}
{{- end -}}

{{- $sampling := $tracing.sampling | default dict -}}
{{- $sampler := toString $sampling.sampler -}}
{{- if and $values.strict (hasSuffix "traceidratio" $sampler) (not (regexMatch "^(0|1(\\.0+)?|0?\\.[0-9]+|[0-9.]+e-[0-9]+)$" (toString $sampling.samplerArg))) -}}
{{- include "llm-d-modelservice.issue" (list $found "tracing.sampling.samplerArg" $sampling.samplerArg
  (printf "%s takes the share of traces, from 0 to 1" $sampler) "write for example 0.1 for every tenth") -}}
{{- end -}}
{{- $samplers := list "always_on" "always_off" "traceidratio" "parentbased_always_on" "parentbased_always_off" "parentbased_traceidratio" "jaeger_remote" "parentbased_jaeger_remote" "xray" -}}
{{- if and $values.strict $sampling.sampler (not (has $sampler $samplers)) -}}
{{- include "llm-d-modelservice.issue" (list $found "tracing.sampling.sampler" $sampler
  (printf "with strict, a sampler is one of OpenTelemetry's (%s), as engines sample everything under any other" ($samplers | sortAlpha | join ", "))
  "write parentbased_traceidratio for a share of the traces") -}}
{{- end -}}

{{- $proxy := $values.routing.proxy -}}
{{- if and $values.strict ($values.decode).create $proxy.enabled $proxy.image -}}
{{- if semverCompare "<0.6.0-0" (include "llm-d-modelservice.proxyVersion" $proxy) -}}
{{- include "llm-d-modelservice.issue" (list $found "routing.proxy.image" $proxy.image
  "with strict and tracing, the proxy traces too, which it does from v0.6 on" "take a later one, or set routing.proxy.enabled to false") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Words of a flag that only vLLM has: https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/config/observability.py
*/}}
{{- define "llm-d-modelservice.checkTracingDetail" -}}
{{- $detail := ((.root.Values.tracing).vllm).collectDetailedTraces -}}
{{- if and $detail (not (regexMatch "^(all|model|worker)(,(all|model|worker))?$" $detail)) (include "llm-d-modelservice.tracingArguments" .) -}}
{{- include "llm-d-modelservice.issue" (list .found "tracing.vllm.collectDetailedTraces" $detail
  "vLLM takes all, model, worker, or two of them with a comma between" "choose one, or leave it empty for requests only") -}}
{{- end -}}
{{- end -}}
