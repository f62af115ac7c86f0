{{/*
"true" where the chart tells vLLM how the pods of a group find each other. Not where the user's arguments place the
ranks already: one who writes one of these flags writes all of them.
*/}}
{{- define "llm-d-modelservice.writesHosts" -}}
{{- $workers := (include "llm-d-modelservice.parallelism" . | fromJson).workers | int -}}
{{- $placed := false -}}
{{- range .container.args -}}
{{- $flag := splitList "=" . | first | replace "_" "-" -}}
{{- if regexMatch "^(--(no-)?(nnodes|node-rank|master-addr|headless|data-parallel-(address|backend|external-lb|hybrid-lb|rank|start-rank))|-(n|r|dpa|dpb|dpe|dph|dpn|dpr))$" $flag -}}
{{- $placed = true -}}
{{- end -}}
{{- end -}}
{{- if and .root.Values.multinode (gt $workers 1) (not $placed) (include "llm-d-modelservice.runsVllm" .container) -}}
true
{{- end -}}
{{- end -}}

{{/*
One command line for the leader and its workers, whose places in the group are variables that the controller of
LeaderWorkerSets sets. vLLM derives the first rank of a pod from the place; every pod answers requests for its own
ranks, so all have the same probes and all are in the pool.
https://github.com/vllm-project/vllm/pull/23691
https://docs.vllm.ai/en/latest/serving/data_parallel_deployment/#hybrid-load-balancing
https://lws.sigs.k8s.io/docs/reference/labels-annotations-and-environment-variables/
*/}}
{{- define "llm-d-modelservice.hostArguments" -}}
{{- if include "llm-d-modelservice.writesHosts" . -}}
- --nnodes
- {{ (include "llm-d-modelservice.parallelism" . | fromJson).workers | toString | quote }}
- --node-rank
- $(LWS_WORKER_INDEX)
- --master-addr
- $(LWS_LEADER_ADDRESS)
- --data-parallel-hybrid-lb
{{- end -}}
{{- end -}}
