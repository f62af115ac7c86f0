{{/*
Everything that is wrong with the values and that the schema cannot say, given at once: one line
`path: value; rule; way out` for each.
*/}}
{{- define "llm-d-modelservice.check" -}}
{{- $found := dict "issues" list -}}
{{- include "llm-d-modelservice.checkNotRendered" (dict "root" . "found" $found) -}}
{{- include "llm-d-modelservice.checkModel" (dict "root" . "found" $found) -}}
{{- include "llm-d-modelservice.checkProxy" (dict "root" . "found" $found) -}}
{{- range $role := list "decode" "prefill" -}}
{{- $values := index $.Values $role -}}
{{- if $values.create -}}
{{- $scope := dict "root" $ "found" $found "role" $role "values" $values -}}
{{- include "llm-d-modelservice.checkRole" $scope -}}
{{- include "llm-d-modelservice.checkParallelism" $scope -}}
{{- include "llm-d-modelservice.checkContainers" $scope -}}
{{- end -}}
{{- end -}}
{{- with $found.issues -}}
{{- fail (printf "\n%s" (. | uniq | sortAlpha | join "\n")) -}}
{{- end -}}
{{- end -}}

{{/* Adds one issue. The value is shown as JSON, as in the messages of the components. */}}
{{- define "llm-d-modelservice.issue" -}}
{{- $value := hasKey . "value" | ternary (toJson .value) "absent" -}}
{{- $line := printf "%s: %s; %s; %s" .path $value .rule .wayOut -}}
{{- $_ := set .found "issues" (append .found.issues $line) -}}
{{- end -}}

{{/* Values that upstream renders and this chart does not yet: refused, because ignoring them would be a lie. */}}
{{- define "llm-d-modelservice.checkNotRendered" -}}
{{- $values := .root.Values -}}
{{- $found := .found -}}
{{- $switches := list
  (list "multinode" $values.multinode "LeaderWorkerSets" "set it to false and keep each role within one node, or use the upstream chart")
  (list "accelerator.dra" ($values.accelerator).dra "resource claims for accelerators" "set it to false: devices are then requested by accelerator.resources, or use the upstream chart")
  (list "decode.accelerator.dra" (($values.decode).accelerator).dra "resource claims for accelerators" "set it to false: devices are then requested by accelerator.resources, or use the upstream chart")
  (list "prefill.accelerator.dra" (($values.prefill).accelerator).dra "resource claims for accelerators" "set it to false: devices are then requested by accelerator.resources, or use the upstream chart")
  (list "requester.enable" ($values.requester).enable "the requester of fast model actuation" "set it to false, or use the upstream chart")
  (list "tracing.enabled" ($values.tracing).enabled "tracing" "set it to false and write the engine's tracing flags into containers[].args and containers[].env")
-}}
{{- range $switches -}}
{{- if index . 1 -}}
{{- include "llm-d-modelservice.issue" (dict "found" $found "path" (index . 0) "value" (index . 1)
  "rule" (printf "this chart does not render %s yet" (index . 2)) "wayOut" (index . 3)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkModel" -}}
{{- $artifacts := .root.Values.modelArtifacts -}}
{{- $model := include "llm-d-modelservice.model" .root | fromJson -}}
{{- $base := dict "found" .found "path" "modelArtifacts.uri" "value" $model.uri -}}
{{- if not (has $model.scheme (list "hf" "pvc" "pvc+hf" "oci")) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "rule" "the scheme is one of hf, pvc, pvc+hf and oci"
  "wayOut" "write for example hf://organisation/model or pvc://claim/path/to/model") $base) -}}
{{- else if and (hasPrefix "pvc" $model.scheme) (not $model.source) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "rule" "the first part names the claim"
  "wayOut" (printf "write %s://claim/path/to/model" $model.scheme)) $base) -}}
{{- else if and (eq $model.scheme "pvc+hf") (regexMatch "^pvc\\+hf://[^/]+/[^/]+/?$" $model.uri) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "rule" "the path ends with the organisation and the name of the model"
  "wayOut" "write pvc+hf://claim/path/to/hub/organisation/model") $base) -}}
{{- else if not $model.argument -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "rule" (printf "nothing follows %s://" $model.scheme)
  "wayOut" "name the model, for example hf://organisation/model") $base) -}}
{{- end -}}
{{- with index ($artifacts.labels | default dict) "llm-d.ai/role" -}}
{{- include "llm-d-modelservice.issue" (dict "found" $.found "path" "modelArtifacts.labels[llm-d.ai/role]" "value" .
  "rule" "the chart sets this label, to decode or prefill" "wayOut" "leave it out") -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkProxy" -}}
{{- $routing := .root.Values.routing -}}
{{- $proxy := $routing.proxy -}}
{{- if and (.root.Values.decode).create $proxy.enabled -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" .root "found" .found "path" "routing.proxy.image" "image" $proxy.image) -}}
{{- if eq (int $routing.servicePort) (int $proxy.targetPort) -}}
{{- include "llm-d-modelservice.issue" (dict "found" .found "path" "routing.proxy.targetPort" "value" $proxy.targetPort
  "rule" "the proxy already listens on this port, routing.servicePort, in the same pod"
  "wayOut" "choose another one, for example 8200, or set routing.proxy.enabled to false") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* An image is there, and under `strict` always the same one. */}}
{{- define "llm-d-modelservice.checkImage" -}}
{{- if not .image -}}
{{- include "llm-d-modelservice.issue" (dict "found" .found "path" .path "value" (.image | default "")
  "rule" "a container needs an image" "wayOut" "name one with its version, for example vllm/vllm-openai:v0.30.0") -}}
{{- else if and .root.Values.strict (not (contains "@" .image)) -}}
{{- $tag := regexFind ":[^:/]+$" .image -}}
{{- if or (not $tag) (eq $tag ":latest") -}}
{{- include "llm-d-modelservice.issue" (dict "found" .found "path" .path "value" .image
  "rule" "with strict, an image has a fixed version: a moving one differs between two pods of one model"
  "wayOut" "add a version tag, or better a digest: image@sha256:...") -}}
{{- end -}}
{{- end -}}
{{- end -}}
