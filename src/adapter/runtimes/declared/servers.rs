//! Servers of language models, vLLM apart.

use super::{OWN_FORMAT, SERVER};
use crate::runtimes::rule::Treatment::{Dropped, Honoured, Ignored, Refused, Unknown};
use crate::runtimes::rule::{Alpha, Features, Missing, Rank, Ranks, Reading, RsLora, Rule};
use crate::runtimes::{Confidence, Runtime, Source};

pub(super) const SGLANG: Runtime = Runtime {
    id: "sglang",
    name: "SGLang",
    versions: "0.5.23",
    peft: Reading::Scaled(Rule::flat(Refused, RsLora::Ignored, Missing::Refused)),
    features: Features {
        dora: Refused,
        lora_bias: Ignored,
        saved_modules: Dropped,
        tokens: Refused,
        ..Features::UNKNOWN
    }
    .with_starts(Ignored),
    note: "Weights that match no module are left out with a warning; a trained lm_head or embedding without one. `--max-lora-rank`, where it is not given, is the largest rank of the adapters it starts with. Issue 40835 asks for `use_rslora`.",
    source: Source {
        repository: "sgl-project/sglang",
        file: "srt/lora/lora.py, lora_manager.py, mem_pool.py",
        function: "LoRAAdapter.__init__, validate_new_adapter, can_support",
        version: "0.5.23",
        date: Some("2026-10-30"),
    },
    confidence: Confidence::Ran,
    ..SERVER
};

pub(super) const SGLANG_0_5_10: Runtime = Runtime {
    versions: "0.5.10",
    current: false,
    features: Features {
        dora: Unknown,
        ..SGLANG.features
    },
    source: Source {
        version: "0.5.10.post1",
        date: None,
        ..SGLANG.source
    },
    confidence: Confidence::Read,
    ..SGLANG
};

/// Only `lora_A.weight` and `lora_B.weight` are collected, and nothing tells of the others.
const PAIRS_ALONE: Features = Features {
    dora: Dropped,
    unannounced: Dropped,
    lora_bias: Dropped,
    biases: Dropped,
    saved_modules: Dropped,
    heads: Dropped,
    tokens: Dropped,
    ..Features::UNKNOWN
}
.with_starts(Ignored);

pub(super) const TGI: Runtime = Runtime {
    id: "tgi",
    name: "TGI",
    versions: "January 2026",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Honoured, Missing::Is(8.0))),
    mlx: Reading::Unknown,
    features: PAIRS_ALONE,
    ranks: Ranks::SlowAbove(128),
    note: "Layers of several ranks load only where padding makes their shapes equal. LoRA of embeddings is left out.",
    source: Source {
        repository: "huggingface/text-generation-inference",
        file: "server/text_generation_server/adapters/lora.py",
        function: "get_scaling_factor, prepare_weights",
        version: "db931fcf",
        date: Some("2026-01-08"),
    },
    ..SERVER
};

pub(super) const LORAX: Runtime = Runtime {
    id: "lorax",
    name: "LoRAX",
    versions: "May 2026",
    source: Source {
        repository: "predibase/lorax",
        file: "server/lorax_server/adapters/lora.py",
        function: "get_scaling_factor, prepare_weights",
        version: "a7394ba3",
        date: Some("2026-05-28"),
    },
    ..TGI
};

pub(super) const LORAX_MERGE: Runtime = Runtime {
    id: "lorax-merge",
    name: "LoRAX’s merge",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Ignored, Missing::Is(8.0))),
    ranks: Ranks::Any,
    note: "Other states of the repository merge in utils/merges.",
    source: Source {
        file: "server/lorax_server/utils/adapter.py",
        function: "compute_delta_weight",
        ..LORAX.source
    },
    confidence: Confidence::Likely,
    ..LORAX
};

pub(super) const TENSORRT_LLM: Runtime = Runtime {
    id: "tensorrt-llm",
    name: "TensorRT-LLM",
    versions: "since May 2024",
    peft: Reading::Scaled(Rule {
        alpha: Alpha::Config,
        rank: Rank::Rows,
        missing: Missing::Refused,
        ..Rule::PEFT
    }),
    features: Features {
        dora: Honoured,
        ..Features::UNKNOWN
    }
    .with_starts(Ignored),
    ranks: Ranks::UpTo {
        option: "max_lora_rank",
        default: 64,
        values: &[],
    },
    note: "It refuses DoRA on a mixture of experts.",
    source: Source {
        repository: "NVIDIA/TensorRT-LLM",
        file: "tensorrt_llm/lora_manager.py, lora_helper.py",
        function: "load_from_hf, LoraConfig",
        version: "blobs 007e181b, 037d4ba1",
        date: None,
    },
    ..SERVER
};

pub(super) const TENSORRT_LLM_CONVERT: Runtime = Runtime {
    id: "tensorrt-llm-convert",
    name: "TensorRT-LLM’s converter",
    versions: "hf_lora_convert.py",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Honoured, Missing::Refused)),
    features: Features {
        dora: Dropped,
        ..TENSORRT_LLM.features
    },
    ranks: Ranks::Any,
    note: "",
    source: Source {
        file: "examples/hf_lora_convert.py",
        function: "the whole script",
        version: "blob 05316d33",
        ..TENSORRT_LLM.source
    },
    ..TENSORRT_LLM
};

pub(super) const LMDEPLOY: Runtime = Runtime {
    id: "lmdeploy",
    name: "LMDeploy",
    versions: "0.16.0",
    peft: Reading::Scaled(Rule::flat(Refused, RsLora::Ignored, Missing::Is(8.0))),
    mlx: Reading::Unknown,
    features: Features {
        dora: Refused,
        unannounced: Refused,
        lora_bias: Refused,
        biases: Refused,
        saved_modules: Refused,
        heads: Refused,
        tokens: Refused,
        ..Features::UNKNOWN
    },
    note: "Its TurboMind engine has no LoRA.",
    source: Source {
        repository: "InternLM/lmdeploy",
        file: "lmdeploy/pytorch/adapter/adapter.py",
        function: "get_ranks_and_scalings",
        version: "1263d5cd8",
        date: Some("2026-08-21"),
    },
    ..SERVER
};

pub(super) const MISTRAL_RS: Runtime = Runtime {
    id: "mistral-rs",
    name: "mistral.rs",
    versions: "0.9.1 and later",
    peft: Reading::Scaled(Rule {
        missing: Missing::Refused,
        ..Rule::PEFT
    }),
    features: Features {
        dora_scale: Unknown,
        unannounced: Unknown,
        experts: Unknown,
        contradiction: Unknown,
        ..Features::all(Refused)
    },
    ranks: Ranks::UpTo {
        option: "lora_max_rank",
        default: 64,
        values: &[],
    },
    source: Source {
        repository: "EricLBuehler/mistral.rs",
        file: "mistralrs-quant/src/lora/mod.rs",
        function: "scale_for, validate_dynamic",
        version: "9e922623f",
        date: Some("2026-08-22"),
    },
    ..SERVER
};

pub(super) const MISTRAL_RS_0_9_0: Runtime = Runtime {
    versions: "0.9.0 and earlier; later X-LoRA and AnyMoE",
    current: false,
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Ignored, Missing::Refused)),
    features: Features {
        dora: Ignored,
        ..Features::UNKNOWN
    },
    ranks: Ranks::Any,
    source: Source {
        file: "mistralrs-core/src/lora/mod.rs",
        function: "make_adapter",
        ..MISTRAL_RS.source
    },
    ..MISTRAL_RS
};

pub(super) const CANDLE_LORA: Runtime = Runtime {
    id: "candle-lora",
    name: "candle-lora",
    versions: "April 2025",
    peft: OWN_FORMAT,
    diffusers: OWN_FORMAT,
    kohya: OWN_FORMAT,
    mlx: OWN_FORMAT,
    gguf: OWN_FORMAT,
    megatron: OWN_FORMAT,
    note: "Merged, its layers apply α/r; not merged, they multiply the base layer’s output by α/r too.",
    source: Source {
        repository: "EricLBuehler/candle-lora",
        file: "candle-lora/src/loralinear.rs",
        function: "forward",
        version: "a1e2b9f",
        date: Some("2025-04-18"),
    },
    confidence: Confidence::Read,
    ..SERVER
};
