export { deepseekV31 as "deepseek-v3-1" } from "./deepseek-v3-1";
export { qwen332b as "qwen3-32b" } from "./qwen3-32b";
export { qwen3Vl235b as "qwen3-vl-235b" } from "./qwen3-vl-235b";
