{{/*
Where the model's files are, read from modelArtifacts.uri, as JSON:
  scheme    hf, pvc, pvc+hf or oci; anything else is refused by the checks
  source    claim name, or image reference for oci
  argument  what the engine is told to load: an id of Hugging Face, or a path below mountPath
  hubCache  pvc+hf only: the hub cache inside the claim
*/}}
{{- define "llm-d-modelservice.model" -}}
{{- $artifacts := .Values.modelArtifacts -}}
{{- $uri := tpl $artifacts.uri . -}}
{{- $scheme := regexFind "^[a-z+]+://" $uri | trimSuffix "://" -}}
{{- /* Upstream's own example quotes the id inside the URI; the quotes are not part of it. */ -}}
{{- $location := trimPrefix (printf "%s://" $scheme) $uri | trimAll "\"" -}}
{{- $model := dict "uri" $uri "scheme" $scheme "source" "" "argument" $location "hubCache" "" -}}
{{- if hasPrefix "pvc" $scheme -}}
{{- $segments := splitList "/" $location | compact -}}
{{- $path := rest $segments | join "/" -}}
{{- $_ := set $model "source" (first $segments | default "") -}}
{{- $_ := set $model "argument" (printf "%s/%s" $artifacts.mountPath $path | trimSuffix "/") -}}
{{- if eq $scheme "pvc+hf" -}}
{{- $id := regexFind "[^/]+/[^/]+$" $path -}}
{{- $_ := set $model "argument" ($id | default $artifacts.name) -}}
{{- $_ := set $model "hubCache" (printf "%s/%s" $artifacts.mountPath (trimSuffix $id $path) | trimSuffix "/") -}}
{{- end -}}
{{- else if eq $scheme "oci" -}}
{{- $_ := set $model "source" $location -}}
{{- end -}}
{{- toJson $model -}}
{{- end -}}

{{/* The volume that holds the model's files. */}}
{{- define "llm-d-modelservice.modelVolume" -}}
{{- $model := include "llm-d-modelservice.model" . | fromJson -}}
name: model-storage
{{- if eq $model.scheme "hf" }}
{{- with .Values.modelArtifacts.size }}
emptyDir:
  sizeLimit: {{ . }}
{{- else }}
emptyDir: {}
{{- end }}
{{- else if eq $model.scheme "oci" }}
image:
  reference: {{ $model.source | quote }}
{{- else }}
persistentVolumeClaim:
  claimName: {{ $model.source | quote }}
  {{- if .Values.modelArtifacts.readOnly }}
  readOnly: true
  {{- end }}
{{- end }}
{{- end -}}

{{/* Where a container finds it. */}}
{{- define "llm-d-modelservice.modelVolumeMount" -}}
{{- $model := include "llm-d-modelservice.model" . | fromJson -}}
name: model-storage
mountPath: {{ .Values.modelArtifacts.mountPath }}
{{- if and (hasPrefix "pvc" $model.scheme) .Values.modelArtifacts.readOnly }}
readOnly: true
{{- end }}
{{- end -}}
