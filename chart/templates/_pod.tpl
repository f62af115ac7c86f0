{{/* Fields of a pod that go through as they are written, under the names that the values have for them. */}}
{{- define "llm-d-modelservice.podFields" -}}
{{- $fields := pick . "nodeSelector" "tolerations" "imagePullSecrets" "hostIPC" "hostPID"
  "enableServiceLinks" "terminationGracePeriodSeconds" -}}
{{- $_ := set $fields "securityContext" .podSecurityContext -}}
{{- range $key, $value := $fields -}}
{{- if empty $value -}}
{{- if not (or (kindIs "bool" $value) (kindIs "float64" $value) (kindIs "int64" $value)) -}}{{- $_ := unset $fields $key -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml $fields -}}
{{- end -}}

{{/* The pod of a role. */}}
{{- define "llm-d-modelservice.podSpec" -}}
{{- $root := .root -}}
{{- $role := .role -}}
{{- $values := .values -}}
{{- $pod := include "llm-d-modelservice.podFields" $values | fromYaml -}}
{{- $_ := set $pod "serviceAccountName" (include "llm-d-modelservice.serviceAccountName" $root) -}}

{{- $containers := list -}}
{{- $volumes := $values.volumes | default list -}}
{{- $mounted := false -}}
{{- range $index, $container := $values.containers -}}
{{- $scope := dict "root" $root "role" $role "values" $values "container" $container "index" $index -}}
{{- $containers = append $containers (include "llm-d-modelservice.container" $scope | fromYaml) -}}
{{- if $container.mountModelVolume -}}{{- $mounted = true -}}{{- end -}}
{{- end -}}
{{- $_ := set $pod "containers" $containers -}}
{{- if $mounted -}}
{{- $volumes = append $volumes (include "llm-d-modelservice.modelVolume" $root | fromYaml) -}}
{{- end -}}
{{- with $volumes -}}{{- $_ := set $pod "volumes" . -}}{{- end -}}

{{- with include "llm-d-modelservice.resourceClaims" . | fromYamlArray -}}{{- $_ := set $pod "resourceClaims" . -}}{{- end -}}

{{- $initContainers := list -}}
{{- range $values.initContainers -}}
{{- $initContainer := deepCopy . -}}
{{- with $initContainer.resources -}}
{{- $_ := set $initContainer "resources" (include "llm-d-modelservice.equalAmounts" . | fromYaml) -}}
{{- end -}}
{{- $initContainers = append $initContainers $initContainer -}}
{{- end -}}
{{- if and (eq $role "decode") $root.Values.routing.proxy.enabled -}}
{{- $initContainers = prepend $initContainers (include "llm-d-modelservice.proxy" $root | fromYaml) -}}
{{- end -}}
{{- with $initContainers -}}{{- $_ := set $pod "initContainers" . -}}{{- end -}}

{{- with $values.schedulerName | default $root.Values.schedulerName -}}
{{- $_ := set $pod "schedulerName" . -}}
{{- end -}}
{{- $priorityClass := $values.priorityClassName | default $root.Values.priorityClassName | default "none" -}}
{{- if ne $priorityClass "none" -}}{{- $_ := set $pod "priorityClassName" $priorityClass -}}{{- end -}}

{{- $extra := tpl ($values.extraConfig | default dict | toYaml) $root | fromYaml -}}
{{- with $values.acceleratorTypes -}}
{{- if .labelKey -}}
{{- $nodes := dict "key" .labelKey "operator" "In" "values" .labelValues -}}
{{- /* Terms are alternatives, so that each one requires these nodes too. */ -}}
{{- $terms := ((($extra.affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution).nodeSelectorTerms -}}
{{- range $terms -}}{{- $_ := set . "matchExpressions" (append (.matchExpressions | default list) $nodes) -}}{{- end -}}
{{- if not $terms -}}
{{- $required := dict "nodeSelectorTerms" (list (dict "matchExpressions" (list $nodes))) -}}
{{- $_ := set $pod "affinity" (dict "nodeAffinity" (dict "requiredDuringSchedulingIgnoredDuringExecution" $required)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- include "llm-d-modelservice.merge" (dict "base" $pod "extra" $extra) -}}
{{- end -}}
