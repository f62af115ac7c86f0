{{/*
Everything that is wrong with the values and that the schema cannot say, given at once: one line
`path: value; rule; way out` for each.
*/}}
{{- define "llm-d-modelservice.check" -}}
{{- $found := dict "issues" list -}}
{{- include "llm-d-modelservice.checkPresent" (dict "root" . "found" $found) -}}
{{- if not $found.issues -}}
{{- include "llm-d-modelservice.checkModel" (dict "root" . "found" $found) -}}
{{- include "llm-d-modelservice.checkProxy" (dict "root" . "found" $found) -}}
{{- include "llm-d-modelservice.checkTracing" (dict "root" . "found" $found) -}}
{{- range $role := list "decode" "prefill" -}}
{{- $values := index $.Values $role -}}
{{- if $values.create -}}
{{- $scope := dict "root" $ "found" $found "role" $role "values" $values -}}
{{- include "llm-d-modelservice.checkAccelerator" $scope -}}
{{- include "llm-d-modelservice.checkNodes" $scope -}}
{{- include "llm-d-modelservice.checkParallelism" $scope -}}
{{- include "llm-d-modelservice.checkGroup" $scope -}}
{{- include "llm-d-modelservice.checkPod" $scope -}}
{{- include "llm-d-modelservice.checkMonitor" $scope -}}
{{- end -}}
{{- end -}}
{{- include "llm-d-modelservice.checkRequester" (dict "root" . "found" $found "role" "decode" "values" .Values.decode) -}}
{{- end -}}
{{- with $found.issues -}}
{{- fail (printf "\n%s" (. | uniq | sortAlpha | join "\n")) -}}
{{- end -}}
{{- end -}}

{{/* Adds one issue: a list of where they are gathered, path, value, rule and way out. The value is shown as JSON, like those of the components. */}}
{{- define "llm-d-modelservice.issue" -}}
{{- $found := index . 0 -}}
{{- $line := printf "%s: %s; %s; %s" (index . 1) (index . 2 | toRawJson) (index . 3) (index . 4) -}}
{{- $_ := set $found "issues" (append $found.issues $line) -}}
{{- end -}}

{{/* Values that everything else reads; helm takes `null` for "without the default". */}}
{{- define "llm-d-modelservice.checkPresent" -}}
{{- $scope := . -}}
{{- range $path := list "modelArtifacts.name" "modelArtifacts.uri" "modelArtifacts.mountPath" "accelerator.type" "routing.servicePort" "routing.proxy" -}}
{{- $keys := splitList "." $path -}}
{{- $section := index $scope.root.Values (first $keys) | default dict -}}
{{- if kindIs "invalid" (index $section (last $keys)) -}}
{{- include "llm-d-modelservice.absent" (list $scope.found $path) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Adds that there is nothing at a path that has a default. */}}
{{- define "llm-d-modelservice.absent" -}}
{{- include "llm-d-modelservice.issue" (list (index . 0) (index . 1) nil "this value is needed" "set it, or leave out the null that takes its default away") -}}
{{- end -}}

{{- define "llm-d-modelservice.checkModel" -}}
{{- $found := .found -}}
{{- $artifacts := .root.Values.modelArtifacts -}}
{{- $model := include "llm-d-modelservice.model" .root | fromJson -}}
{{- $path := "modelArtifacts.uri" -}}
{{- if not (has $model.scheme (list "hf" "pvc" "pvc+hf" "oci")) -}}
{{- include "llm-d-modelservice.issue" (list $found $path $model.uri
  "the scheme is hf, pvc, pvc+hf or oci" "write for example hf://organisation/model or pvc://claim/path/to/model") -}}
{{- else if and (hasPrefix "pvc" $model.scheme) (not $model.source) -}}
{{- include "llm-d-modelservice.issue" (list $found $path $model.uri
  "the first part names the claim" (printf "write %s://claim/organisation/model" $model.scheme)) -}}
{{- else if regexMatch "^pvc\\+hf://[^/]+/+[^/]+/*$" $model.uri -}}
{{- include "llm-d-modelservice.issue" (list $found $path $model.uri
  "the path ends with organisation and model" "write pvc+hf://claim/path/to/hub/organisation/model") -}}
{{- else if not $model.argument -}}
{{- include "llm-d-modelservice.issue" (list $found $path $model.uri
  "something follows the scheme" "name the model, for example hf://organisation/model") -}}
{{- end -}}
{{- if and (eq $model.scheme "oci") $model.source -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" .root "found" $found "path" $path "image" $model.source) -}}
{{- end -}}
{{- with index ($artifacts.labels | default dict) "llm-d.ai/role" -}}
{{- include "llm-d-modelservice.issue" (list $found "modelArtifacts.labels[llm-d.ai/role]" .
  "the chart itself sets this label, to decode or prefill" "leave it out") -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkProxy" -}}
{{- $found := .found -}}
{{- $routing := .root.Values.routing -}}
{{- $proxy := $routing.proxy -}}
{{- if and (.root.Values.decode).create $proxy.enabled -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" .root "found" .found "path" "routing.proxy.image" "image" $proxy.image) -}}
{{- range $key := list "targetPort" "connector" -}}
{{- if kindIs "invalid" (index $proxy $key) -}}
{{- include "llm-d-modelservice.absent" (list $found (printf "routing.proxy.%s" $key)) -}}
{{- end -}}
{{- end -}}
{{- if eq (int $routing.servicePort) (int $proxy.targetPort) -}}
{{- include "llm-d-modelservice.issue" (list .found "routing.proxy.targetPort" $proxy.targetPort
  "the proxy already listens on this port, routing.servicePort, in the same pod"
  "choose another one, for example 8200, or set routing.proxy.enabled to false") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* An image is there, and under `strict` it is always the same one. */}}
{{- define "llm-d-modelservice.checkImage" -}}
{{- if not .image -}}
{{- include "llm-d-modelservice.issue" (list .found .path (.image | default "")
  "a container needs an image" "name one with its version, for example vllm/vllm-openai:v0.30.0") -}}
{{- else if and .root.Values.strict (not (contains "@" .image)) -}}
{{- $tag := regexFind ":[^:/]+$" .image -}}
{{- if or (not $tag) (eq $tag ":latest") -}}
{{- include "llm-d-modelservice.issue" (list .found .path .image
  "with strict, an image has a fixed version, as a moving one differs between two pods of one model"
  "add a version tag, or better a digest: image@sha256:...") -}}
{{- end -}}
{{- end -}}
{{- end -}}
