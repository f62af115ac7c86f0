/**
 * Command lines of engine versions: which flags each has, and what each of them takes.
 *
 * How to refresh: `pip download --no-deps` the version, then read the calls of `add_argument` and the classes whose fields
 * become flags in the files named in `sources`, and the types of those fields (vLLM turns them into kinds in
 * `_compute_kwargs` of `arg_utils.py`, SGLang in `add_cli_args_from_dataclass`); an image has the files of its package.
 * Add a row rather than change one: a version that was read stays as it is. Versions that nobody read have no row, and
 * nothing is claimed of them.
 *
 * Left out: `--help`, with which no server starts, and what platforms and plugins outside the package add.
 */
import { freezeDeep } from "../units/frozen";
import { Engine } from "./engines";

/** How many values follow a flag: none, exactly one, at most one, one or more, any number. */
export type FlagValues = "none" | "one" | "optional" | "some" | "any";

/**
 * What each value must be: `size` is a whole number that may end in k, M, G or the like, `words` one of a closed list,
 * `anyCase` too, but in any case and with - for _. Of `text` nothing is claimed: it is a path, a name, a list in one word,
 * or what the engine reads by a function of its own. True and false are no values: they are two flags, or one alone.
 */
export type FlagKind = "text" | "int" | "float" | "size" | "json" | "words" | "anyCase";

export interface EngineFlag {
  /** All its names with their dashes; a form that turns it off is a flag of its own. */
  readonly names: readonly string[];
  readonly values: FlagValues;
  /** Absent where no value follows. */
  readonly kind?: FlagKind;
  /** The closed list; absent for other kinds. */
  readonly words?: readonly string[];
}

/** What an engine is released as. vLLM for TPUs is a package of its own, with versions and flags of its own. */
export const EnginePackage = {
  vllm: "vllm",
  vllmTpu: "vllm-tpu",
  sglang: "sglang",
} as const;
export type EnginePackage = (typeof EnginePackage)[keyof typeof EnginePackage];

export interface EngineVersion {
  readonly engine: Engine;
  readonly package: EnginePackage;
  /** As in the tag of its image, without the `v`. */
  readonly version: string;
  /**
   * Every flag: other names after a comma, `[no-]` where the flag has a form that turns it off, and at the end how many
   * values follow: nothing for none, `=` one, `=?` at most one, `=+` one or more, `=*` any number; and of which kind:
   * nothing for text, `int`, `float`, `size`, `json`, or the words in braces, after `~` where their case does not matter.
   * A list of words may go on in the next line after its bar.
   *
   * Parsers of vLLM have words too, though it looks for them only after it has read its flags, with those of plugins.
   */
  readonly flags: string;
  readonly sources: readonly string[];
  readonly date: string;
}

/** By package, oldest first. */
const ROWS: readonly EngineVersion[] = freezeDeep([
  {
    engine: Engine.vllm,
    package: EnginePackage.vllm,
    version: "0.11.1",
    flags: `
      --additional-config= --aggregate-engine-logging --all2all-backend={naive|pplx|deepep_high_throughput|
      deepep_low_latency|allgather_reducescatter|flashinfer_all2allv} --[no-]allow-credentials --allowed-headers=json
      --allowed-local-media-path= --allowed-media-domains=+ --allowed-methods=json --allowed-origins=json --api-key=+
      --api-server-count,-asc=int --[no-]async-scheduling --block-size={1|8|16|32|64|128|256}
      --[no-]calculate-kv-scales --chat-template= --chat-template-content-format={auto|string|openai} --code-revision=
      --collect-detailed-traces=+{model|worker|all|model,worker|model,all|worker,model|worker,all|all,model|
      all,worker} --compilation-config,-O=json --config= --config-format= --convert={auto|none|embed|classify|reward}
      --cpu-offload-gb=float --cuda-graph-sizes=+int --cudagraph-capture-sizes=+int --data-parallel-address,-dpa=
      --data-parallel-backend,-dpb= --[no-]data-parallel-external-lb,-dpe --[no-]data-parallel-hybrid-lb,-dph
      --data-parallel-rank,-dpn=int --data-parallel-rpc-port,-dpp=int --data-parallel-size,-dp=int
      --data-parallel-size-local,-dpl=int --data-parallel-start-rank,-dpr=int --dbo-decode-token-threshold=int
      --dbo-prefill-token-threshold=int --dcp-kv-cache-interleave-size=int --decode-context-parallel-size,-dcp=int
      --default-mm-loras=json --[no-]disable-cascade-attn --[no-]disable-chunked-mm-input
      --[no-]disable-custom-all-reduce --[no-]disable-fastapi-docs --[no-]disable-frontend-multiprocessing
      --[no-]disable-hybrid-kv-cache-manager --[no-]disable-log-requests --disable-log-stats
      --disable-mm-preprocessor-cache --[no-]disable-nccl-for-dp-synchronization --[no-]disable-sliding-window
      --[no-]disable-uvicorn-access-log --distributed-executor-backend= --download-dir=
      --dtype={auto|half|float16|bfloat16|float|float32} --ec-transfer-config=json --[no-]enable-auto-tool-choice
      --[no-]enable-chunked-prefill --[no-]enable-dbo --[no-]enable-eplb --[no-]enable-expert-parallel
      --[no-]enable-force-include-usage --[no-]enable-log-outputs --[no-]enable-log-requests --[no-]enable-lora
      --[no-]enable-mm-embeds --enable-multimodal-encoder-data-parallel --[no-]enable-prefix-caching
      --[no-]enable-prompt-embeds --[no-]enable-prompt-tokens-details --[no-]enable-request-id-headers
      --[no-]enable-server-load-tracking --[no-]enable-sleep-mode --[no-]enable-ssl-refresh
      --[no-]enable-tokenizer-info-endpoint --[no-]enforce-eager --eplb-config=json --[no-]eplb-log-balancedness
      --eplb-step-interval=int --eplb-window-size=int --[no-]exclude-tools-when-tool-choice-none
      --expert-placement-strategy={linear|round_robin} --[no-]fully-sharded-loras --generation-config=
      --gpu-memory-utilization=float --guided-decoding-backend= --guided-decoding-disable-additional-properties=
      --guided-decoding-disable-any-whitespace= --guided-decoding-disable-fallback= --h11-max-header-count=int
      --h11-max-incomplete-event-size=int --headless --hf-config-path= --hf-overrides= --hf-token=? --host=
      --ignore-patterns=+ --[no-]interleave-mm-strings --io-processor-plugin=
      --kv-cache-dtype={auto|bfloat16|fp8|fp8_e4m3|fp8_e5m2|fp8_inc|fp8_ds_mla} --kv-cache-memory-bytes=size
      --kv-events-config=json --kv-offloading-backend={native|lmcache} --kv-offloading-size=float
      --[no-]kv-sharing-fast-prefill --kv-transfer-config=json --limit-mm-per-prompt=json --load-format=
      --log-config-file= --[no-]log-error-stack --logits-processor-pattern= --logits-processors=+
      --logprobs-mode={raw_logits|raw_logprobs|processed_logits|processed_logprobs} --long-prefill-token-threshold=int
      --lora-dtype={auto|float16|bfloat16} --lora-extra-vocab-size={256|512} --lora-modules=+ --mamba-block-size=int
      --mamba-cache-dtype={auto|float32} --mamba-ssm-cache-dtype={auto|float32} --master-addr= --master-port=int
      --max-cpu-loras=int --max-cudagraph-capture-size=int --max-log-len=int --max-logprobs=int
      --max-long-partial-prefills=int --max-lora-rank={1|8|16|32|64|128|256|320|512} --max-loras=int
      --max-model-len=size --max-num-batched-tokens=size --max-num-partial-prefills=int --max-num-seqs=int
      --max-parallel-loading-workers=int --media-io-kwargs=json --middleware= --mm-encoder-attn-backend=
      --mm-encoder-tp-mode={weights|data} --mm-processor-cache-gb=float --mm-processor-cache-type={shm|lru}
      --mm-processor-kwargs=json --mm-shm-cache-max-object-size-mb=int --model= --model-impl=
      --model-loader-extra-config= --nnodes,-n=int --node-rank,-r=int --num-gpu-blocks-override=int
      --num-lookahead-slots=int --num-redundant-experts=int --otlp-traces-endpoint= --override-attention-dtype=
      --override-generation-config=json --override-pooler-config=json --pipeline-parallel-size,-pp=int
      --pooler-config=json --port=int --prefix-caching-hash-algo={sha256|sha256_cbor} --pt-load-map-location=
      --quantization,-q= --[no-]ray-workers-use-nsight --reasoning-parser={deepseek_r1|deepseek_v3|ernie45|glm45|
        granite|hunyuan_a13b|kimi_k2|minimax_m2|minimax_m2_append_think|mistral|olmo3|openai_gptoss|qwen3|seed_oss|
      step3} --reasoning-parser-plugin= --response-role= --[no-]return-tokens-as-token-ids --revision= --root-path=
      --runner={auto|generate|pooling|draft} --safetensors-load-strategy= --scheduler-cls=
      --scheduling-policy={fcfs|priority} --seed=int --served-model-name=+ --show-hidden-metrics-for-version=
      --[no-]skip-mm-profiling --[no-]skip-tokenizer-init --speculative-config=json --ssl-ca-certs=
      --ssl-cert-reqs=int --ssl-certfile= --ssl-keyfile= --stream-interval=int --structured-outputs-config=json
      --swap-space=float --task={auto|generate|embedding|embed|classify|score|reward|transcription|draft}
      --tensor-parallel-size,-tp=int --tokenizer= --tokenizer-mode={auto|slow|mistral|custom} --tokenizer-revision=
      --[no-]tokens-only --tool-call-parser={deepseek_v3|deepseek_v31|ernie45|glm45|granite|granite-20b-fc|hermes|
        hunyuan_a13b|internlm|jamba|kimi_k2|llama3_json|llama4_json|llama4_pythonic|longcat|minimax|minimax_m2|
      mistral|olmo3|openai|phi4_mini_json|pythonic|qwen3_coder|qwen3_xml|seed_oss|step3|xlam} --tool-parser-plugin=
      --tool-server= --[no-]trust-remote-code --[no-]trust-request-chat-template --uds= --[no-]use-tqdm-on-load
      --uvicorn-log-level={debug|info|warning|error|critical|trace} --video-pruning-rate=float --worker-cls=
      --worker-extension-cls=`,
    sources: [
      "https://github.com/vllm-project/vllm/releases/tag/v0.11.1",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/engine/arg_utils.py",
      "https://github.com/vllm-project/vllm/tree/v0.11.1/vllm/config",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/entrypoints/openai/cli_args.py",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/entrypoints/openai/tool_parsers/__init__.py",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/reasoning/__init__.py",
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.vllm,
    package: EnginePackage.vllm,
    version: "0.30.0",
    flags: `
      --additional-config= --aggregate-engine-logging --all2all-backend={naive|pplx|deepep_high_throughput|
        deepep_low_latency|deepep_v2|mori_high_throughput|mori_low_latency|nixl_ep|allgather_reducescatter|
      flashinfer_all2allv|flashinfer_nvlink_two_sided|flashinfer_nvlink_one_sided} --[no-]allow-credentials
      --[no-]allow-deprecated-quantization --allowed-headers=json --allowed-local-media-path=
      --allowed-media-domains=+ --allowed-methods=json --allowed-origins=json --api-key=+ --api-server-count,-asc=int
      --[no-]async-scheduling --attention-backend= --attention-config,-ac=json --block-size=int --chat-template=
      --chat-template-content-format={auto|string|openai} --code-revision= --cohere-format=
      --[no-]cohere-is-reasoning-model --collect-detailed-traces=+{model|worker|all|model,worker|model,all|
      worker,model|worker,all|all,model|all,worker} --compilation-config,-cc=json --config= --config-format=
      --convert={auto|none|embed|classify} --cp-kv-cache-interleave-size=int --cpu-distributed-timeout-seconds=int
      --cpu-offload-gb=float --cpu-offload-params=+ --cudagraph-capture-sizes=+int --[no-]cudagraph-metrics
      --data-parallel-address,-dpa= --data-parallel-backend,-dpb= --[no-]data-parallel-external-lb,-dpe
      --[no-]data-parallel-hybrid-lb,-dph --data-parallel-multi-port-external-lb,-dpm --data-parallel-rank,-dpn=int
      --data-parallel-rpc-port,-dpp=int --data-parallel-size,-dp=int --data-parallel-size-local,-dpl=int
      --data-parallel-start-rank,-dpr=int --data-parallel-supervisor-port=int --dbo-decode-token-threshold=int
      --dbo-prefill-token-threshold=int --dcp-comm-backend={ag_rs|a2a} --dcp-kv-cache-interleave-size=int
      --[no-]dcp-q-replicate --decode-context-parallel-size,-dcp=int --default-chat-template-kwargs=json
      --default-mm-loras=json --device-ids= --diffusion-config,-dc=json --disable-access-log-for-endpoints=
      --[no-]disable-cascade-attn --[no-]disable-chunked-mm-input --[no-]disable-custom-all-reduce
      --[no-]disable-fastapi-docs --[no-]disable-hybrid-kv-cache-manager --disable-log-stats
      --[no-]disable-nccl-for-dp-synchronization --[no-]disable-sliding-window --[no-]disable-uvicorn-access-log
      --distributed-executor-backend= --distributed-timeout-seconds=int --download-dir=
      --dp-supervisor-probe-failure-threshold=int --dp-supervisor-probe-interval-s=float
      --dp-supervisor-probe-timeout-s=float --dp-sync-interval=int --dtype={auto|half|float16|bfloat16|float|float32}
      --ec-manager-config=json --ec-transfer-config=json --elastic-ep-max-dp-size=int --[no-]enable-auto-tool-choice
      --[no-]enable-batch-sharded-sampling --[no-]enable-chunked-prefill --[no-]enable-cumem-allocator
      --[no-]enable-dbo --[no-]enable-elastic-ep --[no-]enable-ep-weight-filter --[no-]enable-eplb
      --[no-]enable-expert-parallel,-ep --[no-]enable-fault-tolerance --[no-]enable-flash-late-interaction
      --[no-]enable-flashinfer-autotune --[no-]enable-force-include-usage --[no-]enable-layerwise-nvtx-tracing
      --[no-]enable-log-deltas --[no-]enable-log-outputs --[no-]enable-log-requests
      --[no-]enable-logging-iteration-details --[no-]enable-lora --[no-]enable-mamba-cache-stochastic-rounding
      --[no-]enable-mamba-fine-grained-prefix-cache --[no-]enable-mfu-metrics --[no-]enable-mixed-moe-lora-format
      --[no-]enable-mm-embeds --[no-]enable-moe-shared-loras --[no-]enable-nccl-comm-suspend
      --[no-]enable-offline-docs --[no-]enable-per-request-metrics --[no-]enable-prefix-caching
      --[no-]enable-prompt-embeds --[no-]enable-prompt-tokens-details --[no-]enable-request-id-headers
      --[no-]enable-return-routed-experts --[no-]enable-scale-out --[no-]enable-server-load-tracking
      --[no-]enable-sleep-mode --[no-]enable-ssl-refresh --[no-]enable-tokenizer-info-endpoint
      --[no-]enable-tower-connector-lora --[no-]enable-trace-replay --[no-]enforce-eager --engram-config=json
      --eplb-config=json --[no-]exclude-tools-when-tool-choice-none --expert-placement-strategy={linear|round_robin}
      --[no-]fail-on-environ-validation --fault-tolerance-config=json --fingerprint-mode={full|hash|custom|none}
      --fingerprint-value= --[no-]fully-sharded-loras --gdn-prefill-backend={flashinfer|triton|cutedsl}
      --generation-config= --gpu-memory-utilization=float --grpc --h11-max-header-count=int
      --h11-max-incomplete-event-size=int --headless --hf-config-path= --hf-overrides= --hf-token=? --host=
      --ignore-patterns=+ --[no-]interleave-mm-strings --io-processor-plugin= --ir-op-priority=json
      --jit-monitor-mode={warn|error} --[no-]jit-monitor-verbose --kda-decode-backend={auto|native|flashinfer|triton}
      --kda-prefill-backend={auto|triton|flashkda|flashinfer|fused} --kernel-config=json
      --kv-cache-dtype={auto|float16|bfloat16|fp8|fp8_e4m3|fp8_e5m2|fp8_inc|fp8_ds_mla|nvfp4_ds_mla|turboquant_k8v4|
        turboquant_4bit_nc|turboquant_k3v4_nc|turboquant_3bit_nc|int4_per_token_head|int8_per_token_head|
      fp8_per_token_head|nvfp4|nvfp4_4over6} --kv-cache-dtype-skip-layers=+ --kv-cache-memory-bytes=size
      --[no-]kv-cache-metrics --kv-cache-metrics-sample=float --kv-events-config=json
      --kv-offloading-backend={native|lmcache} --kv-offloading-size=float --[no-]kv-sharing-fast-prefill
      --kv-transfer-config=json --[no-]language-model-only --limit-mm-per-prompt=json --linear-backend=~{auto|cutlass|
        flashinfer_cutlass|flashinfer_cutedsl|flashinfer_trtllm|flashinfer_cudnn|flashinfer_b12x|b12x|marlin|humming|
      triton|deep_gemm|torch|aiter|machete|fbgemm|conch|exllama|emulation|xpu|xpu_woq} --load-format=
      --log-config-file= --[no-]log-error-stack --logits-processors=+
      --logprobs-mode={raw_logits|raw_logprobs|processed_logits|processed_logprobs} --long-prefill-token-threshold=int
      --lora-dtype={auto|float16|bfloat16} --lora-modules=+ --lora-target-modules=+ --mamba-backend=
      --mamba-block-size=int --mamba-cache-dtype={auto|float32|float16|bfloat16} --mamba-cache-mode={all|align|none}
      --mamba-cache-philox-rounds=int --mamba-ssm-cache-dtype={auto|float32|float16|bfloat16}
      --mamba-ssu-algorithm={auto|simple|vertical|horizontal} --master-addr= --master-port=int --max-cpu-loras=int
      --max-cudagraph-capture-size=int --max-log-len=int --max-logprobs=int
      --max-lora-rank={1|8|16|32|64|128|256|320|512} --max-loras=int --max-model-len=size
      --max-num-batched-tokens=size --max-num-queued-reqs=int --max-num-queued-tokens=size
      --max-num-scheduled-tokens=size --max-num-seqs=int --max-parallel-loading-workers=int --media-io-kwargs=json
      --middleware= --[no-]mm-device-do-normalize --mm-encoder-attn-backend= --mm-encoder-attn-dtype={fp8}
      --mm-encoder-fp8-scale-path= --mm-encoder-fp8-scale-save-margin=float --mm-encoder-fp8-scale-save-path=
      --[no-]mm-encoder-only --mm-encoder-tp-mode={weights|data} --mm-hasher-algorithm={blake3|sha256|sha512}
      --mm-ipc-gpu-memory-gb=float --mm-processor-cache-gb=float --mm-processor-cache-type={shm|lru}
      --mm-processor-device= --mm-processor-kwargs=json --mm-shm-cache-max-object-size-mb=int
      --mm-tensor-ipc={direct_rpc|torch_shm} --model= --model-class-overrides=json --model-impl=
      --model-loader-extra-config= --moe-backend=~{auto|triton|batched_triton|deep_gemm|deep_gemm_mega_moe|cutlass|
        flashinfer_trtllm|flashinfer_cutlass|flashinfer_cutedsl|flashinfer_b12x|b12x|flashinfer_moe_ep_mega_deep_gemm|
        flashinfer_moe_ep_mega_cutedsl|marlin|humming|triton_unfused|aiter|aiter_triton_mxfp4_bf16|flydsl|hpc|
      emulation|rdna3} --nnodes,-n=int --node-rank,-r=int --num-gpu-blocks-override=int --[no-]numa-bind
      --numa-bind-cpus=+ --numa-bind-nodes=+int --offload-backend={auto|uva|prefetch} --offload-group-size=int
      --offload-num-in-group=int --offload-params=+ --offload-prefetch-step=int --optimization-level=
      --otlp-traces-endpoint= --override-generation-config=json
      --per-request-spec-decode-metrics={none|summary|detailed} --performance-mode={balanced|interactivity|throughput}
      --pipeline-parallel-size,-pp=int --pooler-config=json --port=int --prefill-context-parallel-size,-pcp=int
      --prefill-schedule-interval=int --prefix-cache-retention-interval=int
      --prefix-caching-hash-algo={sha256|sha256_cbor|xxhash|xxhash_cbor} --prefix-match-unit=int
      --profiler-config=json --pt-load-map-location= --quantization,-q= --quantization-config=json
      --[no-]ray-workers-use-nsight --reasoning-config=json --reasoning-parser={cohere_command3|cohere_command4|
        deepseek_r1|deepseek_v3|deepseek_v4|deepseek_v41|ernie45|gemma4|glm45|glm47|granite|holo2|hunyuan_a13b|hy_v3|
        hy_v4|inkling|k2_horizon|kimi_k2|kimi_k3|ling3|mimo|minimax_m2|minimax_m2_append_think|minimax_m3|mistral|
        muse_glimmer|nemotron_v3|olmo3|openai_gptoss|poolside_v1|qwen3|seed_oss|step3|step3p5}
      --reasoning-parser-plugin= --renderer-num-workers=int --replayssm-buffer-len=int --response-role=
      --[no-]return-sampling-mask --[no-]return-tokens-as-token-ids --revision= --root-path=
      --runner={auto|generate|pooling|draft} --safetensors-load-strategy={lazy|eager|prefetch|torchao}
      --safetensors-prefetch-block-size=size --safetensors-prefetch-num-threads=int --scheduler-cls=
      --[no-]scheduler-reserve-full-isl --scheduling-policy={fcfs|priority} --seed=int --served-model-name=+
      --show-hidden-metrics-for-version= --shutdown-timeout=int --[no-]skip-mm-profiling --[no-]skip-tokenizer-init
      --sparse-indexer-topk-backend=~{auto|deep_select|cooperative|persistent|per_row|flashinfer|torch}
      --spec-method={ngram|medusa|mlp_speculator|draft_model|suffix|custom_class|eagle|eagle3|extract_hidden_states|
        deepseek_mtp|dots3_note_mtp|mimo_mtp|mimo_v2_mtp|glm4_moe_mtp|glm4_moe_lite_mtp|glm_ocr_mtp|ernie_mtp|
        nemotron_h_mtp|exaone_moe_mtp|exaone4_5_mtp|qwen3_next_mtp|qwen4_exp_mtp|qwen3_5_mtp|longcat_flash_mtp|
        bailing_hybrid_v3_mtp|minimax_m3_mtp|bailing_hybrid_mtp|mtp|kimi_k3_mtp|pangu_ultra_moe_mtp|step3p5_mtp|
      hy_v3_mtp|hy_v4_mtp|gemma4_mtp|inkling_mtp|glm5_next_mtp|dflash|ngram_gpu|dspark} --spec-model=
      --spec-tokens=int --[no-]specialize-active-lora --speculative-config,-sc=json --sse-keep-alive-interval=int
      --ssl-ca-certs= --ssl-cert-reqs=int --ssl-certfile= --ssl-ciphers= --ssl-keyfile= --stream-interval=int
      --structured-outputs-config=json --tensor-parallel-size,-tp=int --tokenizer= --tokenizer-mode=
      --tokenizer-revision= --[no-]tokens-only --tool-call-parser={apertus|cohere_command3|cohere_command4|
        deepseek_v3|deepseek_v31|deepseek_v32|deepseek_v4|deepseek_v41|dots|ernie45|functiongemma|gemma4|gigachat3|
        glm45|glm47|granite|granite-20b-fc|granite4|hermes|hunyuan_a13b|hy_v3|hy_v4|inkling|internlm|jamba|k2_horizon|
        kimi_k2|kimi_k3|lfm2|ling3|llama3_json|llama4_json|llama4_pythonic|longcat|mimo|minicpm5|minimax_m2|
        minimax_m3|mistral|muse_glimmer|olmo3|openai|phi4_mini_json|poolside_v1|pythonic|qwen3_coder|qwen3_xml|
      seed_oss|step3|step3p5|xlam} --tool-parser-plugin= --tool-server= --[no-]trust-remote-code
      --[no-]trust-request-chat-template --ubatch-size=int --uds= --[no-]use-fp64-gumbel --[no-]use-replayssm
      --[no-]use-tqdm-on-load --uvicorn-log-level={critical|error|warning|info|debug|trace}
      --video-pruning-method={evs|vidcom2} --video-pruning-rate=float --watermark=float --watermark-config=json
      --weight-transfer-config=json --worker-cls= --worker-extension-cls=`,
    sources: [
      "https://github.com/vllm-project/vllm/releases/tag/v0.30.0",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/engine/arg_utils.py",
      "https://github.com/vllm-project/vllm/tree/v0.30.0/vllm/config",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/entrypoints/launchers/cli_args.py",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/tool_parsers/__init__.py",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/reasoning/__init__.py",
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.vllm,
    package: EnginePackage.vllmTpu,
    version: "0.29.0",
    // Quantization methods: those of the platform, and the words that stand for them beside a checkpoint of that kind.
    flags: `
      --additional-config= --aggregate-engine-logging --all2all-backend={naive|pplx|deepep_high_throughput|
        deepep_low_latency|deepep_v2|mori_high_throughput|mori_low_latency|nixl_ep|allgather_reducescatter|
      flashinfer_all2allv|flashinfer_nvlink_two_sided|flashinfer_nvlink_one_sided} --[no-]allow-credentials
      --[no-]allow-deprecated-quantization --allowed-headers=json --allowed-local-media-path=
      --allowed-media-domains=+ --allowed-methods=json --allowed-origins=json --api-key=+ --api-server-count,-asc=int
      --[no-]async-scheduling --attention-backend= --attention-config,-ac=json --block-size=int --chat-template=
      --chat-template-content-format={auto|string|openai} --code-revision= --cohere-format=
      --[no-]cohere-is-reasoning-model --collect-detailed-traces=+{model|worker|all|model,worker|model,all|
      worker,model|worker,all|all,model|all,worker} --compilation-config,-cc=json --config= --config-format=
      --convert={auto|none|embed|classify} --cp-kv-cache-interleave-size=int --cpu-distributed-timeout-seconds=int
      --cpu-offload-gb=float --cpu-offload-params=+ --cudagraph-capture-sizes=+int --[no-]cudagraph-metrics
      --data-parallel-address,-dpa= --data-parallel-backend,-dpb= --[no-]data-parallel-external-lb,-dpe
      --[no-]data-parallel-hybrid-lb,-dph --data-parallel-multi-port-external-lb,-dpm --data-parallel-rank,-dpn=int
      --data-parallel-rpc-port,-dpp=int --data-parallel-size,-dp=int --data-parallel-size-local,-dpl=int
      --data-parallel-start-rank,-dpr=int --data-parallel-supervisor-port=int --dbo-decode-token-threshold=int
      --dbo-prefill-token-threshold=int --dcp-comm-backend={ag_rs|a2a} --dcp-kv-cache-interleave-size=int
      --[no-]dcp-q-replicate --decode-context-parallel-size,-dcp=int --default-chat-template-kwargs=json
      --default-mm-loras=json --device-ids= --diffusion-config,-dc=json --disable-access-log-for-endpoints=
      --[no-]disable-cascade-attn --[no-]disable-chunked-mm-input --[no-]disable-custom-all-reduce
      --[no-]disable-fastapi-docs --[no-]disable-hybrid-kv-cache-manager --disable-log-stats
      --[no-]disable-nccl-for-dp-synchronization --[no-]disable-sliding-window --[no-]disable-uvicorn-access-log
      --distributed-executor-backend= --distributed-timeout-seconds=int --download-dir=
      --dp-supervisor-probe-failure-threshold=int --dp-supervisor-probe-interval-s=float
      --dp-supervisor-probe-timeout-s=float --dtype={auto|half|float16|bfloat16|float|float32}
      --ec-manager-config=json --ec-transfer-config=json --[no-]enable-auto-tool-choice
      --[no-]enable-batch-sharded-sampling --[no-]enable-bf16x3-router-gemm --[no-]enable-chunked-prefill
      --[no-]enable-cumem-allocator --[no-]enable-dbo --[no-]enable-elastic-ep --[no-]enable-ep-weight-filter
      --[no-]enable-eplb --[no-]enable-expert-parallel,-ep --[no-]enable-fault-tolerance
      --[no-]enable-flash-late-interaction --[no-]enable-flashinfer-autotune --[no-]enable-force-include-usage
      --[no-]enable-layerwise-nvtx-tracing --[no-]enable-log-deltas --[no-]enable-log-outputs
      --[no-]enable-log-requests --[no-]enable-logging-iteration-details --[no-]enable-lora
      --[no-]enable-mamba-cache-stochastic-rounding --[no-]enable-mfu-metrics --[no-]enable-mixed-moe-lora-format
      --[no-]enable-mm-embeds --[no-]enable-moe-shared-loras --[no-]enable-nccl-comm-suspend
      --[no-]enable-offline-docs --[no-]enable-per-request-metrics --[no-]enable-prefix-caching
      --[no-]enable-prompt-embeds --[no-]enable-prompt-tokens-details --[no-]enable-request-id-headers
      --[no-]enable-return-routed-experts --[no-]enable-server-load-tracking --[no-]enable-sleep-mode
      --[no-]enable-ssl-refresh --[no-]enable-tokenizer-info-endpoint --[no-]enable-tower-connector-lora
      --[no-]enable-trace-replay --[no-]enforce-eager --eplb-config=json --[no-]exclude-tools-when-tool-choice-none
      --expert-placement-strategy={linear|round_robin} --[no-]fail-on-environ-validation --fault-tolerance-config=json
      --fingerprint-mode={full|hash|custom|none} --fingerprint-value= --[no-]fully-sharded-loras
      --gdn-prefill-backend={flashinfer|triton|cutedsl} --generation-config= --gpu-memory-utilization=float --grpc
      --h11-max-header-count=int --h11-max-incomplete-event-size=int --headless --hf-config-path= --hf-overrides=
      --hf-token=? --host= --ignore-patterns=+ --[no-]interleave-mm-strings --io-processor-plugin=
      --ir-op-priority=json --jit-monitor-mode={warn|error} --[no-]jit-monitor-verbose
      --kda-prefill-backend={auto|triton|flashkda} --kernel-config=json --kv-cache-dtype={auto|float16|bfloat16|fp8|
        fp8_e4m3|fp8_e5m2|fp8_inc|fp8_ds_mla|nvfp4_ds_mla|turboquant_k8v4|turboquant_4bit_nc|turboquant_k3v4_nc|
        turboquant_3bit_nc|int4_per_token_head|int8_per_token_head|fp8_per_token_head|nvfp4|nvfp4_4over6}
      --kv-cache-dtype-skip-layers=+ --kv-cache-memory-bytes=size --[no-]kv-cache-metrics
      --kv-cache-metrics-sample=float --kv-events-config=json --kv-offloading-backend={native|lmcache}
      --kv-offloading-size=float --[no-]kv-sharing-fast-prefill --kv-transfer-config=json --[no-]language-model-only
      --limit-mm-per-prompt=json --linear-backend=~{auto|cutlass|flashinfer_cutlass|flashinfer_cutedsl|
        flashinfer_trtllm|flashinfer_cudnn|flashinfer_b12x|b12x|marlin|humming|triton|deep_gemm|torch|aiter|machete|
      fbgemm|conch|exllama|emulation|xpu|xpu_woq} --load-format= --log-config-file= --[no-]log-error-stack
      --logits-processors=+ --logprobs-mode={raw_logits|raw_logprobs|processed_logits|processed_logprobs}
      --long-prefill-token-threshold=int --lora-dtype={auto|float16|bfloat16} --lora-modules=+ --lora-target-modules=+
      --mamba-backend= --mamba-block-size=int --mamba-cache-dtype={auto|float32|float16|bfloat16}
      --mamba-cache-mode={all|align|none} --mamba-cache-philox-rounds=int
      --mamba-ssm-cache-dtype={auto|float32|float16|bfloat16} --mamba-ssu-algorithm={auto|simple|vertical|horizontal}
      --master-addr= --master-port=int --max-cpu-loras=int --max-cudagraph-capture-size=int --max-log-len=int
      --max-logprobs=int --max-lora-rank={1|8|16|32|64|128|256|320|512} --max-loras=int --max-model-len=size
      --max-num-batched-tokens=size --max-num-queued-reqs=int --max-num-queued-tokens=size
      --max-num-scheduled-tokens=size --max-num-seqs=int --max-parallel-loading-workers=int --media-io-kwargs=json
      --middleware= --[no-]mm-device-do-normalize --mm-encoder-attn-backend= --mm-encoder-attn-dtype={fp8}
      --mm-encoder-fp8-scale-path= --mm-encoder-fp8-scale-save-margin=float --mm-encoder-fp8-scale-save-path=
      --[no-]mm-encoder-only --mm-encoder-tp-mode={weights|data} --mm-hasher-algorithm={blake3|sha256|sha512}
      --mm-ipc-gpu-memory-gb=float --mm-processor-cache-gb=float --mm-processor-cache-type={shm|lru}
      --mm-processor-device= --mm-processor-kwargs=json --mm-shm-cache-max-object-size-mb=int
      --mm-tensor-ipc={direct_rpc|torch_shm} --model= --model-class-overrides=json --model-impl=
      --model-loader-extra-config= --moe-backend=~{auto|triton|batched_triton|deep_gemm|deep_gemm_mega_moe|cutlass|
        flashinfer_trtllm|flashinfer_cutlass|flashinfer_cutedsl|flashinfer_b12x|b12x|flashinfer_moe_ep_mega_deep_gemm|
        flashinfer_moe_ep_mega_cutedsl|marlin|humming|triton_unfused|aiter|aiter_triton_mxfp4_bf16|flydsl|hpc|
      emulation} --nnodes,-n=int --node-rank,-r=int --num-gpu-blocks-override=int --[no-]numa-bind --numa-bind-cpus=+
      --numa-bind-nodes=+int --offload-backend={auto|uva|prefetch} --offload-group-size=int --offload-num-in-group=int
      --offload-params=+ --offload-prefetch-step=int --optimization-level= --otlp-traces-endpoint=
      --override-generation-config=json --per-request-spec-decode-metrics={none|summary|detailed}
      --performance-mode={balanced|interactivity|throughput} --pipeline-parallel-size,-pp=int --pooler-config=json
      --port=int --prefill-context-parallel-size,-pcp=int --prefill-schedule-interval=int
      --prefix-cache-retention-interval=int --prefix-caching-hash-algo={sha256|sha256_cbor|xxhash|xxhash_cbor}
      --prefix-match-unit=int --profiler-config=json --pt-load-map-location= --quantization,-q={compressed-tensors|
        auto_awq|awq|awq_marlin|marlin|fp8|gpt_oss_mxfp4|mxfp4|modelopt|modelopt_fp4|deepseek_v4_fp8}
      --quantization-config=json --[no-]ray-workers-use-nsight --reasoning-config=json
      --reasoning-parser={cohere_command3|cohere_command4|deepseek_r1|deepseek_v3|deepseek_v4|ernie45|gemma4|glm45|
        glm47|granite|holo2|hunyuan_a13b|hy_v3|hy_v4|inkling|k2_horizon|kimi_k2|kimi_k3|ling3|mimo|minimax_m2|
        minimax_m2_append_think|minimax_m3|mistral|muse_glimmer|nemotron_v3|olmo3|openai_gptoss|poolside_v1|qwen3|
      seed_oss|step3|step3p5} --reasoning-parser-plugin= --renderer-num-workers=int --replayssm-buffer-len=int
      --response-role= --[no-]return-sampling-mask --[no-]return-tokens-as-token-ids --revision= --root-path=
      --runner={auto|generate|pooling|draft} --safetensors-load-strategy={lazy|eager|prefetch|torchao}
      --safetensors-prefetch-block-size=size --safetensors-prefetch-num-threads=int --scheduler-cls=
      --[no-]scheduler-reserve-full-isl --scheduling-policy={fcfs|priority} --seed=int --served-model-name=+
      --show-hidden-metrics-for-version= --shutdown-timeout=int --[no-]skip-mm-profiling --[no-]skip-tokenizer-init
      --spec-method={ngram|medusa|mlp_speculator|draft_model|suffix|custom_class|eagle|eagle3|extract_hidden_states|
        deepseek_mtp|dots3_note_mtp|mimo_mtp|mimo_v2_mtp|glm4_moe_mtp|glm4_moe_lite_mtp|glm_ocr_mtp|ernie_mtp|
        nemotron_h_mtp|exaone_moe_mtp|exaone4_5_mtp|qwen3_next_mtp|qwen4_exp_mtp|qwen3_5_mtp|longcat_flash_mtp|
        bailing_hybrid_v3_mtp|minimax_m3_mtp|bailing_hybrid_mtp|mtp|kimi_k3_mtp|pangu_ultra_moe_mtp|step3p5_mtp|
      hy_v3_mtp|hy_v4_mtp|gemma4_mtp|inkling_mtp|glm5_next_mtp|dflash|ngram_gpu|dspark} --spec-model=
      --spec-tokens=int --[no-]specialize-active-lora --speculative-config,-sc=json --sse-keep-alive-interval=int
      --ssl-ca-certs= --ssl-cert-reqs=int --ssl-certfile= --ssl-ciphers= --ssl-keyfile= --stream-interval=int
      --structured-outputs-config=json --tensor-parallel-size,-tp=int --tokenizer= --tokenizer-mode=
      --tokenizer-revision= --[no-]tokens-only --tool-call-parser={apertus|cohere_command3|cohere_command4|
        deepseek_v3|deepseek_v31|deepseek_v32|deepseek_v4|dots|ernie45|functiongemma|gemma4|gigachat3|glm45|glm47|
        granite|granite-20b-fc|granite4|hermes|hunyuan_a13b|hy_v3|hy_v4|inkling|internlm|jamba|k2_horizon|kimi_k2|
        kimi_k3|lfm2|ling3|llama3_json|llama4_json|llama4_pythonic|longcat|mimo|minicpm5|minimax_m2|minimax_m3|
        mistral|muse_glimmer|olmo3|openai|phi4_mini_json|poolside_v1|pythonic|qwen3_coder|qwen3_xml|seed_oss|step3|
      step3p5|xlam} --tool-parser-plugin= --tool-server= --[no-]trust-remote-code --[no-]trust-request-chat-template
      --ubatch-size=int --uds= --[no-]use-fp64-gumbel --[no-]use-replayssm --[no-]use-tqdm-on-load
      --uvicorn-log-level={critical|error|warning|info|debug|trace} --video-pruning-method={evs|vidcom2}
      --video-pruning-rate=float --watermark=float --weight-transfer-config=json --worker-cls= --worker-extension-cls=`,
    sources: [
      "https://github.com/vllm-project/tpu-inference/tree/v0.29.0",
      "https://github.com/vllm-project/tpu-inference/blob/v0.29.0/.buildkite/vllm_lkg.version",
      "https://github.com/vllm-project/tpu-inference/blob/v0.29.0/tpu_inference/platforms/tpu_platform.py",
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.sglang,
    package: EnginePackage.sglang,
    version: "0.5.2",
    flags: `
      --allow-auto-truncate --api-key= --attention-backend={triton|torch_native|cutlass_mla|fa3|flashinfer|flashmla|
      trtllm_mla|trtllm_mha|dual_chunk_flash_attn|hybrid_linear_attn|aiter|wave|intel_amx|ascend} --base-gpu-id=int
      --bucket-e2e-request-latency=+float --bucket-inter-token-latency=+float --bucket-time-to-first-token=+float
      --chat-template= --chunked-prefill-size=int --collect-tokens-histogram --completion-template=
      --constrained-json-whitespace-pattern= --context-length=int --cpu-offload-gb=int --crash-dump-folder=
      --cuda-graph-bs=+int --cuda-graph-max-bs=int --custom-weight-loader=* --data-parallel-size,--dp-size=int
      --debug-tensor-dump-inject= --debug-tensor-dump-input-file= --debug-tensor-dump-output-folder=
      --debug-tensor-dump-prefill-only --decode-attention-backend={triton|torch_native|cutlass_mla|fa3|flashinfer|
        flashmla|trtllm_mla|trtllm_mha|dual_chunk_flash_attn|hybrid_linear_attn|aiter|wave|intel_amx|ascend}
      --decode-log-interval=int --deepep-config= --deepep-mode={normal|low_latency|auto} --delete-ckpt-after-loading
      --device= --disable-chunked-prefix-cache --disable-cuda-graph --disable-cuda-graph-padding
      --disable-custom-all-reduce --disable-fast-image-processor --disable-flashinfer-cutlass-moe-fp4-allgather
      --disable-hybrid-swa-memory --disable-outlines-disk-cache --disable-overlap-schedule --disable-radix-cache
      --disable-shared-experts-fusion --disaggregation-bootstrap-port=int --disaggregation-decode-dp=int
      --disaggregation-decode-tp=int --disaggregation-ib-device= --disaggregation-mode={null|prefill|decode}
      --disaggregation-prefill-pp=int --disaggregation-transfer-backend={mooncake|nixl|ascend|fake}
      --dist-init-addr,--nccl-init-addr= --dist-timeout=int --download-dir= --ds-channel-config-path=
      --ds-heavy-channel-num=int --ds-heavy-channel-type= --ds-heavy-token-num=int --ds-sparse-decode-threshold=int
      --dtype={auto|half|float16|bfloat16|float|float32} --enable-cache-report --enable-cudagraph-gc
      --enable-custom-logit-processor --enable-deepep-moe --enable-double-sparsity --enable-dp-attention
      --enable-dp-lm-head --enable-ep-moe --enable-eplb --enable-expert-distribution-metrics
      --enable-flashinfer-allreduce-fusion --enable-flashinfer-cutlass-moe --enable-flashinfer-mxfp4-moe
      --enable-flashinfer-trtllm-moe --enable-hierarchical-cache --enable-lmcache --enable-lora --enable-memory-saver
      --enable-metrics --enable-metrics-for-all-schedulers --enable-mixed-chunk --enable-mscclpp --enable-multimodal
      --enable-nan-detection --enable-nccl-nvls --enable-p2p-check --enable-pdmux --enable-profile-cuda-graph
      --enable-request-time-stats-logging --enable-return-hidden-states --enable-symm-mem
      --enable-tokenizer-batch-encode --enable-torch-compile --enable-triton-kernel-moe --enable-two-batch-overlap
      --ep-dispatch-algorithm= --ep-num-redundant-experts=int --eplb-algorithm=
      --eplb-min-rebalancing-utilization-threshold=float --eplb-rebalance-layers-per-chunk=int
      --eplb-rebalance-num-iterations=int --expert-distribution-recorder-buffer-size=int
      --expert-distribution-recorder-mode= --expert-parallel-size,--ep-size,--ep=int --file-storage-path=
      --flashinfer-mla-disable-ragged --flashinfer-mxfp4-moe-precision={default|bf16}
      --gc-warning-threshold-secs=float --generation-tokens-buckets=+ --gpu-id-step=int
      --grammar-backend={xgrammar|outlines|llguidance|none} --hicache-io-backend={direct|kernel}
      --hicache-mem-layout={layer_first|page_first} --hicache-ratio=float --hicache-size=int
      --hicache-storage-backend={file|mooncake|hf3fs|nixl} --hicache-storage-backend-extra-config=
      --hicache-storage-prefetch-policy={best_effort|wait_complete|timeout}
      --hicache-write-policy={write_back|write_through|write_through_selective} --host= --hybrid-kvcache-ratio=?float
      --init-expert-location= --is-embedding --json-model-override-args= --kv-cache-dtype={auto|fp8_e5m2|fp8_e4m3}
      --kv-events-config= --load-balance-method={round_robin|shortest_queue|minimum_tokens}
      --load-format={auto|pt|safetensors|npcache|dummy|sharded_state|gguf|bitsandbytes|layered|remote} --log-level=
      --log-level-http= --log-requests --log-requests-level={0|1|2|3} --lora-backend= --lora-paths=*
      --lora-target-modules=*{q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj|qkv_proj|gate_up_proj|all}
      --mamba-ssm-dtype={float32|bfloat16} --max-loaded-loras=int --max-lora-rank=int --max-loras-per-batch=int
      --max-mamba-cache-size=int --max-micro-batch-size=int --max-prefill-tokens=int --max-queued-requests=int
      --max-running-requests=int --max-total-tokens=int --mem-fraction-static=float
      --mm-attention-backend={sdpa|fa3|triton_attn} --model-impl= --model-loader-extra-config= --model-path,--model=
      --moe-a2a-backend={none|deepep} --moe-dense-tp-size=int
      --moe-runner-backend={auto|triton|triton_kernel|flashinfer_trtllm|flashinfer_cutlass|flashinfer_mxfp4}
      --nccl-port=int --nnodes=int --node-rank=int --num-continuous-decode-steps=int --num-reserved-decode-tokens=int
      --numa-node=+int --offload-group-size=int --offload-mode= --offload-num-in-group=int --offload-prefetch-step=int
      --page-size=int --pipeline-parallel-size,--pp-size=int --port=int --preferred-sampling-params=
      --prefill-attention-backend={triton|torch_native|cutlass_mla|fa3|flashinfer|flashmla|trtllm_mla|trtllm_mha|
      dual_chunk_flash_attn|hybrid_linear_attn|aiter|wave|intel_amx|ascend} --prefill-round-robin-balance
      --prompt-tokens-buckets=+ --quantization={awq|fp8|gptq|marlin|gptq_marlin|awq_marlin|bitsandbytes|gguf|modelopt|
      modelopt_fp4|petit_nvfp4|w8a8_int8|w8a8_fp8|moe_wna16|qoq|w4afp8|mxfp4} --quantization-param-path=
      --random-seed=int --reasoning-parser={deepseek-r1|deepseek-v3|glm45|gpt-oss|kimi|qwen3|qwen3-thinking|step3}
      --revision= --sampling-backend={flashinfer|pytorch} --schedule-conservativeness=float
      --schedule-policy={lpm|random|fcfs|dfs-weight|lof} --scheduler-recv-interval=int --served-model-name=
      --show-time-cost --skip-server-warmup --skip-tokenizer-init --sleep-on-idle --sm-group-num=int
      --speculative-accept-threshold-acc=float --speculative-accept-threshold-single=float
      --speculative-algorithm={EAGLE|EAGLE3|NEXTN|STANDALONE} --speculative-attention-mode={prefill|decode}
      --speculative-draft-model-path,--speculative-draft-model= --speculative-draft-model-revision=
      --speculative-eagle-topk=int --speculative-num-draft-tokens=int --speculative-num-steps=int
      --speculative-token-map= --stream-interval=int --stream-output --swa-full-tokens-ratio=float
      --tbo-token-distribution-threshold=float --tensor-parallel-size,--tp-size=int --tokenizer-mode={auto|slow}
      --tokenizer-path= --tokenizer-worker-num=int --tool-call-parser={deepseekv3|deepseekv31|glm45|gpt-oss|kimi_k2|
      llama3|mistral|pythonic|qwen25|qwen3_coder|step3} --tool-server= --torch-compile-max-bs=int --torchao-config=
      --triton-attention-num-kv-splits=int --triton-attention-reduce-in-fp32 --trust-remote-code --warmups=
      --watchdog-timeout=float --weight-loader-disable-mmap --weight-version=`,
    sources: [
      "https://github.com/sgl-project/sglang/releases/tag/v0.5.2",
      "https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/server_args.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/function_call/function_call_parser.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/parser/reasoning_parser.py",
    ],
    date: "2026-11-29",
  },
  {
    engine: Engine.sglang,
    package: EnginePackage.sglang,
    version: "0.5.20",
    flags: `
      --abort-on-priority-when-disabled --admin-api-key= --allow-auto-truncate --allowed-media-domains=+ --api-key=
      --asr-max-buffer-seconds=int --asr-max-concurrent-sessions=int --attention-backend={triton|torch_native|
        flex_attention|dsa|nsa|qsa|dsv4|compressed|fa3|fa4|flashinfer|flashmla|trtllm_mla|cutedsl_mla|tokenspeed_mla|
        trtllm_mha|hpc_ops|minicpm_flashattn|minicpm_flashinfer|aiter|wave|intel_amx|ascend|intel_xpu}
      --attn-cp-size,--attention-context-parallel-size=int --base-gpu-id=int --batch-notify-size=int
      --bf16-gemm-backend={auto|cutedsl|gemv|torch} --bucket-e2e-request-latency=+float
      --bucket-inter-token-latency=+float --bucket-time-to-first-token=+float --c128-page-size=int --chat-template=
      --checkpoint-engine-wait-weights-before-ready --chunked-prefill-size=int --completion-template= --config=
      --constrained-json-disable-any-whitespace --constrained-json-whitespace-pattern= --context-length=size
      --cp-strategy={zigzag|interleave} --cpu-offload-gb=int --crash-dump-folder=
      --cuda-graph-backend-decode={full|breakable|tc_piecewise|disabled}
      --cuda-graph-backend-prefill={full|breakable|tc_piecewise|disabled} --cuda-graph-bs-decode=+int
      --cuda-graph-bs-prefill=+int --cuda-graph-config= --cuda-graph-max-bs-decode=int --cuda-graph-max-bs-prefill=int
      --cuda-graph-tc-compiler={eager|inductor} --custom-weight-loader=* --dcp-comm-backend={ag_rs|a2a|fi_a2a}
      --[no-]dcp-replicate-q-proj --dcp-size,--decode-context-parallel-size=int --debug-cuda-graph
      --debug-tensor-dump-input-file= --debug-tensor-dump-layers=+int --debug-tensor-dump-output-folder=
      --decode-attention-backend={triton|torch_native|flex_attention|dsa|nsa|qsa|dsv4|compressed|fa3|fa4|flashinfer|
        flashmla|trtllm_mla|cutedsl_mla|tokenspeed_mla|trtllm_mha|hpc_ops|minicpm_flashattn|minicpm_flashinfer|aiter|
      wave|intel_amx|ascend|intel_xpu} --decode-log-interval=int --decoupled-spec-bind-endpoint=
      --decoupled-spec-connect-endpoints= --decoupled-spec-rank=int --decoupled-spec-role={null|verifier|drafter}
      --decrypted-config-file= --decrypted-draft-config-file= --deepep-config=
      --deepep-dispatcher-output-dtype={auto|bf16|fp8|int8|nvfp4} --deepep-mode={auto|normal|low_latency}
      --deepep-v2-mode={direct|hybrid} --default-chat-template-kwargs=json --default-priority-value=int
      --delete-ckpt-after-loading --detokenizer-worker-num=int --device= --disable-attn-tp-gather
      --disable-chunked-prefix-cache --disable-cuda-graph --disable-cuda-graph-padding --disable-custom-all-reduce
      --disable-decode-cuda-graph --disable-fast-image-processor --disable-flashinfer-autotune
      --disable-flashinfer-cutlass-moe-fp4-allgather --disable-hybrid-swa-memory --disable-outlines-disk-cache
      --disable-overlap-schedule --disable-prefill-cuda-graph --disable-priority-preemption --disable-radix-cache
      --disable-shared-experts-fusion --disable-tokenizer-batch-decode --disaggregation-bootstrap-port=int
      --disaggregation-decode-enable-offload-kvcache --disaggregation-decode-enable-radix-cache
      --disaggregation-decode-extra-slots=int --disaggregation-decode-polling-interval=int
      --disaggregation-decode-retraction-backup={cpu_tensor|host_pool} --disaggregation-ib-device=
      --disaggregation-mode={null|prefill|decode}
      --disaggregation-transfer-backend={mooncake|nixl|ascend|fake|mori|mooncake_tcp}
      --dist-init-addr,--nccl-init-addr= --dist-timeout=int --dllm-algorithm= --dllm-algorithm-config=
      --[no-]dllm-fdfo --download-dir= --dp-size,--data-parallel-size=int --dsa-decode-backend={flashmla_sparse|
        flashmla_sparse_q8|flashmla_kv|flashmla_auto|flashinfer_sparse_mla|fa3|tilelang|triton|aiter|trtllm}
      --dsa-paged-mqa-logits-backend={auto|deepgemm|cutedsl|aiter} --dsa-prefill-backend={flashmla_sparse|
        flashmla_sparse_q8|flashmla_kv|flashmla_auto|flashinfer_sparse_mla|fa3|tilelang|triton|aiter|trtllm}
      --dsa-topk-backend={sgl-kernel|torch|flashinfer} --dsv4-attn-backend={auto|flashmla|trtllm}
      --dsv4-prefill-backend={auto|flashmla_sparse|flashmla_sparse_q8}
      --dtype={auto|half|float16|bfloat16|float|float32} --dwdp-size=int --dynamic-batch-tokenizer-batch-size=int
      --dynamic-batch-tokenizer-batch-timeout=float --elastic-ep-backend={none|mooncake|nixl}
      --elastic-ep-initial-size=int --elastic-ep-join-mode={scale|recover} --elastic-ep-join-rank-offset=int
      --elastic-ep-rejoin --elastic-ep-scale-timeout=float --enable-adaptive-dispatch-to-encoder
      --enable-aiter-allreduce-fusion --enable-attn-tp-input-scattered --enable-broadcast-mm-inputs-process
      --enable-cache-report --enable-cp-decode-attn-tp --enable-cudagraph-gc --enable-custom-logit-processor
      --enable-deepseek-v4-fp4-indexer --enable-dense-mlp-attn-tp --enable-deterministic-inference
      --enable-dp-attention --enable-dp-attention-local-control-broadcast --enable-dp-lm-head
      --enable-draft-weights-cpu-backup --enable-dsa-cache-layer-split --enable-dynamic-batch-tokenizer
      --enable-dynamic-chunking --enable-elastic-expert-backup --enable-eplb --enable-flashinfer-allreduce-fusion
      --enable-flexkv --enable-forward-pass-metrics --enable-fp32-lm-head --enable-fused-moe-sum-all-reduce
      --enable-fused-qk-norm-rope --enable-hierarchical-cache --enable-hisparse --enable-http2
      --enable-int8-mamba-checkpoint --enable-layernorm-sp --enable-layerwise-nvtx-marker --enable-lean-attention
      --enable-linear-replayssm --enable-linear-replayssm-spec --enable-lmcache --enable-lora
      --enable-lora-overlap-loading --enable-mamba-cache-stochastic-rounding --enable-memory-saver --enable-metrics
      --enable-metrics-for-all-schedulers --enable-mfu-metrics --enable-mis --enable-mixed-chunk
      --enable-mm-global-cache --enable-mscclpp --enable-multi-layer-eagle --enable-multimodal --enable-nccl-nvls
      --enable-p2p-check --enable-page-major-kv-layout --enable-pdmux --enable-precise-embedding-interpolation
      --enable-prefill-cp --enable-prefill-delayer --enable-prefix-mm-cache --enable-priority-scheduling
      --enable-profile-cuda-graph --enable-quant-communications --enable-request-time-stats-logging
      --enable-response-store --enable-return-hidden-states --enable-return-indexer-topk
      --enable-return-routed-experts --enable-scattered-sconv --enable-session-radix-cache
      --enable-shared-experts-attn-tp --enable-single-batch-overlap --enable-ssl-refresh --enable-streaming-session
      --enable-strict-thinking --enable-symm-mem --enable-tf32-matmul --enable-tokenizer-batch-encode
      --enable-torch-compile --enable-torch-compile-debug-mode --enable-torch-symm-mem
      --[no-]enable-tp-lm-head-all-to-all --enable-trace --enable-two-batch-overlap
      --enable-unified-cache-external-linker --enable-unified-memory --enable-w4a4-mxfp4-megamoe --enable-waterfill
      --enable-weights-cpu-backup --encoder-bootstrap-port=int --encoder-only --encoder-register-urls=+
      --encoder-transfer-backend={auto|zmq_to_scheduler|zmq_to_tokenizer|mooncake} --encoder-urls=+
      --enforce-disable-flashinfer-allreduce-fusion --enforce-shared-experts-fusion --engine-info-bootstrap-port=int
      --ep-dispatch-algorithm={static|dynamic|fake|lp} --ep-num-redundant-experts=int
      --ep-size,--expert-parallel-size,--ep=int --eplb-algorithm= --eplb-min-rebalancing-utilization-threshold=float
      --eplb-rebalance-layers-per-chunk=int --eplb-rebalance-num-iterations=int
      --expert-balancedness-report-mode={off|server_log|prometheus|both}
      --expert-distribution-recorder-buffer-size=int
      --expert-distribution-recorder-mode={stat|stat_approx|per_pass|per_token} --[no-]experts-shared-outer-loras
      --export-metrics-to-file --export-metrics-to-file-dir= --extra-metric-labels=json --fastapi-root-path=
      --file-storage-path= --flashinfer-a2a-dispatch-type={auto|bf16|nvfp4|mxfp8}
      --flashinfer-allreduce-fusion-backend={auto|trtllm|mnnvl} --flashinfer-autotune-skip-ops=+
      --flashinfer-mla-disable-ragged --flashinfer-mxfp4-moe-precision={default|bf16|fp8} --flexkv-config-file=
      --forward-hooks= --forward-pass-metrics-ipc-name= --forward-pass-metrics-worker-id=
      --fp4-gemm-backend={auto|flashinfer_cudnn|flashinfer_cutedsl|flashinfer_cutlass|flashinfer_trtllm|marlin}
      --fp8-gemm-backend={auto|deep_gemm|flashinfer_trtllm|flashinfer_cutlass|flashinfer_deepgemm|flashinfer_cutedsl|
      cutlass|triton|aiter} --fuseep-mode={1|2} --gated-launch-port=int --gc-threshold=+int
      --gc-warning-threshold-secs=float --generation-tokens-buckets=+ --gpu-id-step=int
      --grammar-backend={xgrammar|outlines|llguidance|none} --grpc-mode --grpc-port=int --hf-chat-template-name=
      --hicache-host-memory-mode={cache|buffer_only} --hicache-io-backend={direct|kernel|kernel_ascend}
      --hicache-mem-layout={layer_first|page_first|page_first_direct|page_first_kv_split|page_head}
      --hicache-ratio=float --hicache-size=int
      --hicache-storage-backend={file|sim|mooncake|npu_memcache|hf3fs|nixl|aibrix|dynamic|eic|simm|mori|shm}
      --hicache-storage-backend-extra-config= --hicache-storage-prefetch-policy={best_effort|wait_complete|timeout}
      --hicache-storage-prefetch-retry-max-attempts=int --hicache-storage-prefetch-retry-poll-interval=int
      --hicache-write-policy={write_back|write_through|write_through_selective}
      --hisparse-config,--hierarchical-sparse-attention-extra-config= --host=
      --http2-initial-connection-window-size=int --http2-max-concurrent-streams=int
      --image-processor-backend={auto|torchvision|pil} --incremental-streaming-output --init-expert-location=
      --int8-mamba-ckpt-size=int --is-embedding --json-model-override-args= --keep-mm-feature-on-device
      --kt-cpuinfer=int --kt-max-deferred-experts-per-token=int --kt-method= --kt-num-gpu-experts=int
      --kt-threadpool-count=int --kt-weight-path=
      --kv-cache-dtype={auto|fp8_e5m2|fp8_e4m3|mxfp8|bf16|bfloat16|nvfp4|fp4_mx_block16|fp4_e2m1}
      --kv-canary={none|log|raise} --kv-canary-real-data= --kv-canary-sweep-interval=int --kv-events-config=
      --language-model-only --language-only --limit-mm-data-per-request=json
      --linear-attn-backend={triton|cutedsl|flashinfer|flashkda|nvidia_kda|ptx_kda|helion|intel_xpu}
      --linear-attn-decode-backend={triton|cutedsl|flashinfer|flashkda|nvidia_kda|ptx_kda|helion|intel_xpu}
      --linear-attn-prefill-backend={triton|cutedsl|flashinfer|flashkda|nvidia_kda|ptx_kda|helion|intel_xpu}
      --linear-attn-verify-backend={triton|cutedsl|flashinfer|flashkda|nvidia_kda|ptx_kda|helion|intel_xpu|nv_cutedsl}
      --linear-replayssm-cache-len=int --lmcache-config-file=
      --load-balance-method={auto|round_robin|follow_bootstrap_room|total_requests|total_tokens}
      --load-format={auto|pt|safetensors|npcache|dummy|sharded_state|presharded|gguf|expert_pack|bitsandbytes|mistral|
      layered|flash_rl|remote|remote_instance|fastsafetensors|private|runai_streamer} --load-publish-endpoint=
      --load-snapshot-publish-interval=int --log-level= --log-level-http= --log-requests
      --log-requests-format={text|json} --log-requests-level={0|1|2|3} --log-requests-target=+
      --lora-backend={triton|csgmv|ascend|torch_native} --lora-drain-wait-threshold=float
      --lora-eviction-policy={lru|fifo} --lora-paths=* --[no-]lora-strict-loading --lora-target-modules=*{q_proj|
        k_proj|v_proj|o_proj|q_a_proj|kv_a_proj_with_mqa|q_b_proj|kv_b_proj|wq_b|wk|weights_proj|gate_proj|up_proj|
      down_proj|qkv_proj|gate_up_proj|embed_tokens|lm_head|qkvr|wo_ud|all} --lora-use-virtual-experts
      --mamba-backend={triton|flashinfer} --mamba-cache-philox-rounds=int --mamba-full-memory-ratio=float
      --mamba-max-states-per-path=int --mamba-radix-cache-strategy={auto|no_buffer|extra_buffer|extra_buffer_lazy}
      --mamba-ssm-dtype={float32|bfloat16|float16} --mamba-track-interval=int --max-ep-size=int --max-loaded-loras=int
      --max-lora-chunk-size={16|32|64|128} --max-lora-rank=int --max-loras-per-batch=int --max-mamba-cache-size=int
      --max-prefill-tokens=size --max-queued-requests=int --max-running-requests=int --max-total-tokens=size
      --media-url-max-file-size-mb=int --mem-fraction-static=float --min-free-slots-delay=int --mlx-enable-sampling
      --mm-attention-backend={sdpa|fa3|fa4|triton_attn|ascend_attn|aiter_attn|flashinfer_cudnn|amx_attn|xpu_attn}
      --mm-enable-dp-encoder --mm-feature-transport={cpu|cuda_ipc|cuda_vmm} --mm-global-cache-backend={mooncake}
      --mm-io-worker-num=int --mm-preprocess-cache-size-mb=int --mm-process-config=json --mm-processor-worker-num=int
      --model-checksum=? --model-config-parser= --model-impl= --model-loader-extra-config= --model-path,--model=
      --modelexpress-config= --modelopt-checkpoint-restore-path= --modelopt-checkpoint-save-path=
      --modelopt-export-path= --modelopt-quant= --moe-a2a-backend={none|deepep|mooncake|nixl|mori|ascend_fuseep|
      flashinfer|megamoe|deepep_v2|pplx|ascend_tp|flashinfer_megamoe} --moe-dense-tp-size=int
      --moe-dp-size,--moe-data-parallel-size=int --moe-runner-backend={auto|deep_gemm|triton|triton_kernel|
        flashinfer_trtllm|experimental_sgl_trtllm|flashinfer_trtllm_routed|flashinfer_cutlass|flashinfer_mxfp4|
        flashinfer_cutedsl|flashinfer_megamoe|cutlass|aiter|marlin|humming|experimental_sgl_marlin|hpc_ops|megamoe|
      intel_xpu} --mooncake-ib-device= --msprobe-dump-config= --nccl-port=int --nnodes=int --node-rank=int
      --num-continuous-decode-steps=int --num-reserved-decode-tokens=int --numa-node=+int --offload-group-size=int
      --offload-mode= --offload-num-in-group=int --offload-prefetch-step=int --optimistic-prefill-attempts=int
      --otlp-traces-endpoint= --page-size=int --pdmux-config-path= --ple-offload-backend={pinned|file}
      --ple-offload-dir= --[no-]ple-offload-embedding --port=int --pp-async-batch-depth=int
      --pp-max-micro-batch-size=int --pp-size,--pipeline-parallel-size=int --pre-warm-nccl
      --preferred-sampling-params=json --prefill-attention-backend={triton|torch_native|flex_attention|dsa|nsa|qsa|
        dsv4|compressed|fa3|fa4|flashinfer|flashmla|trtllm_mla|cutedsl_mla|tokenspeed_mla|trtllm_mha|hpc_ops|
      minicpm_flashattn|minicpm_flashinfer|aiter|wave|intel_amx|ascend|intel_xpu} --prefill-decode-interval=int
      --prefill-delayer-forward-passes-buckets=+float --prefill-delayer-max-delay-ms=float
      --prefill-delayer-max-delay-passes=int --prefill-delayer-queue-min-ratio=float
      --prefill-delayer-token-usage-low-watermark=float --prefill-delayer-wait-seconds-buckets=+float
      --prefill-max-requests=int --prefill-only-disable-kv-cache --priority-scheduling-preemption-threshold=int
      --prompt-tokens-buckets=+ --quantization={awq|fp8|mxfp8|gptq|gptq_marlin|awq_marlin|bitsandbytes|gguf|modelopt|
        modelopt_fp8|modelopt_fp4|nvfp4_online|modelopt_mixed|petit_nvfp4|w8a8_int8|w8a8_fp8|moe_wna16|w4afp8|mxfp4|
        auto-round|auto-round-int8|compressed-tensors|modelslim|mxfp_w4a8|quark|quark_int4fp8_moe|quark_mxfp4|mlx_q4|
      mlx_q8|unquant|humming} --quantization-param-path= --quantize-and-serve --radix-cache-backend=
      --radix-eviction-policy={lru|lfu|slru|priority} --radix-eviction-policy-config=json --random-seed=int
      --reasoning-parser={apertus2509|auto|cohere_command4|deepseek-r1|deepseek-v3|deepseek-v4|dots|gemma4|glm45|
        gpt-oss|granite_thinking_parser|hunyuan|inkling|interns1|k2_horizon|kimi|kimi_k2|kimi_k3|ling3|mimo|minimax|
        minimax-append-think|minimax-m3|mistral|muse|nanbeige|nemotron_3|poolside_v1|qwen3|qwen3-thinking|step3|
      step3p5} --remote-instance-weight-loader-backend={transfer_engine|nccl|modelexpress}
      --remote-instance-weight-loader-seed-instance-ip= --remote-instance-weight-loader-seed-instance-service-port=int
      --remote-instance-weight-loader-send-weights-group-ports=
      --remote-instance-weight-loader-start-seed-via-transfer-engine --retraction-policy={length|priority}
      --return-hidden-states-mode={last|full} --return-input-ids --return-output-ids --revision=
      --rl-on-policy-target={fsdp} --rl-quant-profile= --sampling-backend={flashinfer|pytorch|ascend|token_oracle}
      --sampling-defaults={openai|model} --sampling-mask-max-tokens=int --schedule-conservativeness=float
      --schedule-low-priority-values-first
      --schedule-policy={lpm|random|fcfs|dfs-weight|lof|priority|routing-key|hrrn} --scheduler-recv-interval=int
      --served-model-name= --show-time-cost --sidecar= --sidecar-args= --skip-server-warmup --skip-tokenizer-init
      --sleep-on-idle --sm-group-num=int --smg-grpc-mode --smg-http-sidecar-port,--grpc-http-sidecar-port=int
      --soft-watchdog-timeout=float --spec-trace-dir= --speculative-accept-threshold-acc=float
      --speculative-accept-threshold-single=float --speculative-adaptive --speculative-adaptive-config=
      --speculative-algorithm= --speculative-attention-mode={prefill|decode} --speculative-dflash-block-size=int
      --speculative-domino-candidate-pool-size=int --speculative-draft-attention-backend=
      --speculative-draft-kv-cache-dtype={auto|fp8_e5m2|fp8_e4m3|bf16|bfloat16} --speculative-draft-load-format={auto|
        pt|safetensors|npcache|dummy|sharded_state|presharded|gguf|expert_pack|bitsandbytes|mistral|layered|flash_rl|
        remote|remote_instance|fastsafetensors|private|runai_streamer}
      --speculative-draft-model-path,--speculative-draft-model= --speculative-draft-model-quantization={awq|fp8|mxfp8|
        gptq|gptq_marlin|awq_marlin|bitsandbytes|gguf|modelopt|modelopt_fp8|modelopt_fp4|nvfp4_online|modelopt_mixed|
        petit_nvfp4|w8a8_int8|w8a8_fp8|moe_wna16|w4afp8|mxfp4|auto-round|auto-round-int8|compressed-tensors|modelslim|
        mxfp_w4a8|quark|quark_int4fp8_moe|quark_mxfp4|mlx_q4|mlx_q8|unquant|humming}
      --speculative-draft-model-revision= --speculative-draft-window-size=int
      --speculative-dsa-topk-backend={sgl-kernel|torch|flashinfer}
      --speculative-dspark-align-verify-tokens-to-graph-tier --speculative-dspark-block-size=int
      --speculative-dspark-confidence-sts-path= --speculative-dspark-sps-table-path= --speculative-eagle-topk=int
      --speculative-moe-a2a-backend={none|deepep|mooncake|nixl|mori|ascend_fuseep|flashinfer|megamoe|deepep_v2|pplx|
        ascend_tp} --speculative-moe-runner-backend={auto|deep_gemm|triton|triton_kernel|flashinfer_trtllm|
        experimental_sgl_trtllm|flashinfer_trtllm_routed|flashinfer_cutlass|flashinfer_mxfp4|flashinfer_cutedsl|
        flashinfer_megamoe|cutlass|aiter|marlin|humming|experimental_sgl_marlin|hpc_ops|megamoe|intel_xpu}
      --speculative-ngram-capacity=int --speculative-ngram-external-corpus-max-tokens=int
      --speculative-ngram-external-corpus-path= --speculative-ngram-external-sam-budget=int
      --speculative-ngram-match-type={BFS|PROB} --speculative-ngram-max-bfs-breadth=int
      --speculative-ngram-max-trie-depth=int --speculative-ngram-min-bfs-breadth=int
      --speculative-num-draft-tokens=int --speculative-num-steps=int --speculative-skip-dp-mlp-sync
      --speculative-token-map= --speculative-use-rejection-sampling --ssl-ca-certs= --ssl-certfile= --ssl-keyfile=
      --ssl-keyfile-password= --startup-weight-load-mode={serial|overlap} --stream-interval=int
      --stream-response-default-include-usage --strip-thinking-cache --swa-full-tokens-ratio=float
      --tbo-token-distribution-threshold=float --tokenizer-backend={huggingface|fastokens}
      --tokenizer-metrics-allowed-custom-labels=+ --tokenizer-metrics-custom-labels-header=
      --tokenizer-mode={auto|slow} --tokenizer-path= --tokenizer-worker-num=int --tool-call-parser={apertus2509|auto|
        cohere_command4|deepseekv3|deepseekv31|deepseekv32|deepseekv4|dots|gemma4|gigachat3|glm|glm45|glm47|gpt-oss|
        hermes|hunyuan|inkling|interns1|k2_horizon|kimi_k2|kimi_k3|lfm2|ling3|llama3|mimo|minicpm5|minimax-m2|
        minimax-m3|mistral|muse|nanbeige|poolside_v1|pythonic|qwen|qwen25|qwen3_coder|spark25|step3|step3p5|trinity}
      --tool-server= --torch-compile-max-bs=int --tp-size,--tensor-parallel-size=int --trace-modules=
      --triton-attention-num-kv-splits=int --triton-attention-reduce-in-fp32 --triton-attention-split-tile-size=int
      --trust-mm-content-hashes --trust-remote-code --unified-cache-external-linker-backend={mooncake|mori}
      --uno-lora-path= --use-ray --uvicorn-access-log-exclude-prefixes=* --warmups= --watchdog-timeout=float
      --weight-cache-mode={off|daemon|client} --weight-cache-socket= --weight-cache-timeout=int
      --weight-loader-disable-mmap --weight-loader-drop-cache-after-load --weight-loader-prefetch-checkpoints
      --weight-loader-prefetch-num-threads=int --weight-version=`,
    sources: [
      "https://github.com/sgl-project/sglang/releases/tag/v0.5.20",
      "https://github.com/sgl-project/sglang/tree/v0.5.20/python/sglang/srt/arg_groups",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/server_args.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/function_call/function_call_parser.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/parser/reasoning_parser.py",
    ],
    date: "2026-11-29",
  },
]);

const VALUES: Readonly<Record<string, FlagValues>> = {
  "=": "one",
  "=?": "optional",
  "=+": "some",
  "=*": "any",
};

const FLAG =
  /^(?<listed>[^=]+)(?:(?<count>=[?+*]?)(?<kind>int|float|size|json|)(?:(?<anyCase>~?)\{(?<words>[^{}]+)\})?)?$/;

const flagsByRow = new Map<EngineVersion, ReadonlyMap<string, EngineFlag>>();

/** The versions of an engine that were read, by package, oldest first. */
export function engineVersions(engine: Engine): readonly EngineVersion[] {
  return ROWS.filter((row) => row.engine === engine);
}

/** The versions of a package that were read, oldest first. */
export function packageVersions(name: EnginePackage): readonly EngineVersion[] {
  return ROWS.filter((row) => row.package === name);
}

/** The flags of a version by each of their names; read from the text when they are first asked for. */
export function flagsOf(row: EngineVersion): ReadonlyMap<string, EngineFlag> {
  const known = flagsByRow.get(row);
  if (known !== undefined) return known;
  const flags = splitFlags(row.flags).flatMap(readFlags);
  const byName = new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag])));
  flagsByRow.set(row, byName);
  return byName;
}

/** The words that a flag of a version takes; `undefined` when it has no closed list of them, or no such flag. */
export function wordsOfFlag(row: EngineVersion, flag: string): readonly string[] | undefined {
  return flagsOf(row).get(flag)?.words;
}

/** Each flag of a row with what it takes, as it is written there. */
export function splitFlags(flags: string): string[] {
  return flags.trim().split(/(?<![|\s])\s+/);
}

function readFlags(text: string): EngineFlag[] {
  const { listed, count, kind, anyCase, words } = FLAG.exec(text)?.groups ?? {};
  if (listed === undefined || (kind && words)) throw new Error(`${text} is no flag`);
  const names = listed.split(",").map((name) => name.replace("[no-]", ""));
  const value = toValue(count, kind, anyCase, words);
  const off = listed.includes("[no-]") ? [{ names: names.slice(0, 1).map(toOff), ...value }] : [];
  return [{ names, ...value }, ...off];
}

function toValue(
  count: string | undefined,
  kind: string | undefined,
  anyCase: string | undefined,
  words: string | undefined,
): Omit<EngineFlag, "names"> {
  const values = VALUES[count ?? ""];
  if (values === undefined) return { values: "none" };
  if (words === undefined) return { values, kind: (kind || "text") as FlagKind };
  return { values, kind: anyCase ? "anyCase" : "words", words: words.split(/\|\s*/) };
}

/** https://docs.python.org/3/library/argparse.html#argparse.BooleanOptionalAction: only long names have such a form. */
function toOff(name: string): string {
  return name.replace("--", "--no-");
}
