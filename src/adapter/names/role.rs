//! What a tensor is to its layer.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One of the two matrices that LoHa and LoKr multiply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Operand {
    /// The first.
    First,
    /// The second.
    Second,
}

/// What a tensor is to its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Role {
    /// The factor A, `r × k`.
    Down,
    /// The factor B, `d × r`.
    Up,
    /// The numerator of the scale.
    Alpha,
    /// The core of a convolution in three factors.
    Core,
    /// AdaLoRA's factor for each direction.
    Diagonal,
    /// AdaLoRA's count of directions.
    DirectionCount,
    /// DoRA's norms.
    Magnitude,
    /// LoHa's: the factor before the product, `d × r`.
    HadamardUp(Operand),
    /// LoHa's: the factor after it, `r × k`.
    HadamardDown(Operand),
    /// LoHa's: the core of a convolution.
    HadamardCore(Operand),
    /// LoKr's: a matrix that is stored whole.
    KroneckerWhole(Operand),
    /// LoKr's: the first factor of a matrix.
    KroneckerUp(Operand),
    /// LoKr's: the second factor of a matrix.
    KroneckerDown(Operand),
    /// LoKr's: the core of a convolution.
    KroneckerCore(Operand),
}

impl Role {
    /// Whether a tensor of this role makes its layer one that changes weights.
    pub(crate) const fn is_of_update(self) -> bool {
        !matches!(self, Self::Alpha | Self::DirectionCount | Self::Magnitude)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Down => "A (down)",
            Self::Up => "B (up)",
            Self::Alpha => "α",
            Self::Core => "the core (lora_mid)",
            Self::Diagonal => "E (lora_E)",
            Self::DirectionCount => "ranknum",
            Self::Magnitude => "the norms (DoRA)",
            Self::HadamardUp(Operand::First) => "hada_w1_a",
            Self::HadamardUp(Operand::Second) => "hada_w2_a",
            Self::HadamardDown(Operand::First) => "hada_w1_b",
            Self::HadamardDown(Operand::Second) => "hada_w2_b",
            Self::HadamardCore(Operand::First) => "hada_t1",
            Self::HadamardCore(Operand::Second) => "hada_t2",
            Self::KroneckerWhole(Operand::First) => "lokr_w1",
            Self::KroneckerWhole(Operand::Second) => "lokr_w2",
            Self::KroneckerUp(Operand::First) => "lokr_w1_a",
            Self::KroneckerUp(Operand::Second) => "lokr_w2_a",
            Self::KroneckerDown(Operand::First) => "lokr_w1_b",
            Self::KroneckerDown(Operand::Second) => "lokr_w2_b",
            Self::KroneckerCore(Operand::First) => "lokr_t1",
            Self::KroneckerCore(Operand::Second) => "lokr_t2",
        })
    }
}
