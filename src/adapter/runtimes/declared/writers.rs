//! What programs write that others then read.

use crate::runtimes::{Source, Writer};

/// Programs whose files need a word of their own.
pub static WRITERS: &[Writer] = &[
    Writer {
        name: "mergekit’s extract-lora",
        writes: "`lora_alpha` = `r`, and `alpha_pattern` = `rank_pattern`, so γ is 1. A runtime that reads only one of the two patterns is off by r/rᵢ or its inverse.",
        source: Source {
            repository: "arcee-ai/mergekit",
            file: "mergekit/scripts/extract_lora.py",
            function: "make_config_dict",
            version: "a6e4028",
            date: None,
        },
    },
    Writer {
        name: "torchtune",
        writes: "`r`, `lora_alpha`, `target_modules` and `peft_type` alone. Of DoRA it writes the norms without `use_dora`, so PEFT leaves them out.",
        source: Source {
            repository: "pytorch/torchtune",
            file: "torchtune/models/convert_weights.py",
            function: "tune_to_peft_adapter_config",
            version: "bd2a0fc7c",
            date: Some("2026-04-23"),
        },
    },
    Writer {
        name: "LyCORIS with `rs_lora`",
        writes: "α·√r beside the factors; GLoRA writes α itself.",
        source: Source {
            repository: "KohakuBlueleaf/LyCORIS",
            file: "lycoris/modules/locon.py",
            function: "LoConModule",
            version: "f49d30d",
            date: None,
        },
    },
    Writer {
        name: "ai-toolkit, for Flux and newer models",
        writes: "PEFT’s names and no α; it trains with α = r.",
        source: Source {
            repository: "ostris/ai-toolkit",
            file: "toolkit/network_mixins.py",
            function: "get_state_dict",
            version: "27a03a91",
            date: Some("2026-08-21"),
        },
    },
    Writer {
        name: "Megatron-Bridge",
        writes: "`use_rslora` false, `rank_pattern` as its ranks are, and an empty `alpha_pattern`.",
        source: Source {
            repository: "NVIDIA-NeMo/Megatron-Bridge",
            file: "models/conversion/peft_bridge.py",
            function: "build_adapter_config_dict",
            version: "067f987df",
            date: Some("2026-08-22"),
        },
    },
    Writer {
        name: "Unsloth, of vision models before May 2025",
        writes: "`use_rslora` that its training ignored: γ was α/r.",
        source: Source {
            repository: "unslothai/unsloth",
            file: "pull request 2539",
            function: "",
            version: "merged",
            date: Some("2025-05-15"),
        },
    },
];
