{{/*
The claim for the devices of a role, as JSON; empty when no container of it has any by a claim.
  name      of the claim in the pod, and of the request in it
  template  name of the ResourceClaimTemplate
  spec      what each pod claims
  count     how many devices that is
All containers of a pod that serve the model share it, and leader and workers of a group have one template. The number
of devices is the one of accelerator.resourceClaimTemplates, else that of the first container with any.
A template cannot be changed while it lives, so that its name ends in a hash of the spec: another one
takes its place, and pods are exchanged for it.
https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/resource-claim-template-v1alpha3
*/}}
{{- define "llm-d-modelservice.acceleratorClaim" -}}
{{- $scope := . -}}
{{- $claim := dict -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $template := index (.root.Values.accelerator.resourceClaimTemplates | default dict) $type -}}
{{- $devices := 0 -}}
{{- range $containers := list (.values.leaderContainers | default .values.containers) .values.workerContainers -}}
{{- range $index, $container := $containers -}}
{{- $inside := dict "root" $scope.root "role" $scope.role "values" $scope.values "container" $container "index" $index -}}
{{- if include "llm-d-modelservice.serves" $inside -}}
{{- $devices = $devices | default (include "llm-d-modelservice.devices" (set $inside "serving" "true") | int) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $devices $template (include "llm-d-modelservice.usesClaim" .) -}}
{{- $count := $template.count | default $devices | int -}}
{{- $asked := dict "deviceClassName" $template.class "allocationMode" "ExactCount" "count" $count -}}
{{- with $template.selectors -}}{{- $_ := set $asked "selectors" . -}}{{- end -}}
{{- $request := dict "name" $template.name "exactly" $asked -}}
{{- if eq ($template.match | default "exactly") "firstAvailable" -}}
{{- $request = dict "name" $template.name "firstAvailable" (list (set $asked "name" $template.name)) -}}
{{- end -}}
{{- $spec := dict "devices" (dict "requests" (list $request)) -}}
{{- $name := printf "%s-%s-%s-%s" (include "llm-d-modelservice.fullname" .root) .role $template.name ($spec | toJson | sha256sum | trunc 8) -}}
{{- $claim = dict "name" $template.name "template" $name "spec" $spec "count" $count -}}
{{- end -}}
{{- toJson $claim -}}
{{- end -}}

{{/* What the claim of each pod of a role is made from. */}}
{{- define "llm-d-modelservice.resourceClaimTemplate" -}}
{{- $claim := include "llm-d-modelservice.acceleratorClaim" . | fromJson -}}
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata:
  name: {{ $claim.template }}
  labels:
    {{- include "llm-d-modelservice.objectLabels" .root | nindent 4 }}
spec:
  spec:
    {{- toYaml $claim.spec | nindent 4 }}
{{- end -}}

{{/* The claims of a pod: the one for its devices, then those of the role. */}}
{{- define "llm-d-modelservice.resourceClaims" -}}
{{- $claim := include "llm-d-modelservice.acceleratorClaim" . | fromJson -}}
{{- $claims := .values.resourceClaims | default list -}}
{{- if $claim -}}
{{- $claims = prepend $claims (dict "name" $claim.name "resourceClaimTemplateName" $claim.template) -}}
{{- end -}}
{{- toYaml $claims -}}
{{- end -}}
