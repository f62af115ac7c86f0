{{- define "llm-d-modelservice.checkAccelerator" -}}
{{- $claimed := include "llm-d-modelservice.usesClaim" . -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $table := empty $claimed | ternary "resources" "resourceClaimTemplates" -}}
{{- $types := index .root.Values.accelerator $table | default dict -}}
{{- if hasKey $types $type -}}
{{- if $claimed -}}{{- include "llm-d-modelservice.checkClaim" . -}}{{- end -}}
{{- else if ne $type "cpu" -}}
{{- $path := empty (.values.accelerator).type | ternary "accelerator.type" (printf "%s.accelerator.type" .role) -}}
{{- $entry := empty $claimed | ternary "the resource name of the device" "name and class of the claim, or set dra to false" -}}
{{- include "llm-d-modelservice.issue" (list .found $path $type
  (printf "a type is cpu or a key of accelerator.%s (%s)" $table (keys $types | sortAlpha | join ", "))
  (printf "choose one of them, or add accelerator.%s.%s with %s" $table $type $entry)) -}}
{{- end -}}
{{- end -}}

{{/* What the claim for the devices of a role is made from. */}}
{{- define "llm-d-modelservice.checkClaim" -}}
{{- $scope := . -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $path := printf "accelerator.resourceClaimTemplates.%s" $type -}}
{{- $template := index .root.Values.accelerator.resourceClaimTemplates $type | default dict -}}
{{- range $key, $example := dict "name" "nvidia-claim-template" "class" "gpu.nvidia.com" -}}
{{- if empty (index $template $key) -}}
{{- include "llm-d-modelservice.issue" (list $scope.found (printf "%s.%s" $path $key) (index $template $key)
  (printf "a claim for devices needs a %s" $key) (printf "set it, for example %s" $example)) -}}
{{- end -}}
{{- end -}}
{{- if not (has ($template.match | default "exactly") (list "exactly" "firstAvailable")) -}}
{{- include "llm-d-modelservice.issue" (list .found (printf "%s.match" $path) $template.match
  "a claim has devices of its class by exactly or firstAvailable, which are the same with one class" "set it to exactly") -}}
{{- end -}}
{{- range $index, $claim := .values.resourceClaims -}}
{{- if eq $claim.name $template.name -}}
{{- include "llm-d-modelservice.issue" (list $scope.found (printf "%s.resourceClaims[%d].name" $scope.role $index) $claim.name
  (printf "this is the name of the claim for devices, %s.name" $path) "give one of them another name") -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
The devices that a container names itself: by a resource name as many as it is limited to, and of
those that the role claims as many as the claim, which is all that the container sees.
*/}}
{{- define "llm-d-modelservice.checkDevices" -}}
{{- $scope := . -}}
{{- $resources := .container.resources | default dict -}}
{{- $limits := $resources.limits | default dict -}}
{{- $requests := $resources.requests | default dict -}}
{{- range $name, $amount := $requests -}}
{{- if and (contains "/" $name) (hasKey $limits $name) (ne (toString $amount) (index $limits $name | toString)) -}}
{{- include "llm-d-modelservice.issue" (list $scope.found (printf "%s.resources.requests[%s]" $scope.path $name) $amount
  (printf "Kubernetes does not overcommit devices, and the limit is %v" (index $limits $name)) "leave one of the two out, or make them equal") -}}
{{- end -}}
{{- end -}}
{{- $named := include "llm-d-modelservice.namedDevices" . | int -}}
{{- $claim := include "llm-d-modelservice.acceleratorClaim" . | fromJson -}}
{{- if and $claim $named -}}
{{- $device := include "llm-d-modelservice.deviceResource" . -}}
{{- $place := hasKey $limits $device | ternary "limits" "requests" -}}
{{- $path := printf "%s.resources.%s[%s]" .path $place $device -}}
{{- $count := int $claim.count -}}
{{- if not .serving -}}
{{- include "llm-d-modelservice.issue" (list .found $path (index $resources $place $device)
  "with dra, the devices of the pod come by its claim, which a container that does not serve the model has no part in"
  (printf "leave it out, or let it see all of them by resources.claims: [{name: %s}]" $claim.name)) -}}
{{- else if ne $named $count -}}
{{- include "llm-d-modelservice.issue" (list .found $path (index $resources $place $device)
  (printf "with dra, all containers that serve the model share one claim, which is for %d" $count)
  (printf "leave it out, or set it and accelerator.resourceClaimTemplates.%s.count to the same number" (include "llm-d-modelservice.acceleratorType" .))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
