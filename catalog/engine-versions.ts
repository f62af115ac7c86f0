/**
 * Command lines of engine versions: which flags each has, and which words a few of them take. Names only.
 *
 * How to refresh: `pip download --no-deps` the version, then read the calls of `add_argument` and the classes whose fields
 * become flags in the files named in `sources`; an image has the files of its package. Add a row rather than change one:
 * a version that was read stays as it is. Versions that nobody read have no row, and nothing is claimed of them.
 *
 * Left out: `--help`, with which no server starts, and what platforms and plugins outside the package add.
 */
import { freezeDeep } from "../units/frozen";
import { Engine } from "./engines";

/** How many values follow a flag: none, exactly one, at most one, one or more, any number. */
export type FlagValues = "none" | "one" | "optional" | "some" | "any";

export interface EngineFlag {
  /** All its names with their dashes; a form that turns it off is a flag of its own. */
  readonly names: readonly string[];
  readonly values: FlagValues;
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
   * values follow: nothing for none, `=` one, `=?` at most one, `=+` one or more, `=*` any number.
   */
  readonly flags: string;
  /** Words that `--kv-cache-dtype` takes. */
  readonly kvCacheDtypes: string;
  /** Words that `--tool-call-parser` takes. */
  readonly toolCallParsers: string;
  /** Words that `--reasoning-parser` takes. */
  readonly reasoningParsers: string;
  /** Words that `--quantization` takes; absent where it depends on the device. */
  readonly quantizations?: string;
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
      --additional-config= --aggregate-engine-logging --all2all-backend= --[no-]allow-credentials --allowed-headers=
      --allowed-local-media-path= --allowed-media-domains=+ --allowed-methods= --allowed-origins= --api-key=+
      --api-server-count,-asc= --[no-]async-scheduling --block-size= --[no-]calculate-kv-scales --chat-template=
      --chat-template-content-format= --code-revision= --collect-detailed-traces=+ --compilation-config,-O=
      --config= --config-format= --convert= --cpu-offload-gb= --cuda-graph-sizes=+ --cudagraph-capture-sizes=+
      --data-parallel-address,-dpa= --data-parallel-backend,-dpb= --[no-]data-parallel-external-lb,-dpe
      --[no-]data-parallel-hybrid-lb,-dph --data-parallel-rank,-dpn= --data-parallel-rpc-port,-dpp=
      --data-parallel-size,-dp= --data-parallel-size-local,-dpl= --data-parallel-start-rank,-dpr=
      --dbo-decode-token-threshold= --dbo-prefill-token-threshold= --dcp-kv-cache-interleave-size=
      --decode-context-parallel-size,-dcp= --default-mm-loras= --[no-]disable-cascade-attn
      --[no-]disable-chunked-mm-input --[no-]disable-custom-all-reduce --[no-]disable-fastapi-docs
      --[no-]disable-frontend-multiprocessing --[no-]disable-hybrid-kv-cache-manager --[no-]disable-log-requests
      --disable-log-stats --disable-mm-preprocessor-cache --[no-]disable-nccl-for-dp-synchronization
      --[no-]disable-sliding-window --[no-]disable-uvicorn-access-log --distributed-executor-backend=
      --download-dir= --dtype= --ec-transfer-config= --[no-]enable-auto-tool-choice --[no-]enable-chunked-prefill
      --[no-]enable-dbo --[no-]enable-eplb --[no-]enable-expert-parallel --[no-]enable-force-include-usage
      --[no-]enable-log-outputs --[no-]enable-log-requests --[no-]enable-lora --[no-]enable-mm-embeds
      --enable-multimodal-encoder-data-parallel --[no-]enable-prefix-caching --[no-]enable-prompt-embeds
      --[no-]enable-prompt-tokens-details --[no-]enable-request-id-headers --[no-]enable-server-load-tracking
      --[no-]enable-sleep-mode --[no-]enable-ssl-refresh --[no-]enable-tokenizer-info-endpoint --[no-]enforce-eager
      --eplb-config= --[no-]eplb-log-balancedness --eplb-step-interval= --eplb-window-size=
      --[no-]exclude-tools-when-tool-choice-none --expert-placement-strategy= --[no-]fully-sharded-loras
      --generation-config= --gpu-memory-utilization= --guided-decoding-backend=
      --guided-decoding-disable-additional-properties= --guided-decoding-disable-any-whitespace=
      --guided-decoding-disable-fallback= --h11-max-header-count= --h11-max-incomplete-event-size= --headless
      --hf-config-path= --hf-overrides= --hf-token=? --host= --ignore-patterns=+ --[no-]interleave-mm-strings
      --io-processor-plugin= --kv-cache-dtype= --kv-cache-memory-bytes= --kv-events-config= --kv-offloading-backend=
      --kv-offloading-size= --[no-]kv-sharing-fast-prefill --kv-transfer-config= --limit-mm-per-prompt=
      --load-format= --log-config-file= --[no-]log-error-stack --logits-processor-pattern= --logits-processors=+
      --logprobs-mode= --long-prefill-token-threshold= --lora-dtype= --lora-extra-vocab-size= --lora-modules=+
      --mamba-block-size= --mamba-cache-dtype= --mamba-ssm-cache-dtype= --master-addr= --master-port=
      --max-cpu-loras= --max-cudagraph-capture-size= --max-log-len= --max-logprobs= --max-long-partial-prefills=
      --max-lora-rank= --max-loras= --max-model-len= --max-num-batched-tokens= --max-num-partial-prefills=
      --max-num-seqs= --max-parallel-loading-workers= --media-io-kwargs= --middleware= --mm-encoder-attn-backend=
      --mm-encoder-tp-mode= --mm-processor-cache-gb= --mm-processor-cache-type= --mm-processor-kwargs=
      --mm-shm-cache-max-object-size-mb= --model= --model-impl= --model-loader-extra-config= --nnodes,-n=
      --node-rank,-r= --num-gpu-blocks-override= --num-lookahead-slots= --num-redundant-experts=
      --otlp-traces-endpoint= --override-attention-dtype= --override-generation-config= --override-pooler-config=
      --pipeline-parallel-size,-pp= --pooler-config= --port= --prefix-caching-hash-algo= --pt-load-map-location=
      --quantization,-q= --[no-]ray-workers-use-nsight --reasoning-parser= --reasoning-parser-plugin=
      --response-role= --[no-]return-tokens-as-token-ids --revision= --root-path= --runner=
      --safetensors-load-strategy= --scheduler-cls= --scheduling-policy= --seed= --served-model-name=+
      --show-hidden-metrics-for-version= --[no-]skip-mm-profiling --[no-]skip-tokenizer-init --speculative-config=
      --ssl-ca-certs= --ssl-cert-reqs= --ssl-certfile= --ssl-keyfile= --stream-interval=
      --structured-outputs-config= --swap-space= --task= --tensor-parallel-size,-tp= --tokenizer= --tokenizer-mode=
      --tokenizer-revision= --[no-]tokens-only --tool-call-parser= --tool-parser-plugin= --tool-server=
      --[no-]trust-remote-code --[no-]trust-request-chat-template --uds= --[no-]use-tqdm-on-load
      --uvicorn-log-level= --video-pruning-rate= --worker-cls= --worker-extension-cls=`,
    kvCacheDtypes: `
      auto bfloat16 fp8 fp8_e4m3 fp8_e5m2 fp8_inc fp8_ds_mla`,
    toolCallParsers: `
      deepseek_v3 deepseek_v31 ernie45 glm45 granite granite-20b-fc hermes hunyuan_a13b internlm
      jamba kimi_k2 llama3_json llama4_json llama4_pythonic longcat minimax minimax_m2 mistral olmo3
      openai phi4_mini_json pythonic qwen3_coder qwen3_xml seed_oss step3 xlam`,
    reasoningParsers: `
      deepseek_r1 deepseek_v3 ernie45 glm45 granite hunyuan_a13b kimi_k2 minimax_m2
      minimax_m2_append_think mistral olmo3 openai_gptoss qwen3 seed_oss step3`,
    sources: [
      "https://github.com/vllm-project/vllm/releases/tag/v0.11.1",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/engine/arg_utils.py",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/entrypoints/openai/cli_args.py",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/entrypoints/openai/tool_parsers/__init__.py",
      "https://github.com/vllm-project/vllm/blob/v0.11.1/vllm/reasoning/__init__.py",
    ],
    date: "2026-11-27",
  },
  {
    engine: Engine.vllm,
    package: EnginePackage.vllm,
    version: "0.30.0",
    flags: `
      --additional-config= --aggregate-engine-logging --all2all-backend= --[no-]allow-credentials
      --[no-]allow-deprecated-quantization --allowed-headers= --allowed-local-media-path= --allowed-media-domains=+
      --allowed-methods= --allowed-origins= --api-key=+ --api-server-count,-asc= --[no-]async-scheduling
      --attention-backend= --attention-config,-ac= --block-size= --chat-template= --chat-template-content-format=
      --code-revision= --cohere-format= --[no-]cohere-is-reasoning-model --collect-detailed-traces=+
      --compilation-config,-cc= --config= --config-format= --convert= --cp-kv-cache-interleave-size=
      --cpu-distributed-timeout-seconds= --cpu-offload-gb= --cpu-offload-params=+ --cudagraph-capture-sizes=+
      --[no-]cudagraph-metrics --data-parallel-address,-dpa= --data-parallel-backend,-dpb=
      --[no-]data-parallel-external-lb,-dpe --[no-]data-parallel-hybrid-lb,-dph
      --data-parallel-multi-port-external-lb,-dpm --data-parallel-rank,-dpn= --data-parallel-rpc-port,-dpp=
      --data-parallel-size,-dp= --data-parallel-size-local,-dpl= --data-parallel-start-rank,-dpr=
      --data-parallel-supervisor-port= --dbo-decode-token-threshold= --dbo-prefill-token-threshold=
      --dcp-comm-backend= --dcp-kv-cache-interleave-size= --[no-]dcp-q-replicate
      --decode-context-parallel-size,-dcp= --default-chat-template-kwargs= --default-mm-loras= --device-ids=
      --diffusion-config,-dc= --disable-access-log-for-endpoints= --[no-]disable-cascade-attn
      --[no-]disable-chunked-mm-input --[no-]disable-custom-all-reduce --[no-]disable-fastapi-docs
      --[no-]disable-hybrid-kv-cache-manager --disable-log-stats --[no-]disable-nccl-for-dp-synchronization
      --[no-]disable-sliding-window --[no-]disable-uvicorn-access-log --distributed-executor-backend=
      --distributed-timeout-seconds= --download-dir= --dp-supervisor-probe-failure-threshold=
      --dp-supervisor-probe-interval-s= --dp-supervisor-probe-timeout-s= --dp-sync-interval= --dtype=
      --ec-manager-config= --ec-transfer-config= --elastic-ep-max-dp-size= --[no-]enable-auto-tool-choice
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
      --[no-]enable-tower-connector-lora --[no-]enable-trace-replay --[no-]enforce-eager --engram-config=
      --eplb-config= --[no-]exclude-tools-when-tool-choice-none --expert-placement-strategy=
      --[no-]fail-on-environ-validation --fault-tolerance-config= --fingerprint-mode= --fingerprint-value=
      --[no-]fully-sharded-loras --gdn-prefill-backend= --generation-config= --gpu-memory-utilization= --grpc
      --h11-max-header-count= --h11-max-incomplete-event-size= --headless --hf-config-path= --hf-overrides=
      --hf-token=? --host= --ignore-patterns=+ --[no-]interleave-mm-strings --io-processor-plugin= --ir-op-priority=
      --jit-monitor-mode= --[no-]jit-monitor-verbose --kda-decode-backend= --kda-prefill-backend= --kernel-config=
      --kv-cache-dtype= --kv-cache-dtype-skip-layers=+ --kv-cache-memory-bytes= --[no-]kv-cache-metrics
      --kv-cache-metrics-sample= --kv-events-config= --kv-offloading-backend= --kv-offloading-size=
      --[no-]kv-sharing-fast-prefill --kv-transfer-config= --[no-]language-model-only --limit-mm-per-prompt=
      --linear-backend= --load-format= --log-config-file= --[no-]log-error-stack --logits-processors=+
      --logprobs-mode= --long-prefill-token-threshold= --lora-dtype= --lora-modules=+ --lora-target-modules=+
      --mamba-backend= --mamba-block-size= --mamba-cache-dtype= --mamba-cache-mode= --mamba-cache-philox-rounds=
      --mamba-ssm-cache-dtype= --mamba-ssu-algorithm= --master-addr= --master-port= --max-cpu-loras=
      --max-cudagraph-capture-size= --max-log-len= --max-logprobs= --max-lora-rank= --max-loras= --max-model-len=
      --max-num-batched-tokens= --max-num-queued-reqs= --max-num-queued-tokens= --max-num-scheduled-tokens=
      --max-num-seqs= --max-parallel-loading-workers= --media-io-kwargs= --middleware= --[no-]mm-device-do-normalize
      --mm-encoder-attn-backend= --mm-encoder-attn-dtype= --mm-encoder-fp8-scale-path=
      --mm-encoder-fp8-scale-save-margin= --mm-encoder-fp8-scale-save-path= --[no-]mm-encoder-only
      --mm-encoder-tp-mode= --mm-hasher-algorithm= --mm-ipc-gpu-memory-gb= --mm-processor-cache-gb=
      --mm-processor-cache-type= --mm-processor-device= --mm-processor-kwargs= --mm-shm-cache-max-object-size-mb=
      --mm-tensor-ipc= --model= --model-class-overrides= --model-impl= --model-loader-extra-config= --moe-backend=
      --nnodes,-n= --node-rank,-r= --num-gpu-blocks-override= --[no-]numa-bind --numa-bind-cpus=+
      --numa-bind-nodes=+ --offload-backend= --offload-group-size= --offload-num-in-group= --offload-params=+
      --offload-prefetch-step= --optimization-level= --otlp-traces-endpoint= --override-generation-config=
      --per-request-spec-decode-metrics= --performance-mode= --pipeline-parallel-size,-pp= --pooler-config= --port=
      --prefill-context-parallel-size,-pcp= --prefill-schedule-interval= --prefix-cache-retention-interval=
      --prefix-caching-hash-algo= --prefix-match-unit= --profiler-config= --pt-load-map-location= --quantization,-q=
      --quantization-config= --[no-]ray-workers-use-nsight --reasoning-config= --reasoning-parser=
      --reasoning-parser-plugin= --renderer-num-workers= --replayssm-buffer-len= --response-role=
      --[no-]return-sampling-mask --[no-]return-tokens-as-token-ids --revision= --root-path= --runner=
      --safetensors-load-strategy= --safetensors-prefetch-block-size= --safetensors-prefetch-num-threads=
      --scheduler-cls= --[no-]scheduler-reserve-full-isl --scheduling-policy= --seed= --served-model-name=+
      --show-hidden-metrics-for-version= --shutdown-timeout= --[no-]skip-mm-profiling --[no-]skip-tokenizer-init
      --sparse-indexer-topk-backend= --spec-method= --spec-model= --spec-tokens= --[no-]specialize-active-lora
      --speculative-config,-sc= --sse-keep-alive-interval= --ssl-ca-certs= --ssl-cert-reqs= --ssl-certfile=
      --ssl-ciphers= --ssl-keyfile= --stream-interval= --structured-outputs-config= --tensor-parallel-size,-tp=
      --tokenizer= --tokenizer-mode= --tokenizer-revision= --[no-]tokens-only --tool-call-parser=
      --tool-parser-plugin= --tool-server= --[no-]trust-remote-code --[no-]trust-request-chat-template
      --ubatch-size= --uds= --[no-]use-fp64-gumbel --[no-]use-replayssm --[no-]use-tqdm-on-load --uvicorn-log-level=
      --video-pruning-method= --video-pruning-rate= --watermark= --watermark-config= --weight-transfer-config=
      --worker-cls= --worker-extension-cls=`,
    kvCacheDtypes: `
      auto float16 bfloat16 fp8 fp8_e4m3 fp8_e5m2 fp8_inc fp8_ds_mla nvfp4_ds_mla turboquant_k8v4
      turboquant_4bit_nc turboquant_k3v4_nc turboquant_3bit_nc int4_per_token_head
      int8_per_token_head fp8_per_token_head nvfp4 nvfp4_4over6`,
    toolCallParsers: `
      apertus cohere_command3 cohere_command4 deepseek_v3 deepseek_v31 deepseek_v32 deepseek_v4
      deepseek_v41 dots ernie45 functiongemma gemma4 gigachat3 glm45 glm47 granite granite-20b-fc
      granite4 hermes hunyuan_a13b hy_v3 hy_v4 inkling internlm jamba k2_horizon kimi_k2 kimi_k3
      lfm2 ling3 llama3_json llama4_json llama4_pythonic longcat mimo minicpm5 minimax_m2 minimax_m3
      mistral muse_glimmer olmo3 openai phi4_mini_json poolside_v1 pythonic qwen3_coder qwen3_xml
      seed_oss step3 step3p5 xlam`,
    reasoningParsers: `
      cohere_command3 cohere_command4 deepseek_r1 deepseek_v3 deepseek_v4 deepseek_v41 ernie45
      gemma4 glm45 glm47 granite holo2 hunyuan_a13b hy_v3 hy_v4 inkling k2_horizon kimi_k2 kimi_k3
      ling3 mimo minimax_m2 minimax_m2_append_think minimax_m3 mistral muse_glimmer nemotron_v3
      olmo3 openai_gptoss poolside_v1 qwen3 seed_oss step3 step3p5`,
    sources: [
      "https://github.com/vllm-project/vllm/releases/tag/v0.30.0",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/engine/arg_utils.py",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/entrypoints/launchers/cli_args.py",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/tool_parsers/__init__.py",
      "https://github.com/vllm-project/vllm/blob/v0.30.0/vllm/reasoning/__init__.py",
    ],
    date: "2026-11-27",
  },
  {
    engine: Engine.vllm,
    package: EnginePackage.vllmTpu,
    version: "0.29.0",
    flags: `
      --additional-config= --aggregate-engine-logging --all2all-backend= --[no-]allow-credentials
      --[no-]allow-deprecated-quantization --allowed-headers= --allowed-local-media-path= --allowed-media-domains=+
      --allowed-methods= --allowed-origins= --api-key=+ --api-server-count,-asc= --[no-]async-scheduling
      --attention-backend= --attention-config,-ac= --block-size= --chat-template= --chat-template-content-format=
      --code-revision= --cohere-format= --[no-]cohere-is-reasoning-model --collect-detailed-traces=+
      --compilation-config,-cc= --config= --config-format= --convert= --cp-kv-cache-interleave-size=
      --cpu-distributed-timeout-seconds= --cpu-offload-gb= --cpu-offload-params=+ --cudagraph-capture-sizes=+
      --[no-]cudagraph-metrics --data-parallel-address,-dpa= --data-parallel-backend,-dpb=
      --[no-]data-parallel-external-lb,-dpe --[no-]data-parallel-hybrid-lb,-dph
      --data-parallel-multi-port-external-lb,-dpm --data-parallel-rank,-dpn= --data-parallel-rpc-port,-dpp=
      --data-parallel-size,-dp= --data-parallel-size-local,-dpl= --data-parallel-start-rank,-dpr=
      --data-parallel-supervisor-port= --dbo-decode-token-threshold= --dbo-prefill-token-threshold=
      --dcp-comm-backend= --dcp-kv-cache-interleave-size= --[no-]dcp-q-replicate --decode-context-parallel-size,-dcp=
      --default-chat-template-kwargs= --default-mm-loras= --device-ids= --diffusion-config,-dc=
      --disable-access-log-for-endpoints= --[no-]disable-cascade-attn --[no-]disable-chunked-mm-input
      --[no-]disable-custom-all-reduce --[no-]disable-fastapi-docs --[no-]disable-hybrid-kv-cache-manager
      --disable-log-stats --[no-]disable-nccl-for-dp-synchronization --[no-]disable-sliding-window
      --[no-]disable-uvicorn-access-log --distributed-executor-backend= --distributed-timeout-seconds= --download-dir=
      --dp-supervisor-probe-failure-threshold= --dp-supervisor-probe-interval-s= --dp-supervisor-probe-timeout-s=
      --dtype= --ec-manager-config= --ec-transfer-config= --[no-]enable-auto-tool-choice
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
      --[no-]enable-trace-replay --[no-]enforce-eager --eplb-config= --[no-]exclude-tools-when-tool-choice-none
      --expert-placement-strategy= --[no-]fail-on-environ-validation --fault-tolerance-config= --fingerprint-mode=
      --fingerprint-value= --[no-]fully-sharded-loras --gdn-prefill-backend= --generation-config=
      --gpu-memory-utilization= --grpc --h11-max-header-count= --h11-max-incomplete-event-size= --headless
      --hf-config-path= --hf-overrides= --hf-token=? --host= --ignore-patterns=+ --[no-]interleave-mm-strings
      --io-processor-plugin= --ir-op-priority= --jit-monitor-mode= --[no-]jit-monitor-verbose --kda-prefill-backend=
      --kernel-config= --kv-cache-dtype= --kv-cache-dtype-skip-layers=+ --kv-cache-memory-bytes=
      --[no-]kv-cache-metrics --kv-cache-metrics-sample= --kv-events-config= --kv-offloading-backend=
      --kv-offloading-size= --[no-]kv-sharing-fast-prefill --kv-transfer-config= --[no-]language-model-only
      --limit-mm-per-prompt= --linear-backend= --load-format= --log-config-file= --[no-]log-error-stack
      --logits-processors=+ --logprobs-mode= --long-prefill-token-threshold= --lora-dtype= --lora-modules=+
      --lora-target-modules=+ --mamba-backend= --mamba-block-size= --mamba-cache-dtype= --mamba-cache-mode=
      --mamba-cache-philox-rounds= --mamba-ssm-cache-dtype= --mamba-ssu-algorithm= --master-addr= --master-port=
      --max-cpu-loras= --max-cudagraph-capture-size= --max-log-len= --max-logprobs= --max-lora-rank= --max-loras=
      --max-model-len= --max-num-batched-tokens= --max-num-queued-reqs= --max-num-queued-tokens=
      --max-num-scheduled-tokens= --max-num-seqs= --max-parallel-loading-workers= --media-io-kwargs= --middleware=
      --[no-]mm-device-do-normalize --mm-encoder-attn-backend= --mm-encoder-attn-dtype= --mm-encoder-fp8-scale-path=
      --mm-encoder-fp8-scale-save-margin= --mm-encoder-fp8-scale-save-path= --[no-]mm-encoder-only
      --mm-encoder-tp-mode= --mm-hasher-algorithm= --mm-ipc-gpu-memory-gb= --mm-processor-cache-gb=
      --mm-processor-cache-type= --mm-processor-device= --mm-processor-kwargs= --mm-shm-cache-max-object-size-mb=
      --mm-tensor-ipc= --model= --model-class-overrides= --model-impl= --model-loader-extra-config= --moe-backend=
      --nnodes,-n= --node-rank,-r= --num-gpu-blocks-override= --[no-]numa-bind --numa-bind-cpus=+ --numa-bind-nodes=+
      --offload-backend= --offload-group-size= --offload-num-in-group= --offload-params=+ --offload-prefetch-step=
      --optimization-level= --otlp-traces-endpoint= --override-generation-config= --per-request-spec-decode-metrics=
      --performance-mode= --pipeline-parallel-size,-pp= --pooler-config= --port= --prefill-context-parallel-size,-pcp=
      --prefill-schedule-interval= --prefix-cache-retention-interval= --prefix-caching-hash-algo= --prefix-match-unit=
      --profiler-config= --pt-load-map-location= --quantization,-q= --quantization-config=
      --[no-]ray-workers-use-nsight --reasoning-config= --reasoning-parser= --reasoning-parser-plugin=
      --renderer-num-workers= --replayssm-buffer-len= --response-role= --[no-]return-sampling-mask
      --[no-]return-tokens-as-token-ids --revision= --root-path= --runner= --safetensors-load-strategy=
      --safetensors-prefetch-block-size= --safetensors-prefetch-num-threads= --scheduler-cls=
      --[no-]scheduler-reserve-full-isl --scheduling-policy= --seed= --served-model-name=+
      --show-hidden-metrics-for-version= --shutdown-timeout= --[no-]skip-mm-profiling --[no-]skip-tokenizer-init
      --spec-method= --spec-model= --spec-tokens= --[no-]specialize-active-lora --speculative-config,-sc=
      --sse-keep-alive-interval= --ssl-ca-certs= --ssl-cert-reqs= --ssl-certfile= --ssl-ciphers= --ssl-keyfile=
      --stream-interval= --structured-outputs-config= --tensor-parallel-size,-tp= --tokenizer= --tokenizer-mode=
      --tokenizer-revision= --[no-]tokens-only --tool-call-parser= --tool-parser-plugin= --tool-server=
      --[no-]trust-remote-code --[no-]trust-request-chat-template --ubatch-size= --uds= --[no-]use-fp64-gumbel
      --[no-]use-replayssm --[no-]use-tqdm-on-load --uvicorn-log-level= --video-pruning-method= --video-pruning-rate=
      --watermark= --weight-transfer-config= --worker-cls= --worker-extension-cls=`,
    kvCacheDtypes: `
      auto float16 bfloat16 fp8 fp8_e4m3 fp8_e5m2 fp8_inc fp8_ds_mla nvfp4_ds_mla turboquant_k8v4
      turboquant_4bit_nc turboquant_k3v4_nc turboquant_3bit_nc int4_per_token_head
      int8_per_token_head fp8_per_token_head nvfp4 nvfp4_4over6`,
    toolCallParsers: `
      apertus cohere_command3 cohere_command4 deepseek_v3 deepseek_v31 deepseek_v32 deepseek_v4 dots
      ernie45 functiongemma gemma4 gigachat3 glm45 glm47 granite granite-20b-fc granite4 hermes
      hunyuan_a13b hy_v3 hy_v4 inkling internlm jamba k2_horizon kimi_k2 kimi_k3 lfm2 ling3
      llama3_json llama4_json llama4_pythonic longcat mimo minicpm5 minimax_m2 minimax_m3 mistral
      muse_glimmer olmo3 openai phi4_mini_json poolside_v1 pythonic qwen3_coder qwen3_xml seed_oss
      step3 step3p5 xlam`,
    reasoningParsers: `
      cohere_command3 cohere_command4 deepseek_r1 deepseek_v3 deepseek_v4 ernie45 gemma4 glm45 glm47
      granite holo2 hunyuan_a13b hy_v3 hy_v4 inkling k2_horizon kimi_k2 kimi_k3 ling3 mimo
      minimax_m2 minimax_m2_append_think minimax_m3 mistral muse_glimmer nemotron_v3 olmo3
      openai_gptoss poolside_v1 qwen3 seed_oss step3 step3p5`,
    // Those of the platform, and the words that stand for them beside a checkpoint of that kind.
    quantizations: `
      compressed-tensors auto_awq awq awq_marlin marlin fp8 gpt_oss_mxfp4 mxfp4 modelopt modelopt_fp4
      deepseek_v4_fp8`,
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
      --allow-auto-truncate --api-key= --attention-backend= --base-gpu-id= --bucket-e2e-request-latency=+
      --bucket-inter-token-latency=+ --bucket-time-to-first-token=+ --chat-template= --chunked-prefill-size=
      --collect-tokens-histogram --completion-template= --constrained-json-whitespace-pattern= --context-length=
      --cpu-offload-gb= --crash-dump-folder= --cuda-graph-bs=+ --cuda-graph-max-bs= --custom-weight-loader=*
      --data-parallel-size,--dp-size= --debug-tensor-dump-inject= --debug-tensor-dump-input-file=
      --debug-tensor-dump-output-folder= --debug-tensor-dump-prefill-only --decode-attention-backend=
      --decode-log-interval= --deepep-config= --deepep-mode= --delete-ckpt-after-loading --device=
      --disable-chunked-prefix-cache --disable-cuda-graph --disable-cuda-graph-padding --disable-custom-all-reduce
      --disable-fast-image-processor --disable-flashinfer-cutlass-moe-fp4-allgather --disable-hybrid-swa-memory
      --disable-outlines-disk-cache --disable-overlap-schedule --disable-radix-cache --disable-shared-experts-fusion
      --disaggregation-bootstrap-port= --disaggregation-decode-dp= --disaggregation-decode-tp=
      --disaggregation-ib-device= --disaggregation-mode= --disaggregation-prefill-pp=
      --disaggregation-transfer-backend= --dist-init-addr,--nccl-init-addr= --dist-timeout= --download-dir=
      --ds-channel-config-path= --ds-heavy-channel-num= --ds-heavy-channel-type= --ds-heavy-token-num=
      --ds-sparse-decode-threshold= --dtype= --enable-cache-report --enable-cudagraph-gc
      --enable-custom-logit-processor --enable-deepep-moe --enable-double-sparsity --enable-dp-attention
      --enable-dp-lm-head --enable-ep-moe --enable-eplb --enable-expert-distribution-metrics
      --enable-flashinfer-allreduce-fusion --enable-flashinfer-cutlass-moe --enable-flashinfer-mxfp4-moe
      --enable-flashinfer-trtllm-moe --enable-hierarchical-cache --enable-lmcache --enable-lora
      --enable-memory-saver --enable-metrics --enable-metrics-for-all-schedulers --enable-mixed-chunk
      --enable-mscclpp --enable-multimodal --enable-nan-detection --enable-nccl-nvls --enable-p2p-check
      --enable-pdmux --enable-profile-cuda-graph --enable-request-time-stats-logging --enable-return-hidden-states
      --enable-symm-mem --enable-tokenizer-batch-encode --enable-torch-compile --enable-triton-kernel-moe
      --enable-two-batch-overlap --ep-dispatch-algorithm= --ep-num-redundant-experts= --eplb-algorithm=
      --eplb-min-rebalancing-utilization-threshold= --eplb-rebalance-layers-per-chunk=
      --eplb-rebalance-num-iterations= --expert-distribution-recorder-buffer-size=
      --expert-distribution-recorder-mode= --expert-parallel-size,--ep-size,--ep= --file-storage-path=
      --flashinfer-mla-disable-ragged --flashinfer-mxfp4-moe-precision= --gc-warning-threshold-secs=
      --generation-tokens-buckets=+ --gpu-id-step= --grammar-backend= --hicache-io-backend= --hicache-mem-layout=
      --hicache-ratio= --hicache-size= --hicache-storage-backend= --hicache-storage-backend-extra-config=
      --hicache-storage-prefetch-policy= --hicache-write-policy= --host= --hybrid-kvcache-ratio=?
      --init-expert-location= --is-embedding --json-model-override-args= --kv-cache-dtype= --kv-events-config=
      --load-balance-method= --load-format= --log-level= --log-level-http= --log-requests --log-requests-level=
      --lora-backend= --lora-paths=* --lora-target-modules=* --mamba-ssm-dtype= --max-loaded-loras= --max-lora-rank=
      --max-loras-per-batch= --max-mamba-cache-size= --max-micro-batch-size= --max-prefill-tokens=
      --max-queued-requests= --max-running-requests= --max-total-tokens= --mem-fraction-static=
      --mm-attention-backend= --model-impl= --model-loader-extra-config= --model-path,--model= --moe-a2a-backend=
      --moe-dense-tp-size= --moe-runner-backend= --nccl-port= --nnodes= --node-rank= --num-continuous-decode-steps=
      --num-reserved-decode-tokens= --numa-node=+ --offload-group-size= --offload-mode= --offload-num-in-group=
      --offload-prefetch-step= --page-size= --pipeline-parallel-size,--pp-size= --port= --preferred-sampling-params=
      --prefill-attention-backend= --prefill-round-robin-balance --prompt-tokens-buckets=+ --quantization=
      --quantization-param-path= --random-seed= --reasoning-parser= --revision= --sampling-backend=
      --schedule-conservativeness= --schedule-policy= --scheduler-recv-interval= --served-model-name=
      --show-time-cost --skip-server-warmup --skip-tokenizer-init --sleep-on-idle --sm-group-num=
      --speculative-accept-threshold-acc= --speculative-accept-threshold-single= --speculative-algorithm=
      --speculative-attention-mode= --speculative-draft-model-path,--speculative-draft-model=
      --speculative-draft-model-revision= --speculative-eagle-topk= --speculative-num-draft-tokens=
      --speculative-num-steps= --speculative-token-map= --stream-interval= --stream-output --swa-full-tokens-ratio=
      --tbo-token-distribution-threshold= --tensor-parallel-size,--tp-size= --tokenizer-mode= --tokenizer-path=
      --tokenizer-worker-num= --tool-call-parser= --tool-server= --torch-compile-max-bs= --torchao-config=
      --triton-attention-num-kv-splits= --triton-attention-reduce-in-fp32 --trust-remote-code --warmups=
      --watchdog-timeout= --weight-loader-disable-mmap --weight-version=`,
    kvCacheDtypes: `
      auto fp8_e5m2 fp8_e4m3`,
    toolCallParsers: `
      deepseekv3 deepseekv31 glm45 gpt-oss kimi_k2 llama3 mistral pythonic qwen25 qwen3_coder step3`,
    reasoningParsers: `
      deepseek-r1 deepseek-v3 glm45 gpt-oss kimi qwen3 qwen3-thinking step3`,
    sources: [
      "https://github.com/sgl-project/sglang/releases/tag/v0.5.2",
      "https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/server_args.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/function_call/function_call_parser.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.2/python/sglang/srt/parser/reasoning_parser.py",
    ],
    date: "2026-11-27",
  },
  {
    engine: Engine.sglang,
    package: EnginePackage.sglang,
    version: "0.5.20",
    flags: `
      --abort-on-priority-when-disabled --admin-api-key= --allow-auto-truncate --allowed-media-domains=+ --api-key=
      --asr-max-buffer-seconds= --asr-max-concurrent-sessions= --attention-backend=
      --attn-cp-size,--attention-context-parallel-size= --base-gpu-id= --batch-notify-size= --bf16-gemm-backend=
      --bucket-e2e-request-latency=+ --bucket-inter-token-latency=+ --bucket-time-to-first-token=+ --c128-page-size=
      --chat-template= --checkpoint-engine-wait-weights-before-ready --chunked-prefill-size= --completion-template=
      --config= --constrained-json-disable-any-whitespace --constrained-json-whitespace-pattern= --context-length=
      --cp-strategy= --cpu-offload-gb= --crash-dump-folder= --cuda-graph-backend-decode=
      --cuda-graph-backend-prefill= --cuda-graph-bs-decode=+ --cuda-graph-bs-prefill=+ --cuda-graph-config=
      --cuda-graph-max-bs-decode= --cuda-graph-max-bs-prefill= --cuda-graph-tc-compiler= --custom-weight-loader=*
      --dcp-comm-backend= --[no-]dcp-replicate-q-proj --dcp-size,--decode-context-parallel-size= --debug-cuda-graph
      --debug-tensor-dump-input-file= --debug-tensor-dump-layers=+ --debug-tensor-dump-output-folder=
      --decode-attention-backend= --decode-log-interval= --decoupled-spec-bind-endpoint=
      --decoupled-spec-connect-endpoints= --decoupled-spec-rank= --decoupled-spec-role= --decrypted-config-file=
      --decrypted-draft-config-file= --deepep-config= --deepep-dispatcher-output-dtype= --deepep-mode=
      --deepep-v2-mode= --default-chat-template-kwargs= --default-priority-value= --delete-ckpt-after-loading
      --detokenizer-worker-num= --device= --disable-attn-tp-gather --disable-chunked-prefix-cache
      --disable-cuda-graph --disable-cuda-graph-padding --disable-custom-all-reduce --disable-decode-cuda-graph
      --disable-fast-image-processor --disable-flashinfer-autotune --disable-flashinfer-cutlass-moe-fp4-allgather
      --disable-hybrid-swa-memory --disable-outlines-disk-cache --disable-overlap-schedule
      --disable-prefill-cuda-graph --disable-priority-preemption --disable-radix-cache
      --disable-shared-experts-fusion --disable-tokenizer-batch-decode --disaggregation-bootstrap-port=
      --disaggregation-decode-enable-offload-kvcache --disaggregation-decode-enable-radix-cache
      --disaggregation-decode-extra-slots= --disaggregation-decode-polling-interval=
      --disaggregation-decode-retraction-backup= --disaggregation-ib-device= --disaggregation-mode=
      --disaggregation-transfer-backend= --dist-init-addr,--nccl-init-addr= --dist-timeout= --dllm-algorithm=
      --dllm-algorithm-config= --[no-]dllm-fdfo --download-dir= --dp-size,--data-parallel-size=
      --dsa-decode-backend= --dsa-paged-mqa-logits-backend= --dsa-prefill-backend= --dsa-topk-backend=
      --dsv4-attn-backend= --dsv4-prefill-backend= --dtype= --dwdp-size= --dynamic-batch-tokenizer-batch-size=
      --dynamic-batch-tokenizer-batch-timeout= --elastic-ep-backend= --elastic-ep-initial-size=
      --elastic-ep-join-mode= --elastic-ep-join-rank-offset= --elastic-ep-rejoin --elastic-ep-scale-timeout=
      --enable-adaptive-dispatch-to-encoder --enable-aiter-allreduce-fusion --enable-attn-tp-input-scattered
      --enable-broadcast-mm-inputs-process --enable-cache-report --enable-cp-decode-attn-tp --enable-cudagraph-gc
      --enable-custom-logit-processor --enable-deepseek-v4-fp4-indexer --enable-dense-mlp-attn-tp
      --enable-deterministic-inference --enable-dp-attention --enable-dp-attention-local-control-broadcast
      --enable-dp-lm-head --enable-draft-weights-cpu-backup --enable-dsa-cache-layer-split
      --enable-dynamic-batch-tokenizer --enable-dynamic-chunking --enable-elastic-expert-backup --enable-eplb
      --enable-flashinfer-allreduce-fusion --enable-flexkv --enable-forward-pass-metrics --enable-fp32-lm-head
      --enable-fused-moe-sum-all-reduce --enable-fused-qk-norm-rope --enable-hierarchical-cache --enable-hisparse
      --enable-http2 --enable-int8-mamba-checkpoint --enable-layernorm-sp --enable-layerwise-nvtx-marker
      --enable-lean-attention --enable-linear-replayssm --enable-linear-replayssm-spec --enable-lmcache
      --enable-lora --enable-lora-overlap-loading --enable-mamba-cache-stochastic-rounding --enable-memory-saver
      --enable-metrics --enable-metrics-for-all-schedulers --enable-mfu-metrics --enable-mis --enable-mixed-chunk
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
      --enable-weights-cpu-backup --encoder-bootstrap-port= --encoder-only --encoder-register-urls=+
      --encoder-transfer-backend= --encoder-urls=+ --enforce-disable-flashinfer-allreduce-fusion
      --enforce-shared-experts-fusion --engine-info-bootstrap-port= --ep-dispatch-algorithm=
      --ep-num-redundant-experts= --ep-size,--expert-parallel-size,--ep= --eplb-algorithm=
      --eplb-min-rebalancing-utilization-threshold= --eplb-rebalance-layers-per-chunk=
      --eplb-rebalance-num-iterations= --expert-balancedness-report-mode=
      --expert-distribution-recorder-buffer-size= --expert-distribution-recorder-mode=
      --[no-]experts-shared-outer-loras --export-metrics-to-file --export-metrics-to-file-dir=
      --extra-metric-labels= --fastapi-root-path= --file-storage-path= --flashinfer-a2a-dispatch-type=
      --flashinfer-allreduce-fusion-backend= --flashinfer-autotune-skip-ops=+ --flashinfer-mla-disable-ragged
      --flashinfer-mxfp4-moe-precision= --flexkv-config-file= --forward-hooks= --forward-pass-metrics-ipc-name=
      --forward-pass-metrics-worker-id= --fp4-gemm-backend= --fp8-gemm-backend= --fuseep-mode= --gated-launch-port=
      --gc-threshold=+ --gc-warning-threshold-secs= --generation-tokens-buckets=+ --gpu-id-step= --grammar-backend=
      --grpc-mode --grpc-port= --hf-chat-template-name= --hicache-host-memory-mode= --hicache-io-backend=
      --hicache-mem-layout= --hicache-ratio= --hicache-size= --hicache-storage-backend=
      --hicache-storage-backend-extra-config= --hicache-storage-prefetch-policy=
      --hicache-storage-prefetch-retry-max-attempts= --hicache-storage-prefetch-retry-poll-interval=
      --hicache-write-policy= --hisparse-config,--hierarchical-sparse-attention-extra-config= --host=
      --http2-initial-connection-window-size= --http2-max-concurrent-streams= --image-processor-backend=
      --incremental-streaming-output --init-expert-location= --int8-mamba-ckpt-size= --is-embedding
      --json-model-override-args= --keep-mm-feature-on-device --kt-cpuinfer= --kt-max-deferred-experts-per-token=
      --kt-method= --kt-num-gpu-experts= --kt-threadpool-count= --kt-weight-path= --kv-cache-dtype= --kv-canary=
      --kv-canary-real-data= --kv-canary-sweep-interval= --kv-events-config= --language-model-only --language-only
      --limit-mm-data-per-request= --linear-attn-backend= --linear-attn-decode-backend=
      --linear-attn-prefill-backend= --linear-attn-verify-backend= --linear-replayssm-cache-len=
      --lmcache-config-file= --load-balance-method= --load-format= --load-publish-endpoint=
      --load-snapshot-publish-interval= --log-level= --log-level-http= --log-requests --log-requests-format=
      --log-requests-level= --log-requests-target=+ --lora-backend= --lora-drain-wait-threshold=
      --lora-eviction-policy= --lora-paths=* --[no-]lora-strict-loading --lora-target-modules=*
      --lora-use-virtual-experts --mamba-backend= --mamba-cache-philox-rounds= --mamba-full-memory-ratio=
      --mamba-max-states-per-path= --mamba-radix-cache-strategy= --mamba-ssm-dtype= --mamba-track-interval=
      --max-ep-size= --max-loaded-loras= --max-lora-chunk-size= --max-lora-rank= --max-loras-per-batch=
      --max-mamba-cache-size= --max-prefill-tokens= --max-queued-requests= --max-running-requests=
      --max-total-tokens= --media-url-max-file-size-mb= --mem-fraction-static= --min-free-slots-delay=
      --mlx-enable-sampling --mm-attention-backend= --mm-enable-dp-encoder --mm-feature-transport=
      --mm-global-cache-backend= --mm-io-worker-num= --mm-preprocess-cache-size-mb= --mm-process-config=
      --mm-processor-worker-num= --model-checksum=? --model-config-parser= --model-impl=
      --model-loader-extra-config= --model-path,--model= --modelexpress-config= --modelopt-checkpoint-restore-path=
      --modelopt-checkpoint-save-path= --modelopt-export-path= --modelopt-quant= --moe-a2a-backend=
      --moe-dense-tp-size= --moe-dp-size,--moe-data-parallel-size= --moe-runner-backend= --mooncake-ib-device=
      --msprobe-dump-config= --nccl-port= --nnodes= --node-rank= --num-continuous-decode-steps=
      --num-reserved-decode-tokens= --numa-node=+ --offload-group-size= --offload-mode= --offload-num-in-group=
      --offload-prefetch-step= --optimistic-prefill-attempts= --otlp-traces-endpoint= --page-size=
      --pdmux-config-path= --ple-offload-backend= --ple-offload-dir= --[no-]ple-offload-embedding --port=
      --pp-async-batch-depth= --pp-max-micro-batch-size= --pp-size,--pipeline-parallel-size= --pre-warm-nccl
      --preferred-sampling-params= --prefill-attention-backend= --prefill-decode-interval=
      --prefill-delayer-forward-passes-buckets=+ --prefill-delayer-max-delay-ms= --prefill-delayer-max-delay-passes=
      --prefill-delayer-queue-min-ratio= --prefill-delayer-token-usage-low-watermark=
      --prefill-delayer-wait-seconds-buckets=+ --prefill-max-requests= --prefill-only-disable-kv-cache
      --priority-scheduling-preemption-threshold= --prompt-tokens-buckets=+ --quantization=
      --quantization-param-path= --quantize-and-serve --radix-cache-backend= --radix-eviction-policy=
      --radix-eviction-policy-config= --random-seed= --reasoning-parser= --remote-instance-weight-loader-backend=
      --remote-instance-weight-loader-seed-instance-ip= --remote-instance-weight-loader-seed-instance-service-port=
      --remote-instance-weight-loader-send-weights-group-ports=
      --remote-instance-weight-loader-start-seed-via-transfer-engine --retraction-policy=
      --return-hidden-states-mode= --return-input-ids --return-output-ids --revision= --rl-on-policy-target=
      --rl-quant-profile= --sampling-backend= --sampling-defaults= --sampling-mask-max-tokens=
      --schedule-conservativeness= --schedule-low-priority-values-first --schedule-policy=
      --scheduler-recv-interval= --served-model-name= --show-time-cost --sidecar= --sidecar-args=
      --skip-server-warmup --skip-tokenizer-init --sleep-on-idle --sm-group-num= --smg-grpc-mode
      --smg-http-sidecar-port,--grpc-http-sidecar-port= --soft-watchdog-timeout= --spec-trace-dir=
      --speculative-accept-threshold-acc= --speculative-accept-threshold-single= --speculative-adaptive
      --speculative-adaptive-config= --speculative-algorithm= --speculative-attention-mode=
      --speculative-dflash-block-size= --speculative-domino-candidate-pool-size=
      --speculative-draft-attention-backend= --speculative-draft-kv-cache-dtype= --speculative-draft-load-format=
      --speculative-draft-model-path,--speculative-draft-model= --speculative-draft-model-quantization=
      --speculative-draft-model-revision= --speculative-draft-window-size= --speculative-dsa-topk-backend=
      --speculative-dspark-align-verify-tokens-to-graph-tier --speculative-dspark-block-size=
      --speculative-dspark-confidence-sts-path= --speculative-dspark-sps-table-path= --speculative-eagle-topk=
      --speculative-moe-a2a-backend= --speculative-moe-runner-backend= --speculative-ngram-capacity=
      --speculative-ngram-external-corpus-max-tokens= --speculative-ngram-external-corpus-path=
      --speculative-ngram-external-sam-budget= --speculative-ngram-match-type= --speculative-ngram-max-bfs-breadth=
      --speculative-ngram-max-trie-depth= --speculative-ngram-min-bfs-breadth= --speculative-num-draft-tokens=
      --speculative-num-steps= --speculative-skip-dp-mlp-sync --speculative-token-map=
      --speculative-use-rejection-sampling --ssl-ca-certs= --ssl-certfile= --ssl-keyfile= --ssl-keyfile-password=
      --startup-weight-load-mode= --stream-interval= --stream-response-default-include-usage --strip-thinking-cache
      --swa-full-tokens-ratio= --tbo-token-distribution-threshold= --tokenizer-backend=
      --tokenizer-metrics-allowed-custom-labels=+ --tokenizer-metrics-custom-labels-header= --tokenizer-mode=
      --tokenizer-path= --tokenizer-worker-num= --tool-call-parser= --tool-server= --torch-compile-max-bs=
      --tp-size,--tensor-parallel-size= --trace-modules= --triton-attention-num-kv-splits=
      --triton-attention-reduce-in-fp32 --triton-attention-split-tile-size= --trust-mm-content-hashes
      --trust-remote-code --unified-cache-external-linker-backend= --uno-lora-path= --use-ray
      --uvicorn-access-log-exclude-prefixes=* --warmups= --watchdog-timeout= --weight-cache-mode=
      --weight-cache-socket= --weight-cache-timeout= --weight-loader-disable-mmap
      --weight-loader-drop-cache-after-load --weight-loader-prefetch-checkpoints
      --weight-loader-prefetch-num-threads= --weight-version=`,
    kvCacheDtypes: `
      auto fp8_e5m2 fp8_e4m3 mxfp8 bf16 bfloat16 nvfp4 fp4_mx_block16 fp4_e2m1`,
    toolCallParsers: `
      apertus2509 auto cohere_command4 deepseekv3 deepseekv31 deepseekv32 deepseekv4 dots gemma4
      gigachat3 glm glm45 glm47 gpt-oss hermes hunyuan inkling interns1 k2_horizon kimi_k2 kimi_k3
      lfm2 ling3 llama3 mimo minicpm5 minimax-m2 minimax-m3 mistral muse nanbeige poolside_v1
      pythonic qwen qwen25 qwen3_coder spark25 step3 step3p5 trinity`,
    reasoningParsers: `
      apertus2509 auto cohere_command4 deepseek-r1 deepseek-v3 deepseek-v4 dots gemma4 glm45 gpt-oss
      granite_thinking_parser hunyuan inkling interns1 k2_horizon kimi kimi_k2 kimi_k3 ling3 mimo
      minimax minimax-append-think minimax-m3 mistral muse nanbeige nemotron_3 poolside_v1 qwen3
      qwen3-thinking step3 step3p5`,
    sources: [
      "https://github.com/sgl-project/sglang/releases/tag/v0.5.20",
      "https://github.com/sgl-project/sglang/tree/v0.5.20/python/sglang/srt/arg_groups/fields",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/server_args.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/function_call/function_call_parser.py",
      "https://github.com/sgl-project/sglang/blob/v0.5.20/python/sglang/srt/parser/reasoning_parser.py",
    ],
    date: "2026-11-27",
  },
]);

const VALUES: Readonly<Record<string, FlagValues>> = {
  "": "none",
  "=": "one",
  "=?": "optional",
  "=+": "some",
  "=*": "any",
};

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
  const flags = wordsOf(row.flags).flatMap(readFlags);
  const byName = new Map(flags.flatMap((flag) => flag.names.map((name) => [name, flag])));
  flagsByRow.set(row, byName);
  return byName;
}

/** The words of a column that holds several. */
export function wordsOf(column: string): string[] {
  return column.trim().split(/\s+/);
}

function readFlags(word: string): EngineFlag[] {
  const { listed = "", suffix = "" } = /^(?<listed>[^=]*)(?<suffix>.*)$/.exec(word)?.groups ?? {};
  const values = VALUES[suffix];
  if (values === undefined) throw new Error(`${word} ends in no number of values`);
  const names = listed.split(",").map((name) => name.replace("[no-]", ""));
  const off = listed.includes("[no-]") ? [{ names: names.slice(0, 1).map(toOff), values }] : [];
  return [{ names, values }, ...off];
}

/** https://docs.python.org/3/library/argparse.html#argparse.BooleanOptionalAction: only long names have such a form. */
function toOff(name: string): string {
  return name.replace("--", "--no-");
}
