//! The declarations, one for each runtime and range of versions, and what several of them share.

mod image;
mod local;
mod servers;
mod training;
mod vllm;
mod writers;

pub use writers::WRITERS;

use super::rule::{Features, Forms, Ranks, Reading};
use super::{Confidence, Runtime, Serves, Source};

/// Every runtime, the newest versions of each first.
pub static RUNTIMES: &[Runtime] = &[
    training::PEFT,
    training::TRANSFORMERS,
    vllm::SINCE_0_32,
    vllm::SINCE_0_30,
    vllm::SINCE_0_7,
    vllm::IN_0_6_6,
    servers::SGLANG,
    servers::SGLANG_0_5_10,
    local::LLAMA_CPP,
    local::OLLAMA,
    servers::TGI,
    servers::LORAX,
    servers::LORAX_MERGE,
    servers::TENSORRT_LLM,
    servers::TENSORRT_LLM_CONVERT,
    servers::LMDEPLOY,
    servers::MISTRAL_RS,
    servers::MISTRAL_RS_0_9_0,
    servers::CANDLE_LORA,
    local::EXLLAMAV3,
    local::EXLLAMAV2,
    local::MLX_LM,
    local::MLX_LM_2024,
    local::OPENVINO_GENAI,
    training::OLIVE,
    training::ONNXRUNTIME_GENAI,
    training::AXOLOTL,
    training::TORCHTUNE,
    training::MEGATRON_BRIDGE,
    training::NEMO,
    image::DIFFUSERS,
    image::COMFYUI,
    image::FORGE,
    image::A1111,
    image::INVOKEAI,
    image::KOHYA,
    image::LYCORIS,
    image::ONETRAINER,
    image::AI_TOOLKIT,
];

/// Of a runtime that takes its scale from a config beside the file.
const NO_CONFIG: Reading =
    Reading::Not("It needs an `adapter_config.json`, which files of this format do not have.");
/// The same of mlx-lm's config.
const OTHER_CONFIG: Reading =
    Reading::Not("It needs `r` and `lora_alpha` in the config; mlx-lm writes neither.");
/// Of a runtime of safetensors.
const NO_GGUF: Reading = Reading::Not("It reads safetensors, not GGUF.");
/// Of a runtime with a format of its own.
const OWN_FORMAT: Reading = Reading::Not("It reads its own format alone.");

/// What the servers of language models have in common: PEFT's files, or none.
const SERVER: Runtime = Runtime {
    id: "",
    name: "",
    versions: "",
    current: true,
    serves: Serves::Language,
    peft: Reading::Unknown,
    diffusers: Reading::Unknown,
    kohya: NO_CONFIG,
    mlx: OTHER_CONFIG,
    gguf: NO_GGUF,
    megatron: Reading::Unknown,
    forms: Forms::Pairs,
    features: Features::UNKNOWN,
    ranks: Ranks::Any,
    note: "",
    source: Source {
        repository: "",
        file: "",
        function: "",
        version: "",
        date: None,
    },
    confidence: Confidence::Read,
};

/// The same of what runs pipelines that make images.
const PIPELINE: Runtime = Runtime {
    serves: Serves::Image,
    kohya: Reading::Unknown,
    mlx: Reading::Unknown,
    gguf: Reading::Unknown,
    forms: Forms::Tucker,
    ..SERVER
};
