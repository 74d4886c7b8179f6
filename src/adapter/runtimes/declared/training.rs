//! Libraries that train, merge and convert language models.

use super::SERVER;
use crate::runtimes::rule::Treatment::{Dropped, Honoured, Ignored, Refused, Unknown};
use crate::runtimes::rule::{Alpha, Features, Forms, Missing, Rank, Reading, RsLora, Rule};
use crate::runtimes::{Confidence, Runtime, Serves, Source};

pub(super) const PEFT: Runtime = Runtime {
    id: "peft",
    name: "PEFT",
    versions: "0.15 and later",
    serves: Serves::Both,
    peft: Reading::Scaled(Rule::PEFT),
    diffusers: Reading::Scaled(Rule::PEFT),
    forms: Forms::All,
    features: Features {
        dora_scale: Unknown,
        unannounced: Dropped,
        contradiction: Refused,
        ..Features::all(Honoured)
    },
    note: "Unsloth and LLaMA-Factory take its scale. Keys with `^` match since 0.15, and a key in both patterns counts in both since 0.14.",
    source: Source {
        repository: "huggingface/peft",
        file: "src/peft/tuners/lora/layer.py, model.py, utils/other.py",
        function: "LoraLayer.update_layer, _create_and_replace, get_pattern_key",
        version: "0.21.2 and 5d602fdbf",
        date: Some("2026-08-21"),
    },
    confidence: Confidence::Ran,
    ..SERVER
};

pub(super) const TRANSFORMERS: Runtime = Runtime {
    id: "transformers",
    name: "transformers",
    versions: "5, with PEFT 0.21",
    serves: Serves::Language,
    peft: Reading::Scaled(Rule {
        rslora: RsLora::DoubledWhenFused,
        ..Rule::PEFT
    }),
    diffusers: Reading::Unknown,
    note: "Of Mixtral and Qwen2-MoE it fuses gate and up of an expert, and doubles r and α of adapters from before.",
    source: Source {
        function: "_convert_peft_config_moe",
        file: "src/peft/utils/transformers_weight_conversion.py",
        version: "0.21.2, with transformers 5.24.0",
        date: None,
        ..PEFT.source
    },
    confidence: Confidence::Likely,
    ..PEFT
};

pub(super) const OLIVE: Runtime = Runtime {
    id: "olive",
    name: "Olive",
    versions: "August 2026",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Honoured, Missing::Is(8.0))),
    mlx: Reading::Unknown,
    features: Features {
        dora: Refused,
        ..Features::UNKNOWN
    },
    note: "Its scale is multiplied into B.",
    source: Source {
        repository: "microsoft/Olive",
        file: "olive/cli/convert_adapters.py",
        function: "convert-adapters",
        version: "ee6f40fbe",
        date: Some("2026-08-20"),
    },
    ..SERVER
};

pub(super) const ONNXRUNTIME_GENAI: Runtime = Runtime {
    id: "onnxruntime-genai",
    name: "ONNX Runtime GenAI",
    versions: "August 2026",
    peft: Reading::Scaled(Rule::PEFT),
    mlx: Reading::Unknown,
    features: Features {
        dora: Dropped,
        contradiction: Refused,
        ..Features::UNKNOWN
    },
    note: "PEFT loads the adapter; its scale is multiplied into B.",
    source: Source {
        repository: "microsoft/onnxruntime-genai",
        file: "src/python/py/models/builders/base.py",
        function: "make_matmul_lora",
        version: "a0c04eb13",
        date: Some("2026-08-22"),
    },
    confidence: Confidence::Likely,
    ..SERVER
};

pub(super) const AXOLOTL: Runtime = Runtime {
    id: "axolotl",
    name: "Axolotl’s merge",
    versions: "since July 2026",
    peft: Reading::Scaled(Rule {
        rank: Rank::Rows,
        missing: Missing::Refused,
        ..Rule::PEFT
    }),
    features: Features {
        dora: Honoured,
        ..Features::UNKNOWN
    }
    .with_starts(Refused),
    source: Source {
        repository: "axolotl-ai-cloud/axolotl",
        file: "src/axolotl/cli/utils/lora_merge.py",
        function: "the sharded merge",
        version: "067b021c8",
        date: Some("2026-07-24"),
    },
    ..SERVER
};

pub(super) const TORCHTUNE: Runtime = Runtime {
    id: "torchtune",
    name: "torchtune",
    versions: "April 2026",
    peft: Reading::Scaled(Rule::flat(Unknown, RsLora::Ignored, Missing::Refused)),
    features: Features {
        dora: Unknown,
        ..Features::UNKNOWN
    },
    source: Source {
        repository: "pytorch/torchtune",
        file: "torchtune/modules/peft/lora.py, models/convert_weights.py",
        function: "LoRALinear, tune_to_peft_adapter_config",
        version: "bd2a0fc7c",
        date: Some("2026-04-23"),
    },
    ..SERVER
};

pub(super) const MEGATRON_BRIDGE: Runtime = Runtime {
    id: "megatron-bridge",
    name: "Megatron-Bridge",
    versions: "August 2026",
    megatron: Reading::Scaled(Rule {
        alpha: Alpha::Config,
        rank: Rank::Rows,
        rslora: RsLora::Ignored,
        missing: Missing::Is(32.0),
        ..Rule::PEFT
    }),
    note: "Its exports say `use_rslora` false, the ranks it finds, and no `alpha_pattern`. Its import was not read.",
    source: Source {
        repository: "NVIDIA-NeMo/Megatron-Bridge",
        file: "peft/lora_layers.py, models/conversion/peft_bridge.py",
        function: "build_adapter_config_dict",
        version: "067f987df",
        date: Some("2026-08-22"),
    },
    ..SERVER
};

pub(super) const NEMO: Runtime = Runtime {
    id: "nemo",
    name: "NeMo 2",
    versions: "September 2025",
    peft: Reading::Scaled(Rule::flat(Unknown, RsLora::Ignored, Missing::Unknown)),
    megatron: Reading::Scaled(Rule::flat(Unknown, RsLora::Ignored, Missing::Unknown)),
    note: "Of PEFT’s config its converter copies α alone.",
    source: Source {
        repository: "NVIDIA/NeMo",
        file: "nemo/collections/llm/peft/lora.py, convert_hf_to_canonical.py",
        function: "LoRA",
        version: "8cfedd7203",
        date: Some("2025-09-20"),
    },
    confidence: Confidence::Likely,
    ..SERVER
};
