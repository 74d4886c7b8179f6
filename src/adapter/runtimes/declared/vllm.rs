//! vLLM.

use super::SERVER;
use crate::runtimes::rule::Treatment::{Honoured, Ignored, Refused, Unknown};
use crate::runtimes::rule::{Features, Missing, Ranks, Reading, RsLora, Rule};
use crate::runtimes::{Confidence, Runtime, Source};

const HELPER: &str = "vllm/lora/peft_helper.py";

const RANKS: Ranks = Ranks::UpTo {
    option: "--max-lora-rank",
    default: 16,
    values: &[1, 8, 16, 32, 64, 128, 256, 320, 512],
};

const EARLIER_RANKS: Ranks = Ranks::UpTo {
    option: "--max-lora-rank",
    default: 16,
    values: &[8, 16, 32, 64, 128, 256],
};

const fn source(
    function: &'static str,
    version: &'static str,
    date: Option<&'static str>,
) -> Source {
    Source {
        repository: "vllm-project/vllm",
        file: HELPER,
        function,
        version,
        date,
    }
}

/// As of 0.7 to 0.31: what is not named is not read.
const LOADS_MORE: Features = Features {
    dora: Refused,
    lora_bias: Ignored,
    biases: Refused,
    saved_modules: Refused,
    heads: Refused,
    tokens: Refused,
    starts: Ignored,
    lora_ga: Honoured,
    variants: Ignored,
    ..Features::UNKNOWN
};

pub(super) const SINCE_0_32: Runtime = Runtime {
    id: "vllm",
    name: "vLLM",
    versions: "0.32 and later",
    peft: Reading::Scaled(Rule {
        missing: Missing::Refused,
        ..Rule::PEFT
    }),
    features: Features {
        dora: Refused,
        dora_scale: Unknown,
        unannounced: Unknown,
        lora_bias: Refused,
        biases: Refused,
        saved_modules: Refused,
        heads: Honoured,
        tokens: Refused,
        starts: Refused,
        lora_ga: Honoured,
        experts: Honoured,
        variants: Refused,
        contradiction: Unknown,
    },
    ranks: RANKS,
    source: source(
        "PEFTHelper.get_rank_and_scaling",
        "0.33.0",
        Some("2026-11-02"),
    ),
    confidence: Confidence::Ran,
    ..SERVER
};

pub(super) const SINCE_0_30: Runtime = Runtime {
    versions: "0.30 and 0.31",
    current: false,
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Honoured, Missing::Refused)),
    features: Features {
        heads: Honoured,
        experts: Honoured,
        ..LOADS_MORE
    },
    note: "A bias on B is loaded in B’s place.",
    source: source("PEFTHelper.__post_init__", "0.31.0", Some("2026-10-04")),
    ..SINCE_0_32
};

pub(super) const SINCE_0_7: Runtime = Runtime {
    versions: "0.7 to 0.29",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::NotOnExperts, Missing::Refused)),
    features: LOADS_MORE,
    note: "0.7 takes ranks from 8 to 256, and biases where bias_enabled is set.",
    source: source(
        "PEFTHelper.__post_init__; lora_weights.py, pack_moe",
        "0.29.0",
        Some("2026-09-09"),
    ),
    ..SINCE_0_30
};

pub(super) const IN_0_6_6: Runtime = Runtime {
    versions: "0.6.6",
    peft: Reading::Scaled(Rule::flat(Ignored, RsLora::Refused, Missing::Refused)),
    features: Features {
        biases: Unknown,
        tokens: Unknown,
        ..LOADS_MORE
    },
    ranks: EARLIER_RANKS,
    note: "",
    source: source("PEFTHelper._validate_features", "0.6.6", None),
    confidence: Confidence::Read,
    ..SINCE_0_7
};
