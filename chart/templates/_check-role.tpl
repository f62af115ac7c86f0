{{- define "llm-d-modelservice.checkNodes" -}}
{{- $found := .found -}}
{{- $values := .values -}}
{{- $nodes := $values.acceleratorTypes | default dict -}}
{{- $path := printf "%s.acceleratorTypes" .role -}}
{{- if and $nodes.labelKey (not $nodes.labelValues) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.labelValues" $path) ($nodes.labelValues | default list)
  (printf "no node has one of no values of %s" $nodes.labelKey) "list the values, or clear labelKey") -}}
{{- else if and .root.Values.strict $nodes.labelValues (not $nodes.labelKey) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.labelKey" $path) ($nodes.labelKey | default "")
  "labelValues are the values of this node label" "name it, for example nvidia.com/gpu.product") -}}
{{- end -}}
{{- end -}}

{{- define "llm-d-modelservice.checkParallelism" -}}
{{- $found := .found -}}
{{- $path := printf "%s.parallelism" .role -}}
{{- $parallelism := include "llm-d-modelservice.parallelism" . | fromJson -}}
{{- $data := int $parallelism.data -}}
{{- $dataLocal := int $parallelism.dataLocal -}}
{{- $workers := int $parallelism.workers -}}
{{- /* One copy that spans all workers: its own layers are what they share. The chart itself writes no command for it. */ -}}
{{- $spans := and .root.Values.multinode (eq $data 1) (eq $dataLocal 1) -}}
{{- $waits := false -}}
{{- $scope := . -}}
{{- range .values.containers -}}
{{- if include "llm-d-modelservice.writesHosts" (merge (dict "container" .) $scope) -}}{{- $spans = false -}}{{- end -}}
{{- if and (ne $data $dataLocal) (include "llm-d-modelservice.runsVllm" .) -}}{{- $waits = true -}}{{- end -}}
{{- end -}}
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
{{- if and (gt $workers 1) (not .root.Values.multinode) (or .root.Values.strict $waits) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.workers" $path) $workers
  "the pods of a Deployment do not serve together" "set multinode to true, or workers to 1 and dataLocal to data") -}}
{{- end -}}
{{- $divisible := not (or (mod $data $dataLocal) (mod $data $workers)) -}}
{{- if and $divisible (ne $data (mul $dataLocal $workers | int)) (not .root.Values.strict) -}}
{{- include "llm-d-modelservice.checkRanksOfGroup" (merge (dict "dataLocal" $dataLocal "workers" $workers "data" $data) .) -}}
{{- end -}}
{{- end -}}

{{/* vLLM waits for ranks that no pod has. Only where the chart writes its flags: those of custom commands are not known. */}}
{{- define "llm-d-modelservice.checkRanksOfGroup" -}}
{{- $scope := . -}}
{{- range .values.containers -}}
{{- if include "llm-d-modelservice.writesHosts" (merge (dict "container" .) $scope) -}}
{{- include "llm-d-modelservice.issue" (list $scope.found (printf "%s.parallelism.data" $scope.role) $scope.data
  (printf "vLLM waits for all ranks of data, and the pods of a group have dataLocal * workers, here %d * %d" $scope.dataLocal $scope.workers)
  "change one of them, or leave dataLocal out") -}}
{{- end -}}
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
{{- range $key := list "subGroupPolicy" "subGroupExclusiveTopology" "subGroupExclusiveToplogy" -}}
{{- $value := index $values $key -}}
{{- if and $.root.Values.strict $value (not $.root.Values.multinode) -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.%s" $role $key) $value
  "subgroups are parts of a LeaderWorkerSet" "set multinode to true, or leave it out") -}}
{{- end -}}
{{- end -}}
{{- if .root.Values.multinode -}}
{{- include "llm-d-modelservice.checkSubGroups" . -}}
{{- include "llm-d-modelservice.checkGroupName" . -}}
{{- end -}}
{{- $strategy := ($values.strategy).type | default "RollingUpdate" -}}
{{- if and .root.Values.strict .root.Values.multinode (ne $strategy "RollingUpdate") -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.strategy.type" $role) $strategy
  "a LeaderWorkerSet has the strategy RollingUpdate only" "leave it out: maxSurge is 0 there, so that a new group needs no free nodes") -}}
{{- end -}}
{{- end -}}

{{/* What the LeaderWorkerSet controller refuses: https://github.com/kubernetes-sigs/lws/blob/main/pkg/webhooks/leaderworkerset_webhook.go */}}
{{- define "llm-d-modelservice.checkSubGroups" -}}
{{- $found := .found -}}
{{- $role := .role -}}
{{- $values := .values -}}
{{- $policy := .values.subGroupPolicy | default dict -}}
{{- $group := (include "llm-d-modelservice.parallelism" . | fromJson).workers | int -}}
{{- $size := $policy.subGroupSize | default 0 | int -}}
{{- $path := printf "%s.subGroupPolicy.subGroupSize" .role -}}
{{- if and $policy (not $size) -}}
{{- include "llm-d-modelservice.issue" (list $found $path $policy.subGroupSize
  "subgroups have a number of pods" (printf "set it, so that it divides the %d workers of the group with or without the leader" $group)) -}}
{{- else if $policy -}}
{{- $workers := sub $group 1 -}}
{{- $excluded := eq ($policy.subGroupPolicyType | default "LeaderWorker") "LeaderExcluded" -}}
{{- if or (gt $size $group) (and (mod $workers $size) (or $excluded (mod $group $size))) -}}
{{- include "llm-d-modelservice.issue" (list $found $path $size
  (printf "it divides the workers of the group, here %d, %s the leader" $group (empty $excluded | ternary "with or without" "without"))
  (printf "change it, or %s.parallelism.workers" $role)) -}}
{{- end -}}
{{- end -}}
{{- $annotation := "leaderworkerset.sigs.k8s.io/subgroup-exclusive-topology" -}}
{{- $labels := list -}}
{{- $stated := pick $values "subGroupExclusiveTopology" "subGroupExclusiveToplogy" -}}
{{- $_ := set $stated (printf "annotations[%s]" $annotation) (index ($values.annotations | default dict) $annotation) -}}
{{- range $key, $label := $stated -}}
{{- $place := printf "%s.%s" $role $key -}}
{{- if eq (toString $label) "true" -}}
{{- include "llm-d-modelservice.issue" (list $found $place $label
  "a subgroup has a place of its own by a node label, which true does not name" "write the label, for example cloud.google.com/gke-nodepool") -}}
{{- else if and $label (not $policy) -}}
{{- include "llm-d-modelservice.issue" (list $found $place $label
  "this is the place of a subgroup, and the group has none" (printf "set %s.subGroupPolicy.subGroupSize, or leave it out" $role)) -}}
{{- else if $label -}}{{- $labels = append $labels $label -}}{{- end -}}
{{- end -}}
{{- if gt (uniq $labels | len) 1 -}}
{{- include "llm-d-modelservice.issue" (list $found (printf "%s.subGroupExclusiveTopology" $role) $labels
  (printf "a subgroup has a place by one label, and %s.annotations or subGroupExclusiveToplogy names another" $role) "leave out all but one") -}}
{{- end -}}
{{- end -}}

{{/*
The controller makes a StatefulSet of the name for the leaders, and one for the workers of each group with
its number behind. Pods of one with more than 52 characters are refused, since a label of them has eleven more:
https://github.com/kubernetes/kubernetes/issues/64023
*/}}
{{- define "llm-d-modelservice.checkGroupName" -}}
{{- $fullname := include "llm-d-modelservice.fullname" .root -}}
{{- $groups := hasKey .values "replicas" | ternary .values.replicas 1 | int | max 1 -}}
{{- $end := printf "-%s" .role -}}
{{- if gt (int (include "llm-d-modelservice.parallelism" . | fromJson).workers) 1 -}}
{{- $end = printf "%s-%d" $end (sub $groups 1) -}}
{{- end -}}
{{- $longest := sub 52 (len $end) -}}
{{- if gt (len $fullname | int64) $longest -}}
{{- include "llm-d-modelservice.issue" (list .found "fullnameOverride" $fullname
  (printf "with multinode, %s%s names a StatefulSet, which has pods with 52 characters at most" $fullname $end)
  (printf "set it to a name of %d characters at most" $longest)) -}}
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
