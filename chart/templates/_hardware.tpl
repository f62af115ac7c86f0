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

{{/*
Requests, limits and claims of a container. A container that serves the model gets one device for each of
its local ranks, unless it names the number itself: TPU chips, for one, differ from the ranks.
Kubernetes does not overcommit devices and huge pages, so where only a request or only a limit is
given, the other is the same:
https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources
*/}}
{{- define "llm-d-modelservice.resources" -}}
{{- $given := deepCopy (.container.resources | default dict) -}}
{{- $limits := $given.limits | default dict -}}
{{- $requests := $given.requests | default dict -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $device := index (.root.Values.accelerator.resources | default dict) $type -}}
{{- $simulated := contains "llm-d-inference-sim" .container.image -}}
{{- $numbered := or (hasKey $limits ($device | default "")) (hasKey $requests ($device | default "")) -}}
{{- if and $device .serving (not $simulated) (not $numbered) -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $_ := set $limits $device (mul $parallelism.tensor $parallelism.dataLocal | toString) -}}
{{- end -}}
{{- $exact := "/|^hugepages-" -}}
{{- range $name, $amount := $requests -}}
{{- if and (regexMatch $exact $name) (not (hasKey $limits $name)) -}}{{- $_ := set $limits $name $amount -}}{{- end -}}
{{- end -}}
{{- range $name, $amount := $limits -}}
{{- if and (regexMatch $exact $name) (not (hasKey $requests $name)) -}}{{- $_ := set $requests $name $amount -}}{{- end -}}
{{- end -}}
{{- $claims := $given.claims | default list -}}
{{- if .serving -}}
{{- range .values.resourceClaims -}}{{- $claims = append $claims (dict "name" .name) | uniq -}}{{- end -}}
{{- end -}}
{{- $resources := omit $given "limits" "requests" "claims" -}}
{{- range $key, $value := dict "limits" $limits "requests" $requests "claims" $claims -}}
{{- with $value -}}{{- $_ := set $resources $key . -}}{{- end -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end -}}

{{/* Node affinity from acceleratorTypes: the node must carry one of the values. */}}
{{- define "llm-d-modelservice.affinity" -}}
nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
      - matchExpressions:
          - key: {{ .labelKey }}
            operator: In
            values:
              {{- toYaml .labelValues | nindent 14 }}
{{- end -}}
