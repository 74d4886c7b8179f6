//! What runs language models on one's own machine.

use super::{OTHER_CONFIG, SERVER};
use crate::runtimes::rule::Treatment::{Dropped, Honoured, Ignored, Refused, Unknown};
use crate::runtimes::rule::{
    Alpha, Features, Forms, Missing, Rank, Reading, RsLora, Rule, Treatment, Zero,
};
use crate::runtimes::{Confidence, Runtime, Serves, Source};

/// One α for all layers, divided by the rows of A; an α of 0 is none.
const GGUF_RULE: Rule = Rule {
    alpha: Alpha::Config,
    rank: Rank::Rows,
    rslora: RsLora::Ignored,
    missing: Missing::Refused,
    zero: Zero::Unscaled,
    fraction: Treatment::Honoured,
};

pub(super) const LLAMA_CPP: Runtime = Runtime {
    id: "llama-cpp",
    name: "llama.cpp",
    versions: "August 2026, by convert_lora_to_gguf.py",
    peft: Reading::Scaled(GGUF_RULE),
    mlx: OTHER_CONFIG,
    gguf: Reading::Own,
    features: Features {
        dora: Refused,
        lora_bias: Refused,
        saved_modules: Refused,
        tokens: Refused,
        contradiction: Honoured,
        ..Features::UNKNOWN
    }
    .with_starts(Ignored),
    note: "`--lora-scaled FILE:S` multiplies the scale. Trained norms of layers are converted, and left out by the loader.",
    source: Source {
        repository: "ggml-org/llama.cpp",
        file: "convert_lora_to_gguf.py, src/llama-adapter.h",
        function: "lparams[\"lora_alpha\"], get_scale",
        version: "blobs 0b03adaa, 215841fc",
        date: None,
    },
    confidence: Confidence::Ran,
    ..SERVER
};

pub(super) const OLLAMA: Runtime = Runtime {
    id: "ollama",
    name: "Ollama",
    versions: "0.33-rc",
    peft: Reading::Scaled(Rule {
        missing: Missing::Unscaled,
        fraction: Refused,
        ..GGUF_RULE
    }),
    mlx: Reading::Scaled(Rule {
        alpha: Alpha::Older,
        missing: Missing::Unscaled,
        ..GGUF_RULE
    }),
    gguf: Reading::Own,
    features: Features {
        dora: Refused,
        contradiction: Honoured,
        ..Features::UNKNOWN
    }
    .with_starts(Ignored),
    note: "It imports safetensors for Llama and Gemma 2 alone; GGUF adapters run as in llama.cpp. That it refuses DoRA and an α written as a fraction is inferred.",
    source: Source {
        repository: "ollama/ollama",
        file: "convert/convert.go, llm/llama_server.go",
        function: "AdapterParameters.KV",
        version: "fb3076099",
        date: Some("2026-08-21"),
    },
    confidence: Confidence::Read,
    ..SERVER
};

pub(super) const EXLLAMAV3: Runtime = Runtime {
    id: "exllamav3",
    name: "ExLlamaV3",
    versions: "1.4.1",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Honoured, Missing::Refused)),
    features: Features {
        dora: Dropped,
        unannounced: Dropped,
        saved_modules: Dropped,
        heads: Dropped,
        tokens: Dropped,
        ..Features::UNKNOWN
    }
    .with_starts(Ignored),
    source: Source {
        repository: "turboderp-org/exllamav3",
        file: "exllamav3/model/lora.py",
        function: "LoRA",
        version: "4f8ad01",
        date: Some("2026-08-08"),
    },
    ..SERVER
};

pub(super) const EXLLAMAV2: Runtime = Runtime {
    id: "exllamav2",
    name: "ExLlamaV2",
    versions: "since September 2024",
    features: Features {
        dora: Refused,
        biases: Refused,
        ..Features::UNKNOWN
    }
    .with_starts(Ignored),
    note: "It applies a trained lm_head and embedding. It refuses fan_in_fan_out, biases that are not zero, and layers it does not know.",
    source: Source {
        repository: "turboderp-org/exllamav2",
        file: "exllamav2/lora.py",
        function: "ExLlamaV2Lora",
        version: "da07fac",
        date: None,
    },
    ..EXLLAMAV3
};

pub(super) const MLX_LM: Runtime = Runtime {
    id: "mlx-lm",
    name: "mlx-lm",
    versions: "since 2024-06-02",
    peft: Reading::Not("It needs mlx-lm’s config; PEFT’s lacks `num_layers`."),
    mlx: Reading::Stated,
    forms: Forms::Pairs,
    features: Features {
        dora: Honoured,
        ..Features::UNKNOWN
    },
    note: "The default `scale` is 20, and was 10 until June 2025.",
    source: Source {
        repository: "ml-explore/mlx-lm",
        file: "mlx_lm/tuner/lora.py, tuner/utils.py",
        function: "LoRALinear, load_adapters",
        version: "d78bf58e (0.32.0)",
        date: None,
    },
    ..SERVER
};

pub(super) const MLX_LM_2024: Runtime = Runtime {
    versions: "before 2024-06-02",
    current: false,
    mlx: Reading::StatedOverRank,
    note: "",
    source: Source {
        version: "the history before 2024-06-02",
        ..MLX_LM.source
    },
    ..MLX_LM
};

/// `OpenVINO`'s `AdapterConfig` takes a number for each adapter.
const GIVEN: Reading = Reading::Given("alpha");

pub(super) const OPENVINO_GENAI: Runtime = Runtime {
    id: "openvino-genai",
    name: "OpenVINO GenAI",
    versions: "2026.4",
    serves: Serves::Both,
    peft: GIVEN,
    diffusers: GIVEN,
    kohya: GIVEN,
    mlx: Reading::Unknown,
    features: Features {
        dora: Dropped,
        dora_scale: Dropped,
        unannounced: Dropped,
        starts: Unknown,
        ..Features::UNKNOWN
    },
    note: "Its own `alpha` is the final factor.",
    source: Source {
        repository: "openvinotoolkit/openvino.genai",
        file: "src/cpp/src/lora/adapter.cpp",
        function: "collect_applicable_tensors",
        version: "da1db864d",
        date: Some("2026-08-21"),
    },
    ..SERVER
};
