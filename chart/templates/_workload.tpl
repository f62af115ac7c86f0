{{/*
How many pods, or groups of pods, a role has. Under an autoscaler it is the number that runs now: a
chart that writes a number of its own takes the autoscaler's back on every upgrade. values.replicas
is then where a new one begins. `helm template` and a client-side dry run see no cluster, and so
always give values.replicas.
*/}}
{{- define "llm-d-modelservice.replicas" -}}
{{- $replicas := hasKey .values "replicas" | ternary .values.replicas 1 -}}
{{- if (.values.autoscaling).enabled -}}
{{- $live := lookup .apiVersion .kind .root.Release.Namespace .name -}}
{{- if hasKey ($live.spec | default dict) "replicas" -}}{{- $replicas = $live.spec.replicas -}}{{- end -}}
{{- end -}}
{{- int $replicas -}}
{{- end -}}

{{/* The pods of a role, as a template of pods. */}}
{{- define "llm-d-modelservice.podTemplate" -}}
metadata:
  labels:
    {{- include "llm-d-modelservice.podLabels" . | nindent 4 }}
  {{- with .values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- include "llm-d-modelservice.podSpec" . | nindent 2 }}
{{- end -}}

{{/* A Deployment where each pod serves by itself. */}}
{{- define "llm-d-modelservice.deploymentSpec" -}}
replicas: {{ include "llm-d-modelservice.replicas" . }}
{{- with .values.strategy }}
strategy:
  {{- toYaml . | nindent 2 }}
{{- end }}
selector:
  matchLabels:
    {{- include "llm-d-modelservice.selectorLabels" . | nindent 4 }}
template:
  {{- include "llm-d-modelservice.podTemplate" . | nindent 2 }}
{{- end -}}

{{/*
A LeaderWorkerSet where a group of pods serves together. Leader and workers have one template, or two that
differ in their containers: they find their place in the group by variables that its controller sets.
https://lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables/
*/}}
{{- define "llm-d-modelservice.leaderWorkerSetSpec" -}}
replicas: {{ include "llm-d-modelservice.replicas" . }}
{{- with (.values.strategy).rollingUpdate }}
rolloutStrategy:
  type: RollingUpdate
  rollingUpdateConfiguration:
    {{- toYaml . | nindent 4 }}
{{- end }}
leaderWorkerTemplate:
  size: {{ (include "llm-d-modelservice.parallelism" . | fromJson).workers }}
  {{- with .values.subGroupPolicy }}
  subGroupPolicy:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- $worker := . -}}
  {{- with .values.workerContainers }}
  {{- $worker = merge (dict "values" (merge (dict "containers" . "leaderContainers" $.values.containers) $.values)) $ }}
  leaderTemplate:
    {{- include "llm-d-modelservice.podTemplate" $ | nindent 4 }}
  {{- end }}
  workerTemplate:
    {{- include "llm-d-modelservice.podTemplate" $worker | nindent 4 }}
{{- end -}}

{{/* Annotations of what runs the pods of a role: the role's, and the one that keeps each subgroup to a place of its own. */}}
{{- define "llm-d-modelservice.annotations" -}}
{{- $annotations := deepCopy (.values.annotations | default dict) -}}
{{- $place := .values.subGroupExclusiveTopology | default .values.subGroupExclusiveToplogy -}}
{{- if and $place .root.Values.multinode -}}
{{- $_ := set $annotations "leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology" $place -}}
{{- end -}}
{{- toYaml $annotations -}}
{{- end -}}

{{/* What runs the pods of a role. */}}
{{- define "llm-d-modelservice.workload" -}}
apiVersion: {{ .apiVersion }}
kind: {{ .kind }}
metadata:
  name: {{ .name }}
  labels:
    {{- include "llm-d-modelservice.objectLabels" .root | nindent 4 }}
  {{- with include "llm-d-modelservice.annotations" . | fromYaml }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if eq .kind "LeaderWorkerSet" }}
  {{- include "llm-d-modelservice.leaderWorkerSetSpec" . | nindent 2 }}
  {{- else if eq .kind "ReplicaSet" }}
  {{- include "llm-d-modelservice.replicaSetSpec" . | nindent 2 }}
  {{- else }}
  {{- include "llm-d-modelservice.deploymentSpec" . | nindent 2 }}
  {{- end }}
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
      {{- include "llm-d-modelservice.selectorLabels" . | nindent 6 }}
  {{- with $monitor.namespaceSelector }}
  namespaceSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  podMetricsEndpoints:
    - port: {{ $monitor.portName | default "metrics" }}
      {{- range $key := list "path" "interval" "scrapeTimeout" "relabelings" "metricRelabelings" }}
      {{- with index $monitor $key }}
      {{- dict $key . | toYaml | nindent 6 }}
      {{- end }}
      {{- end }}
{{- end -}}
