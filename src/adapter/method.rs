//! Ways of adapting a model whose update is not known from the file alone: recognised, so that each is
//! declined by name.
//!
//! A method is known by a component of its tensors' names: PEFT's prefixes (`peft.tuners.*.model`), and
//! those of LyCORIS and sd-scripts.

use serde::{Deserialize, Serialize};

/// A method that is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Method {
    /// Trained factors on activations.
    Ia3,
    /// Orthogonal or butterfly rotations.
    Oft,
    /// Shared random factors, trained scales.
    Vera,
    /// Trained prompts.
    PromptTuning,
    /// A mixture of adapters with a classifier.
    XLora,
    /// Trained coefficients of a Fourier transform.
    FourierFt,
    /// Random bases, trained scales.
    RandLora,
    /// The difference of the weights, whole.
    FullDifference,
    /// The factors of a mixture's experts, stacked in one tensor, with no config to say how many.
    Experts,
}

/// A component of a name, whole or as a beginning, and the method it belongs to.
const MARKS: [(&str, Method); 17] = [
    ("ia3_", Method::Ia3),
    ("on_input", Method::Ia3),
    ("oft_", Method::Oft),
    ("boft_", Method::Oft),
    ("oft_blocks", Method::Oft),
    ("vera_lambda_", Method::Vera),
    ("vera_A", Method::Vera),
    ("vera_B", Method::Vera),
    ("prompt_embeddings", Method::PromptTuning),
    ("prompt_encoder", Method::PromptTuning),
    ("prefix_encoder", Method::PromptTuning),
    ("adaption_prompt", Method::PromptTuning),
    ("internal_xlora_classifier", Method::XLora),
    ("xlora_", Method::XLora),
    ("fourierft_", Method::FourierFt),
    ("randlora_", Method::RandLora),
    ("diff", Method::FullDifference),
];

impl Method {
    /// The method that a component of a tensor's name belongs to.
    pub fn of(component: &str) -> Option<Self> {
        let marks = MARKS.iter().find(|(mark, _)| {
            if mark.ends_with('_') {
                component.starts_with(mark)
            } else {
                component == *mark
            }
        });
        marks.map(|(_, method)| *method)
    }

    /// The method of a `peft_type` in a config.
    pub fn of_peft_type(peft_type: &str) -> Option<Self> {
        Some(match peft_type.to_ascii_uppercase().as_str() {
            "IA3" => Self::Ia3,
            "OFT" | "BOFT" => Self::Oft,
            "VERA" => Self::Vera,
            "PROMPT_TUNING"
            | "P_TUNING"
            | "PREFIX_TUNING"
            | "ADAPTION_PROMPT"
            | "MULTITASK_PROMPT_TUNING"
            | "CPT" => Self::PromptTuning,
            "XLORA" => Self::XLora,
            "FOURIERFT" => Self::FourierFt,
            "RANDLORA" => Self::RandLora,
            _ => return None,
        })
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ia3 => "IA³",
            Self::Oft => "OFT or BOFT",
            Self::Vera => "VeRA",
            Self::PromptTuning => "prompt tuning",
            Self::XLora => "X-LoRA",
            Self::FourierFt => "FourierFT",
            Self::RandLora => "RandLoRA",
            Self::FullDifference => "a full difference",
            Self::Experts => "LoRA on stacked experts",
        }
    }

    /// Why it is declined, in a sentence.
    pub const fn declined(self) -> &'static str {
        match self {
            Self::Ia3 => {
                "This is IA³: it rescales activations by trained vectors and has no update BA"
            }
            Self::Oft => {
                "This is OFT or BOFT: it rotates the base weights, which the file does not hold"
            }
            Self::Vera => {
                "This is VeRA: its factors are random and shared, and often not in the file"
            }
            Self::PromptTuning => {
                "This is prompt tuning: it trains embeddings put before the input, and changes no weight"
            }
            Self::XLora => {
                "This is X-LoRA: it trains a classifier that mixes LoRA adapters, which are files of their own"
            }
            Self::FourierFt => {
                "This is FourierFT: it trains coefficients of a Fourier transform, not a product BA"
            }
            Self::RandLora => "This is RandLoRA: its bases are random, and not in the file",
            Self::FullDifference => {
                "This layer holds the whole difference of the weights, not a product BA"
            }
            Self::Experts => {
                "This layer stacks the factors of several experts in one tensor, and without the config nothing says how many"
            }
        }
    }

    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Experts => "Add adapter_config.json: its r says how many experts there are.",
            Self::XLora => "Open the LoRA adapters that it mixes, one by one.",
            _ => "Open a LoRA adapter instead.",
        }
    }
}
