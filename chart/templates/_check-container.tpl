{{- define "llm-d-modelservice.checkContainers" -}}
{{- $scope := . -}}
{{- $mounted := false -}}
{{- range $index, $container := .values.containers -}}
{{- $path := printf "%s.containers[%d]" $scope.role $index -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" $scope.root "found" $scope.found "path" (printf "%s.image" $path) "image" $container.image) -}}
{{- include "llm-d-modelservice.checkCommand" (dict "root" $scope.root "found" $scope.found "path" $path "container" $container) -}}
{{- if $container.mountModelVolume -}}{{- $mounted = true -}}{{- end -}}
{{- end -}}
{{- range $index, $container := .values.initContainers -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" $scope.root "found" $scope.found "path" (printf "%s.initContainers[%d].image" $scope.role $index) "image" $container.image) -}}
{{- end -}}
{{- if not .values.containers -}}
{{- include "llm-d-modelservice.issue" (dict "found" .found "path" (printf "%s.containers" .role) "value" list
  "rule" "a role has at least the container of its engine" "wayOut" (printf "add it, or set %s.create to false" .role)) -}}
{{- end -}}
{{- range $index, $volume := .values.volumes -}}
{{- if and $mounted (eq $volume.name "model-storage") -}}
{{- include "llm-d-modelservice.issue" (dict "found" $scope.found "path" (printf "%s.volumes[%d].name" $scope.role $index) "value" $volume.name
  "rule" "this is the name of the volume that mountModelVolume adds" "wayOut" "give your volume another name") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Who says what runs in a container: the chart (vllmServe, imageDefault) or the values (custom). */}}
{{- define "llm-d-modelservice.checkCommand" -}}
{{- $kind := .container.modelCommand | default "custom" -}}
{{- $model := include "llm-d-modelservice.model" .root | fromJson -}}
{{- $base := dict "found" .found "path" (printf "%s.modelCommand" .path) "value" $kind -}}
{{- if not (has $kind (list "vllmServe" "imageDefault" "custom")) -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "rule" "a model command is vllmServe, imageDefault or custom"
  "wayOut" "use custom with your own command for an engine other than vLLM") $base) -}}
{{- else if and (eq $kind "custom") (not .container.command) -}}
{{- include "llm-d-modelservice.issue" (merge (dict "path" (printf "%s.command" .path) "value" (.container.command | default list)
  "rule" "with the model command custom, the command is yours to give"
  "wayOut" "write it as a list, or set modelCommand to vllmServe or imageDefault") $base) -}}
{{- else if and (ne $kind "custom") .container.command -}}
{{- include "llm-d-modelservice.issue" (merge (dict "path" (printf "%s.command" .path) "value" .container.command
  "rule" (printf "with the model command %s, the command is not yours to give" $kind)
  "wayOut" "leave it out, or set modelCommand to custom and write args in full") $base) -}}
{{- else if and (ne $kind "custom") (eq $model.scheme "oci") -}}
{{- include "llm-d-modelservice.issue" (merge (dict
  "rule" "for an oci:// model the chart does not know the path inside the image"
  "wayOut" (printf "use custom and name the path below %s" .root.Values.modelArtifacts.mountPath)) $base) -}}
{{- end -}}
{{- end -}}
