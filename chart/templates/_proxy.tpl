{{/*
"true" when the sidecar is of v0.10 or later, which removed `--connector` and
`--prefiller-use-tls` for `--kv-connector` and `--enable-tls`. A tag that is no version means the newest
under the present image name, and the last one (v0.8.0) under the name before it.
https://github.com/llm-d/llm-d-router/pull/2054
*/}}
{{- define "llm-d-modelservice.proxySpeaksKvConnector" -}}
{{- $repository := regexReplaceAll "(:[^/:@]+)?(@.*)?$" .image "" -}}
{{- $tag := regexReplaceAll "@.*$" .image "" | trimPrefix $repository | trimPrefix ":" -}}
{{- if regexMatch "^v?[0-9]+\\.[0-9]+" $tag -}}
{{- if semverCompare ">=0.10.0-0" $tag -}}true{{- end -}}
{{- else if not (hasSuffix "llm-d-routing-sidecar" $repository) -}}
true
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.proxyArguments" -}}
{{- $proxy := .Values.routing.proxy -}}
{{- $new := include "llm-d-modelservice.proxySpeaksKvConnector" $proxy -}}
- --port={{ int .Values.routing.servicePort }}
- --vllm-port={{ int $proxy.targetPort }}
- {{ empty $new | ternary "--connector" "--kv-connector" }}={{ $proxy.connector }}
{{- range $key, $flag := dict "zapDevel" "zap-devel" "zapEncoder" "zap-encoder" "zapLogLevel" "zap-log-level" "zapStacktraceLevel" "zap-stacktrace-level" "zapTimeEncoding" "zap-time-encoding" }}
{{- if not (kindIs "invalid" (index $proxy $key)) }}
- --{{ $flag }}={{ index $proxy $key }}
{{- end }}
{{- end }}
- --secure-proxy={{ $proxy.secure }}
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
