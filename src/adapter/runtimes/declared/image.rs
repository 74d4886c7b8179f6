//! What runs and trains pipelines that make images.

use super::PIPELINE;
use crate::runtimes::rule::Treatment::{Dropped, Honoured, Unknown};
use crate::runtimes::rule::{Features, Forms, Missing, Reading, Rule, Zero};
use crate::runtimes::{Confidence, Runtime, Source};

/// α beside the factors; without one BA is added as it is.
const BESIDE: Reading = Reading::Scaled(Rule::beside(Missing::Unscaled, Zero::Off));
/// The same, an α of 0 being none.
const BESIDE_OR_RANK: Reading = Reading::Scaled(Rule::beside(Missing::Unscaled, Zero::Unscaled));
const MOST_COMMON: Rule = Rule::beside(Missing::MostCommon, Zero::Off);

/// `dora_scale` is applied, PEFT's vectors are not loaded.
const KOHYAS_DORA: Features = Features {
    dora: Dropped,
    dora_scale: Honoured,
    unannounced: Dropped,
    ..Features::UNKNOWN
};

pub(super) const DIFFUSERS: Runtime = Runtime {
    id: "diffusers",
    name: "diffusers",
    versions: "0.42, with PEFT 0.18 or later",
    diffusers: Reading::Embedded(Rule::PEFT, MOST_COMMON),
    kohya: Reading::Scaled(MOST_COMMON),
    forms: Forms::Pairs,
    features: Features {
        dora: Honoured,
        dora_scale: Unknown,
        ..Features::UNKNOWN
    },
    note: "It never reads `adapter_config.json`. Its converters of Flux, Wan and Qwen multiply α/r in, and take r where α is missing. `dora_scale` is read by one converter of Stable Diffusion, and left out elsewhere with a warning.",
    source: Source {
        repository: "huggingface/diffusers",
        file: "utils/peft_utils.py, loaders/lora_conversion_utils.py",
        function: "_create_lora_config, get_peft_kwargs",
        version: "0.42.1",
        date: None,
    },
    confidence: Confidence::Ran,
    ..PIPELINE
};

pub(super) const COMFYUI: Runtime = Runtime {
    id: "comfyui",
    name: "ComfyUI",
    versions: "2026",
    diffusers: BESIDE,
    kohya: BESIDE,
    features: KOHYAS_DORA,
    note: "It reads whole differences (`diff`, `diff_b`) too.",
    source: Source {
        repository: "Comfy-Org/ComfyUI",
        file: "comfy/weight_adapter/lora.py, comfy/lora.py",
        function: "load_lora",
        version: "6f98b150, blob 17358c8f",
        date: None,
    },
    ..PIPELINE
};

pub(super) const FORGE: Runtime = Runtime {
    id: "forge",
    name: "Forge",
    versions: "June 2025",
    note: "",
    source: Source {
        repository: "lllyasviel/stable-diffusion-webui-forge",
        file: "backend/patcher/lora.py, packages_3rdparty/comfyui_lora_collection/lora.py",
        function: "load_lora",
        version: "dfdcbab6",
        date: Some("2025-06-26"),
    },
    ..COMFYUI
};

pub(super) const A1111: Runtime = Runtime {
    id: "a1111",
    name: "AUTOMATIC1111",
    versions: "as in Forge’s copy",
    diffusers: Reading::Unscaled,
    kohya: BESIDE,
    note: "A `scale` beside the factors counts before α. Norms of DoRA are taken of columns.",
    source: Source {
        repository: "AUTOMATIC1111/stable-diffusion-webui",
        file: "extensions-builtin/Lora/network_lora.py, network.py",
        function: "calc_scale",
        version: "blob 1b7f4308",
        date: None,
    },
    confidence: Confidence::Likely,
    ..COMFYUI
};

pub(super) const INVOKEAI: Runtime = Runtime {
    id: "invokeai",
    name: "InvokeAI",
    versions: "6.14",
    diffusers: Reading::Unscaled,
    note: "Norms of DoRA are taken of columns.",
    source: Source {
        repository: "invoke-ai/InvokeAI",
        file: "backend/patches/layers/lora_layer_base.py, model_loaders/lora.py",
        function: "scale",
        version: "8e71a8a5",
        date: None,
    },
    ..COMFYUI
};

pub(super) const KOHYA: Runtime = Runtime {
    id: "kohya",
    name: "kohya’s sd-scripts",
    versions: "February 2026",
    kohya: BESIDE_OR_RANK,
    note: "Its default α is 1, so γ = 1/r is meant.",
    source: Source {
        repository: "kohya-ss/sd-scripts",
        file: "networks/lora.py, networks/resize_lora.py",
        function: "LoRAModule, create_network_from_weights",
        version: "48d368fa",
        date: Some("2026-02-16"),
    },
    ..PIPELINE
};

pub(super) const LYCORIS: Runtime = Runtime {
    id: "lycoris",
    name: "LyCORIS",
    versions: "3.2",
    kohya: BESIDE_OR_RANK,
    forms: Forms::All,
    features: Features {
        dora_scale: Honoured,
        ..Features::UNKNOWN
    },
    note: "Under `rs_lora` it stores α·√r, so that α/r is right everywhere; GLoRA stores α itself.",
    source: Source {
        repository: "KohakuBlueleaf/LyCORIS",
        file: "lycoris/modules/locon.py, loha.py, lokr.py, glora.py",
        function: "LoConModule",
        version: "f49d30d (3.2.0.post2)",
        date: None,
    },
    confidence: Confidence::Ran,
    ..PIPELINE
};

pub(super) const ONETRAINER: Runtime = Runtime {
    id: "onetrainer",
    name: "OneTrainer",
    versions: "August 2026",
    kohya: Reading::Scaled(Rule::beside(Missing::Unknown, Zero::Off)),
    features: Features {
        dora_scale: Honoured,
        ..Features::UNKNOWN
    },
    note: "Its default α is 1. What it does without an α was not read.",
    source: Source {
        repository: "Nerogar/OneTrainer",
        file: "modules/module/LoRAModule.py",
        function: "LoRAModule",
        version: "23df3832",
        date: Some("2026-08-19"),
    },
    ..PIPELINE
};

pub(super) const AI_TOOLKIT: Runtime = Runtime {
    id: "ai-toolkit",
    name: "ai-toolkit",
    versions: "August 2026",
    kohya: BESIDE_OR_RANK,
    note: "For Flux and newer models it trains with α = r, and saves none.",
    source: Source {
        repository: "ostris/ai-toolkit",
        file: "toolkit/lora_special.py, toolkit/network_mixins.py",
        function: "get_state_dict",
        version: "27a03a91",
        date: Some("2026-08-21"),
    },
    ..PIPELINE
};
