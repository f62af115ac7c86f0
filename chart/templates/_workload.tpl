{{/*
How many pods a role has. Under an autoscaler it is the number that runs now, for a chart that
writes its own takes it back on every upgrade; values.replicas is then where a new one begins.
`helm template` and a client-side dry run see no cluster and so always give values.replicas.
*/}}
{{- define "llm-d-modelservice.replicas" -}}
{{- $replicas := hasKey .values "replicas" | ternary .values.replicas 1 -}}
{{- if (.values.autoscaling).enabled -}}
{{- $live := lookup "apps/v1" "Deployment" .root.Release.Namespace .name -}}
{{- if hasKey ($live.spec | default dict) "replicas" -}}{{- $replicas = $live.spec.replicas -}}{{- end -}}
{{- end -}}
{{- int $replicas -}}
{{- end -}}

{{/* The Deployment of a role. */}}
{{- define "llm-d-modelservice.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  labels:
    {{- include "llm-d-modelservice.objectLabels" .root | nindent 4 }}
  {{- with .values.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  replicas: {{ include "llm-d-modelservice.replicas" . }}
  {{- with .values.strategy }}
  strategy:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "llm-d-modelservice.podLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "llm-d-modelservice.podLabels" . | nindent 8 }}
      {{- with .values.podAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- include "llm-d-modelservice.podSpec" . | nindent 6 }}
{{- end -}}

{{/* What Prometheus scrapes of a role. */}}
{{- define "llm-d-modelservice.podMonitor" -}}
{{- $monitor := .values.monitoring.podmonitor -}}
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata:
  name: {{ .name }}
  labels:
    {{- include "llm-d-modelservice.objectLabels" .root | nindent 4 }}
    {{- with $monitor.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $monitor.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "llm-d-modelservice.podLabels" . | nindent 6 }}
  {{- with $monitor.namespaceSelector }}
  namespaceSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  podMetricsEndpoints:
    - port: {{ $monitor.portName }}
      path: {{ $monitor.path }}
      interval: {{ $monitor.interval }}
      {{- with $monitor.scrapeTimeout }}
      scrapeTimeout: {{ . }}
      {{- end }}
      {{- with $monitor.relabelings }}
      relabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $monitor.metricRelabelings }}
      metricRelabelings:
        {{- toYaml . | nindent 8 }}
      {{- end }}
{{- end -}}
