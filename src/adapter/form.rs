//! How the tensors of a layer make its update.
//!
//! | form | the update, before its scale |
//! |---|---|
//! | a pair | `BA` |
//! | AdaLoRA | `B diag(E) A` |
//! | Tucker (`lora_mid`) | `B · M`, `M = Σ_j core[i, j, …] A[j, …]` |
//! | LoKr | `W₁ ⊗ W₂`, each whole, a pair or Tucker |
//! | LoHa | `(B₁A₁) ∘ (B₂A₂)` |
//!
//! The `d × k` matrix is never formed; its singular values are found in `spectrum.rs`.
//!
//! Sources: LyCORIS, `lycoris/functional/{general,lokr,loha}.py`, version 3.1; PEFT,
//! `tuners/adalora/layer.py`, version 0.21.

mod spectrum;

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::LayerError;
use super::factor::Factor;
use super::header::{Tensor, count};
use super::weights::{Bytes, vector};

/// B and A.
pub(super) type Factors = (DMatrix<f64>, DMatrix<f64>);

/// A matrix of low rank, or a small one that is stored whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Low {
    /// As it is.
    Whole(Factor),
    /// `up · down`.
    Pair {
        /// B.
        up: Factor,
        /// A.
        down: Factor,
    },
    /// A convolution in three factors.
    Tucker {
        /// B, `d × i`.
        up: Factor,
        /// The core, `i × j` and the kernel's sides.
        core: Tensor,
        /// A, `j × in`.
        down: Factor,
    },
}

/// What a layer's tensors make.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Form {
    /// LoRA.
    Low(Low),
    /// AdaLoRA: a pair with a factor for each direction between.
    Diagonal {
        /// B.
        up: Factor,
        /// E, a number for each of r.
        middle: Tensor,
        /// A.
        down: Factor,
    },
    /// LoKr: a Kronecker product.
    Kronecker(Box<Low>, Box<Low>),
    /// LoHa: an entry-wise product.
    Hadamard(Box<Low>, Box<Low>),
}

impl Low {
    /// Rows and columns, of a convolution with the kernel among the columns.
    pub(super) fn shape(&self) -> (usize, usize) {
        match self {
            Self::Whole(factor) => (factor.rows, factor.columns),
            Self::Pair { up, down } => (up.rows, down.columns),
            Self::Tucker { up, core, down } => (up.rows, down.columns * kernel(core)),
        }
    }

    /// The largest rank it can have.
    pub(super) fn max_rank(&self) -> usize {
        let (rows, columns) = self.shape();
        let inner = match self {
            Self::Whole(_) => usize::MAX,
            Self::Pair { down, .. } => down.rows,
            Self::Tucker { up, down, .. } => up.columns.min(down.rows * self.kernel()),
        };
        rows.min(columns).min(inner)
    }

    /// How many numbers are stored of it.
    fn numbers(&self) -> u64 {
        match self {
            Self::Whole(factor) => factor.numbers(),
            Self::Pair { up, down } => up.numbers() + down.numbers(),
            Self::Tucker { up, core, down } => up.numbers() + down.numbers() + count(&core.shape),
        }
    }

    fn kernel(&self) -> usize {
        match self {
            Self::Tucker { core, .. } => kernel(core),
            _ => 1,
        }
    }

    fn tensors(&self) -> Vec<&Tensor> {
        match self {
            Self::Whole(factor) => factor.tensors().collect(),
            Self::Pair { up, down } => up.tensors().chain(down.tensors()).collect(),
            Self::Tucker { up, core, down } => {
                let factors = up.tensors().chain(down.tensors());
                factors.chain(std::iter::once(core)).collect()
            }
        }
    }

    /// The factors `left · right`, whole.
    fn factors(&self, bytes: &Bytes<'_>) -> Result<Factors, LayerError> {
        Ok(match self {
            Self::Whole(factor) => {
                let matrix = factor.matrix(bytes)?;
                (DMatrix::identity(matrix.nrows(), matrix.nrows()), matrix)
            }
            Self::Pair { up, down } => (up.matrix(bytes)?, down.matrix(bytes)?),
            Self::Tucker { up, core, down } => {
                (up.matrix(bytes)?, unfolded(core, up.columns, down, bytes)?)
            }
        })
    }
}

impl Form {
    /// Rows and columns of the update.
    pub(super) fn shape(&self) -> (usize, usize) {
        match self {
            Self::Low(low) => low.shape(),
            Self::Hadamard(low, _) => low.shape(),
            Self::Diagonal { up, down, .. } => (up.rows, down.columns),
            Self::Kronecker(first, second) => {
                let ((a, b), (c, d)) = (first.shape(), second.shape());
                (a.saturating_mul(c), b.saturating_mul(d))
            }
        }
    }

    /// The largest rank the update can have: as many singular values are given.
    pub(super) fn max_rank(&self) -> usize {
        let (rows, columns) = self.shape();
        let product = match self {
            Self::Low(low) => low.max_rank(),
            Self::Diagonal { down, .. } => down.rows,
            Self::Kronecker(first, second) | Self::Hadamard(first, second) => {
                first.max_rank().saturating_mul(second.max_rank())
            }
        };
        product.min(rows).min(columns)
    }

    /// How many numbers are stored of it.
    pub(super) fn numbers(&self) -> u64 {
        match self {
            Self::Low(low) => low.numbers(),
            Self::Diagonal { up, middle, down } => {
                up.numbers() + down.numbers() + count(&middle.shape)
            }
            Self::Kronecker(first, second) | Self::Hadamard(first, second) => {
                first.numbers() + second.numbers()
            }
        }
    }

    /// Whether B is block-diagonal, of a convolution in groups.
    pub fn is_grouped(&self) -> bool {
        matches!(self, Self::Low(Low::Pair { up, .. }) if up.is_block_diagonal())
    }

    /// Whether it has no r that α could be divided by: LoKr of two matrices that are stored whole.
    pub(super) const fn is_without_rank(&self) -> bool {
        matches!(self, Self::Kronecker(first, second)
            if matches!((&**first, &**second), (Low::Whole(_), Low::Whole(_))))
    }

    /// The columns of B and rows of A, where the update is one product of a stored pair: none for LoKr and
    /// LoHa, and for a pair of which only the blocks on a diagonal are stored.
    pub(super) fn inner(&self) -> Option<usize> {
        match self {
            Self::Low(Low::Pair { up, .. }) if up.is_block_diagonal() => None,
            Self::Low(Low::Pair { down, .. }) | Self::Diagonal { down, .. } => Some(down.rows),
            Self::Low(Low::Tucker { up, .. }) => Some(up.columns),
            Self::Low(Low::Whole(_)) | Self::Kronecker(..) | Self::Hadamard(..) => None,
        }
    }

    /// B and A of such a product, AdaLoRA's E and a core multiplied in.
    ///
    /// # Errors
    /// When bytes are missing or a number is not finite.
    pub(super) fn factors(&self, bytes: &Bytes<'_>) -> Result<Option<Factors>, LayerError> {
        Ok(match self {
            Self::Low(low) => Some(low.factors(bytes)?),
            Self::Diagonal { up, middle, down } => {
                let mut up = up.matrix(bytes)?;
                for (mut column, factor) in up.column_iter_mut().zip(vector(middle, bytes)?) {
                    column *= factor;
                }
                Some((up, down.matrix(bytes)?))
            }
            Self::Kronecker(..) | Self::Hadamard(..) => None,
        })
    }

    /// The sides of a convolution's kernel; none of a linear layer.
    pub(super) fn kernel(&self) -> &[u64] {
        let tensor = match self {
            Self::Low(Low::Pair { down, .. }) | Self::Diagonal { down, .. } => &down.tensor,
            Self::Low(Low::Tucker { core, .. }) => core,
            Self::Low(Low::Whole(_)) | Self::Kronecker(..) | Self::Hadamard(..) => return &[],
        };
        tensor.shape.get(2..).unwrap_or_default()
    }

    /// Its tensors.
    pub(super) fn tensors(&self) -> Vec<&Tensor> {
        match self {
            Self::Low(low) => low.tensors(),
            Self::Diagonal { up, middle, down } => {
                let factors = up.tensors().chain(down.tensors());
                factors.chain(std::iter::once(middle)).collect()
            }
            Self::Kronecker(first, second) | Self::Hadamard(first, second) => {
                let mut tensors = first.tensors();
                tensors.extend(second.tensors());
                tensors
            }
        }
    }
}

/// The kernel's numbers, of a core `i × j × kernel…`.
fn kernel(core: &Tensor) -> usize {
    let sides = core.shape.iter().skip(2);
    sides.fold(1, |product: usize, &side| {
        product.saturating_mul(side as usize)
    })
}

/// `M[a, (i, p)] = Σ_b core[a, b, p] down[b, i]`.
fn unfolded(
    core: &Tensor,
    rank: usize,
    down: &Factor,
    bytes: &Bytes<'_>,
) -> Result<DMatrix<f64>, LayerError> {
    let numbers = vector(core, bytes)?;
    let kernel = kernel(core);
    let down = down.matrix(bytes)?;
    let inner = down.nrows();
    let mut unfolded = DMatrix::zeros(rank, down.ncols() * kernel);
    for point in 0..kernel {
        let slice = DMatrix::from_fn(rank, inner, |a, b| {
            let index = (a * inner + b) * kernel + point;
            numbers.get(index).copied().unwrap_or_default()
        });
        let part = slice * &down;
        for (input, column) in part.column_iter().enumerate() {
            unfolded.set_column(input * kernel + point, &column);
        }
    }
    Ok(unfolded)
}
