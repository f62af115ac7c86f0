{{/*
The version of the sidecar. A tag that is no version means the newest under the present image name, and the last one
(v0.8.0) under the name before it.
*/}}
{{- define "llm-d-modelservice.proxyVersion" -}}
{{- $repository := regexReplaceAll "(:[^/:@]+)?(@.*)?$" .image "" -}}
{{- $tag := regexReplaceAll "@.*$" .image "" | trimPrefix $repository | trimPrefix ":" -}}
{{- if regexMatch "^v?[0-9]+\\.[0-9]+" $tag -}}
{{- $tag -}}
{{- else -}}
{{- hasSuffix "llm-d-routing-sidecar" $repository | ternary "v0.8.0" "v999.0.0" -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.proxyArguments" -}}
{{- $proxy := .Values.routing.proxy -}}
{{- $version := include "llm-d-modelservice.proxyVersion" $proxy -}}
{{- /* v0.10 removed --connector and --prefiller-use-tls: https://github.com/llm-d/llm-d-router/pull/2054 */ -}}
{{- $new := semverCompare ">=0.10.0-0" $version -}}
- --port={{ int .Values.routing.servicePort }}
- --vllm-port={{ int $proxy.targetPort }}
- {{ $new | ternary "--kv-connector" "--connector" }}={{ $proxy.connector }}
{{- range $key, $flag := dict "zapDevel" "zap-devel" "zapEncoder" "zap-encoder" "zapLogLevel" "zap-log-level" "zapStacktraceLevel" "zap-stacktrace-level" "zapTimeEncoding" "zap-time-encoding" }}
{{- if not (kindIs "invalid" (index $proxy $key)) }}
- --{{ $flag }}={{ index $proxy $key }}
{{- end }}
{{- end }}
{{- if not (kindIs "invalid" $proxy.secure) }}
- --secure-proxy={{ $proxy.secure }}
{{- end }}
{{- if not (kindIs "invalid" $proxy.prefillerUseTLS) }}
{{- if not $new }}
- --prefiller-use-tls={{ $proxy.prefillerUseTLS }}
{{- else if $proxy.prefillerUseTLS }}
- --enable-tls=prefiller
{{- end }}
{{- end }}
{{- with $proxy.certPath }}
- --cert-path={{ . }}
{{- end }}
{{- /* Up to v0.8 it always traces: https://github.com/llm-d/llm-d-router/blob/v0.9.0/cmd/pd-sidecar/main.go */}}
{{- if and (.Values.tracing).enabled (semverCompare ">=0.9.0-0" $version) }}
- --tracing=true
{{- end }}
{{- end -}}

{{/*
The routing proxy in front of a decode engine: an init container that keeps running, so that it
is up before the engine and does not count as one.
*/}}
{{- define "llm-d-modelservice.proxy" -}}
{{- $proxy := .Values.routing.proxy -}}
name: routing-proxy
image: {{ $proxy.image | quote }}
{{- with $proxy.imagePullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
args:
  {{- include "llm-d-modelservice.proxyArguments" . | nindent 2 }}
{{- if (.Values.tracing).enabled }}
env:
  {{- include "llm-d-modelservice.proxyTracingEnv" . | nindent 2 }}
{{- end }}
ports:
  - containerPort: {{ int .Values.routing.servicePort }}
{{- with $proxy.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
restartPolicy: Always
securityContext:
  allowPrivilegeEscalation: false
  runAsNonRoot: true
{{- end -}}
