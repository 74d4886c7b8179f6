//! Ways of adapting a model that are not `ΔW = γBA`: recognised, so that each is declined by name.
//!
//! A method is known by a component of its tensors' names: PEFT's prefixes (`peft.tuners.*.model`),
//! and those of LyCORIS and sd-scripts.

use serde::{Deserialize, Serialize};

/// A method that is declined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Method {
    /// LoRA on the direction of a weight, with its magnitude trained apart.
    DoRa,
    /// A Hadamard product of two low-rank products.
    LoHa,
    /// A Kronecker product.
    LoKr,
    /// Trained factors on activations.
    Ia3,
    /// LoRA with singular values of its own, pruned while it trains.
    AdaLora,
    /// Orthogonal or butterfly rotations.
    Oft,
    /// Shared random factors, trained scales.
    Vera,
    /// A convolution in three factors.
    Tucker,
    /// The difference of the weights, whole.
    FullDifference,
    /// The factors of a mixture's experts, stacked in one tensor.
    Experts,
}

/// A component of a name, whole or as a beginning, and the method it belongs to.
const MARKS: [(&str, Method); 14] = [
    ("lora_magnitude_vector", Method::DoRa),
    ("dora_scale", Method::DoRa),
    ("hada_", Method::LoHa),
    ("lokr_", Method::LoKr),
    ("ia3_", Method::Ia3),
    ("on_input", Method::Ia3),
    ("lora_E", Method::AdaLora),
    ("ranknum", Method::AdaLora),
    ("oft_", Method::Oft),
    ("boft_", Method::Oft),
    ("vera_lambda_", Method::Vera),
    ("lora_mid", Method::Tucker),
    ("diff", Method::FullDifference),
    ("diff_b", Method::FullDifference),
];

impl Method {
    /// The method that a component of a tensor's name belongs to.
    pub fn of(component: &str) -> Option<Self> {
        let matches =
            |mark: &str| component == mark || (mark.ends_with('_') && component.starts_with(mark));
        let mut marks = MARKS.iter();
        marks.find_map(|&(mark, method)| matches(mark).then_some(method))
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DoRa => "DoRA",
            Self::LoHa => "LoHa",
            Self::LoKr => "LoKr",
            Self::Ia3 => "IA³",
            Self::AdaLora => "AdaLoRA",
            Self::Oft => "OFT or BOFT",
            Self::Vera => "VeRA",
            Self::Tucker => "a Tucker (CP) convolution",
            Self::FullDifference => "a full difference",
            Self::Experts => "LoRA on stacked experts",
        }
    }

    /// Why it is declined, in a sentence.
    pub const fn declined(self) -> &'static str {
        match self {
            Self::DoRa => {
                "This is DoRA: it rescales the columns of W + γBA, so its update depends on the base weights, which the file does not hold"
            }
            Self::LoHa => {
                "This is LoHa: its update is the entrywise product of two low-rank products, not one product BA"
            }
            Self::LoKr => "This is LoKr: its update is a Kronecker product, not a product BA",
            Self::Ia3 => {
                "This is IA³: it rescales activations by trained vectors and has no update BA"
            }
            Self::AdaLora => {
                "This is AdaLoRA: its update is BEA with singular values of its own, pruned in training"
            }
            Self::Oft => {
                "This is OFT or BOFT: it rotates the base weights, which the file does not hold"
            }
            Self::Vera => {
                "This is VeRA: its factors are random and shared, and often not in the file"
            }
            Self::Tucker => {
                "This layer is a convolution in three factors (Tucker or CP), not a product BA"
            }
            Self::FullDifference => {
                "This layer holds the whole difference of the weights, not a product BA"
            }
            Self::Experts => {
                "This layer stacks the factors of several experts in one tensor, so it is not one product BA"
            }
        }
    }

    /// What to do about it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::DoRa => "Open an adapter trained with use_dora=False.",
            Self::Tucker => "Train the convolution without use_tucker or use_cp.",
            Self::Experts => "The other layers are not affected.",
            _ => "Open a LoRA adapter instead.",
        }
    }
}
