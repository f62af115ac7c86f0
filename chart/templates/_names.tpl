{{/*
The name that every object of the release begins with: the release's own name when it already
contains the chart's, else both. It ends at 55, because `-prefill` is appended and a label value
ends at 63. A longer one ends in a hash of the whole, so that two names which differ only after
the cut stay apart.
*/}}
{{- define "llm-d-modelservice.fullname" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- $whole := contains $chart .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $chart) -}}
{{- $whole = .Values.fullnameOverride | default $whole -}}
{{- if gt (len $whole) 55 -}}
{{- printf "%s-%s" ($whole | trunc 46 | trimAll "-.") ($whole | sha256sum | trunc 8) -}}
{{- else -}}
{{- $whole | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.serviceAccountName" -}}
{{- .Values.serviceAccountOverride | default (include "llm-d-modelservice.fullname" .) -}}
{{- end -}}

{{/*
Labels of the objects themselves, never of pod templates: the chart's version is among them, and
an edit of the chart must not restart a model.
*/}}
{{- define "llm-d-modelservice.objectLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* What pods are selected by: it must not change while a Deployment lives. */}}
{{- define "llm-d-modelservice.selectorLabels" -}}
{{- merge (dict "llm-d.ai/role" .role) (.root.Values.modelArtifacts.labels | default dict) | toYaml -}}
{{- end -}}

{{/* Labels of the pods: the selector, and further ones that may change. */}}
{{- define "llm-d-modelservice.podLabels" -}}
{{- merge (include "llm-d-modelservice.selectorLabels" . | fromYaml) (.values.podLabels | default dict) | toYaml -}}
{{- end -}}
