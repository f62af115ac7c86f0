{{- define "llm-d-modelservice.checkPod" -}}
{{- $scope := . -}}
{{- $mounted := false -}}
{{- range $key := list "containers" "workerContainers" -}}
{{- range $index, $container := index $scope.values $key -}}
{{- $path := printf "%s.%s[%d]" $scope.role $key $index -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" $scope.root "found" $scope.found "path" (printf "%s.image" $path) "image" $container.image) -}}
{{- include "llm-d-modelservice.checkCommand" (dict "root" $scope.root "found" $scope.found "path" $path "container" $container) -}}
{{- include "llm-d-modelservice.checkTracingDetail" (dict "root" $scope.root "found" $scope.found "container" $container) -}}
{{- $serving := include "llm-d-modelservice.serves" (dict "container" $container "index" $index) -}}
{{- include "llm-d-modelservice.checkDevices" (dict "root" $scope.root "found" $scope.found "role" $scope.role "values" $scope.values "path" $path "container" $container "serving" $serving) -}}
{{- if $container.mountModelVolume -}}{{- $mounted = true -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- range $index, $container := .values.initContainers -}}
{{- $path := printf "%s.initContainers[%d]" $scope.role $index -}}
{{- include "llm-d-modelservice.checkImage" (dict "root" $scope.root "found" $scope.found "path" (printf "%s.image" $path) "image" $container.image) -}}
{{- include "llm-d-modelservice.checkDevices" (dict "root" $scope.root "found" $scope.found "role" $scope.role "values" $scope.values "path" $path "container" $container) -}}
{{- end -}}
{{- if not .values.containers -}}
{{- include "llm-d-modelservice.issue" (list .found (printf "%s.containers" .role) list
  "a role has at least the container of its engine" (printf "add it, or set %s.create to false" .role)) -}}
{{- end -}}
{{- range $index, $volume := .values.volumes -}}
{{- if and $mounted (eq $volume.name "model-storage") -}}
{{- include "llm-d-modelservice.issue" (list $scope.found (printf "%s.volumes[%d].name" $scope.role $index) $volume.name
  "this is the name of the volume that mountModelVolume adds" "give your volume another name") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Either the chart says what runs in a container (vllmServe, imageDefault) or the values do (custom). */}}
{{- define "llm-d-modelservice.checkCommand" -}}
{{- $found := .found -}}
{{- $kind := .container.modelCommand | default "custom" -}}
{{- $model := include "llm-d-modelservice.model" .root | fromJson -}}
{{- if not (has $kind (list "vllmServe" "imageDefault" "custom")) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.modelCommand" .path) $kind
  "a model command is vllmServe, imageDefault or custom" "use custom with a command of your own for other engines than vLLM") -}}
{{- else if and (eq $kind "custom") (not .container.command) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.command" .path) (.container.command | default list)
  "with the model command custom, the command is yours to give" "write it as a list, or set modelCommand to vllmServe or imageDefault") -}}
{{- else if and .root.Values.strict (ne $kind "custom") .container.command -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.command" .path) .container.command
  (printf "with the model command %s, the command is not yours to give" $kind) "leave it out, or set modelCommand to custom and write all arguments") -}}
{{- else if and (ne $kind "custom") (eq $model.scheme "oci") -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.modelCommand" .path) $kind
  "where the model is inside an oci:// image is not known to the chart"
  (printf "use custom, and name the path below %s" .root.Values.modelArtifacts.mountPath)) -}}
{{- end -}}
{{- end -}}
