{{/* The accelerator type of a role: its own, else the one of the release. */}}
{{- define "llm-d-modelservice.acceleratorType" -}}
{{- (.values.accelerator).type | default .root.Values.accelerator.type -}}
{{- end -}}

{{/*
The four numbers, with absent ones derived from the given: data = dataLocal * workers. As JSON.
*/}}
{{- define "llm-d-modelservice.parallelism" -}}
{{- $given := .values.parallelism | default dict -}}
{{- $data := $given.data | default (mul ($given.dataLocal | default 1) ($given.workers | default 1)) | int -}}
{{- $workers := $given.workers | default (div $data ($given.dataLocal | default $data) | max 1) | int -}}
{{- $dataLocal := $given.dataLocal | default (div $data $workers | max 1) | int -}}
{{- dict "tensor" ($given.tensor | default 1 | int) "data" $data "dataLocal" $dataLocal "workers" $workers | toJson -}}
{{- end -}}

{{/* "true" for a role whose devices come by a claim in place of a resource name. */}}
{{- define "llm-d-modelservice.usesClaim" -}}
{{- $own := .values.accelerator | default dict -}}
{{- $dra := kindIs "invalid" $own.dra | ternary .root.Values.accelerator.dra $own.dra -}}
{{- if and $dra (ne (include "llm-d-modelservice.acceleratorType" .) "cpu") -}}true{{- end -}}
{{- end -}}

{{/* The resource name of a role's devices; empty on CPUs, and for a type that has claims only. */}}
{{- define "llm-d-modelservice.deviceResource" -}}
{{- index (.root.Values.accelerator.resources | default dict) (include "llm-d-modelservice.acceleratorType" .) | default "" -}}
{{- end -}}

{{/* The number of devices that a container names itself; empty when it names none. */}}
{{- define "llm-d-modelservice.namedDevices" -}}
{{- $device := include "llm-d-modelservice.deviceResource" . -}}
{{- $resources := .container.resources | default dict -}}
{{- $named := "" -}}
{{- range list $resources.requests $resources.limits -}}
{{- if hasKey (. | default dict) $device -}}{{- $named = index . $device -}}{{- end -}}
{{- end -}}
{{- $named -}}
{{- end -}}

{{/*
The number of devices of a container. One that serves the model gets a device for each of its local
ranks, unless it names the number itself: TPU chips, for one, differ from the ranks.
*/}}
{{- define "llm-d-modelservice.devices" -}}
{{- $named := include "llm-d-modelservice.namedDevices" . -}}
{{- $hasDevices := or (include "llm-d-modelservice.usesClaim" .) (include "llm-d-modelservice.deviceResource" .) -}}
{{- $simulated := contains "llm-d-inference-sim" (.container.image | default "") -}}
{{- if $named -}}
{{- $named -}}
{{- else if and $hasDevices .serving (not $simulated) -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- mul $parallelism.tensor $parallelism.dataLocal -}}
{{- end -}}
{{- end -}}

{{/*
Resources, with what Kubernetes takes only equal: it does not overcommit devices and huge pages, so
where only a request or only a limit is given, the other is the same.
https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources
*/}}
{{- define "llm-d-modelservice.equalAmounts" -}}
{{- $given := deepCopy . -}}
{{- $limits := $given.limits | default dict -}}
{{- $requests := $given.requests | default dict -}}
{{- $exact := "/|^hugepages-" -}}
{{- range $name, $amount := $requests -}}
{{- if and (regexMatch $exact $name) (not (hasKey $limits $name)) -}}{{- $_ := set $limits $name $amount -}}{{- end -}}
{{- end -}}
{{- range $name, $amount := $limits -}}
{{- if and (regexMatch $exact $name) (not (hasKey $requests $name)) -}}{{- $_ := set $requests $name $amount -}}{{- end -}}
{{- end -}}
{{- $resources := omit $given "limits" "requests" -}}
{{- range $key, $value := dict "limits" $limits "requests" $requests -}}
{{- with $value -}}{{- $_ := set $resources $key . -}}{{- end -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}

{{/* Requests, limits and claims of an entry of `containers`: its own, its devices, and the claims of the role. */}}
{{- define "llm-d-modelservice.resources" -}}
{{- $resources := deepCopy (.container.resources | default dict) -}}
{{- $devices := include "llm-d-modelservice.devices" . -}}
{{- $device := include "llm-d-modelservice.deviceResource" . -}}
{{- $claims := $resources.claims | default list -}}
{{- if not (include "llm-d-modelservice.usesClaim" .) -}}
{{- if and $devices (not (include "llm-d-modelservice.namedDevices" .)) -}}
{{- $_ := set $resources "limits" (set ($resources.limits | default dict) $device $devices) -}}
{{- end -}}
{{- else if .serving -}}
{{- range list $resources.limits $resources.requests -}}{{- with . -}}{{- $_ := unset . $device -}}{{- end -}}{{- end -}}
{{- if int $devices -}}
{{- $claims = append $claims (dict "name" (include "llm-d-modelservice.acceleratorClaim" . | fromJson).name) -}}
{{- end -}}
{{- end -}}
{{- if .serving -}}
{{- range .values.resourceClaims -}}{{- $claims = append $claims (dict "name" .name) -}}{{- end -}}
{{- end -}}
{{- with $claims -}}{{- $_ := set $resources "claims" (uniq .) -}}{{- end -}}
{{- include "llm-d-modelservice.equalAmounts" $resources -}}
{{- end -}}
