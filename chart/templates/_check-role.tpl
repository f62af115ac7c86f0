{{- define "llm-d-modelservice.checkAccelerator" -}}
{{- $found := .found -}}
{{- $values := .values -}}
{{- $type := include "llm-d-modelservice.acceleratorType" . -}}
{{- $devices := .root.Values.accelerator.resources | default dict -}}
{{- if not (or (eq $type "cpu") (hasKey $devices $type)) -}}
{{- $path := empty ($values.accelerator).type | ternary "accelerator.type" (printf "%s.accelerator.type" .role) -}}
{{- include "llm-d-modelservice.issue" (list $found $path $type
  (printf "a type is cpu or a key of accelerator.resources (%s)" (keys $devices | sortAlpha | join ", "))
  (printf "choose one of them, or add accelerator.resources.%s with the resource name of the device" $type)) -}}
{{- end -}}

{{- $nodes := $values.acceleratorTypes | default dict -}}
{{- $path := printf "%s.acceleratorTypes" .role -}}
{{- if and $nodes.labelKey (not $nodes.labelValues) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.labelValues" $path) ($nodes.labelValues | default list)
  (printf "no node has one of no values of %s" $nodes.labelKey) "list the values, or clear labelKey") -}}
{{- else if and $nodes.labelValues (not $nodes.labelKey) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.labelKey" $path) ($nodes.labelKey | default "")
  "labelValues are the values of this node label" "name it, for example nvidia.com/gpu.product") -}}
{{- end -}}
{{- $required := ((($values.extraConfig).affinity).nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution -}}
{{- if and $nodes.labelKey $required -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.extraConfig.affinity.nodeAffinity" .role) $required
  (printf "%s already requires nodes, and two requirements would be alternatives" $path)
  "write both into one term of extraConfig, and clear acceleratorTypes") -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkParallelism" -}}
{{- $found := .found -}}
{{- $path := printf "%s.parallelism" .role -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $data := int $parallelism.data -}}
{{- $dataLocal := int $parallelism.dataLocal -}}
{{- $workers := int $parallelism.workers -}}
{{- /* One copy that spans all workers: its own layers are what they share. */ -}}
{{- $spans := and .root.Values.multinode (eq $data 1) (eq $dataLocal 1) -}}
{{- if not $spans -}}
{{- range $key, $part := dict "dataLocal" $dataLocal "workers" $workers -}}
{{- if mod $data $part -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.data" $path) $data
  (printf "data is a multiple of %s, which is %d" $key $part) (printf "change one of them, or leave %s out" $key)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and .root.Values.strict (not $spans) (ne $data (mul $dataLocal $workers | int)) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.data" $path) $data
  (printf "with strict, data is dataLocal * workers, here %d * %d" $dataLocal $workers) "change one of them, or leave dataLocal out") -}}
{{- end -}}
{{- if and (gt $workers 1) (not .root.Values.multinode) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.workers" $path) $workers
  "the pods of a Deployment do not serve together" "set multinode to true, or workers to 1 and dataLocal to data") -}}
{{- end -}}
{{- end -}}

{{/* What only a LeaderWorkerSet has, and what it has not. */}}
{{- define "llm-d-modelservice.checkGroup" -}}
{{- $found := .found -}}
{{- $role := .role -}}
{{- $values := .values -}}
{{- if and $values.workerContainers (not .root.Values.multinode) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.workerContainers" $role) (len $values.workerContainers)
  "workers are pods of a LeaderWorkerSet" "set multinode to true, or leave it out") -}}
{{- end -}}
{{- if and $values.subGroupPolicy (not .root.Values.multinode) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.subGroupPolicy" $role) $values.subGroupPolicy
  "subgroups are parts of a LeaderWorkerSet" "set multinode to true, or leave it out") -}}
{{- end -}}
{{- range $key := list "subGroupExclusiveTopology" "subGroupExclusiveToplogy" -}}
{{- if index $values $key -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.%s" $role $key) true
  "the annotation of the LeaderWorkerSet names a node label, which this value does not"
  (printf "write leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology with the label into %s.annotations" $role)) -}}
{{- end -}}
{{- end -}}
{{- $strategy := ($values.strategy).type | default "RollingUpdate" -}}
{{- if and .root.Values.multinode (ne $strategy "RollingUpdate") -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.strategy.type" $role) $strategy
  "a LeaderWorkerSet has the strategy RollingUpdate only" "leave it out: maxSurge is 0 there, so that a new group needs no free nodes") -}}
{{- end -}}
{{- end -}}

{{/* A PodMonitor finds its port by name; one that finds none is silent. */}}
{{- define "llm-d-modelservice.checkMonitor" -}}
{{- $monitor := (.values.monitoring).podmonitor | default dict -}}
{{- $ports := list -}}
{{- range concat (.values.containers | default list) (.values.initContainers | default list) -}}
{{- range .ports -}}{{- $ports = append $ports .name -}}{{- end -}}
{{- end -}}
{{- if and .root.Values.strict $monitor.enabled (not (has $monitor.portName $ports)) -}}
{{- include "llm-d-modelservice.issue" (list .found (printf "%s.monitoring.podmonitor.portName" .role) $monitor.portName
  "with strict, a container of the role has a port of this name, as nothing else is scraped"
  (printf "give the engine's entry in %s.containers[].ports this name" .role)) -}}
{{- end -}}
{{- end -}}
