//! How the tensors of a layer make its update, and the singular values of that.
//!
//! | form | the update, before its scale | its singular values |
//! |---|---|---|
//! | a pair | `BA` | those of `R_B R_Aᵀ`, with thin QR `B = Q_B R_B`, `Aᵀ = Q_A R_A` |
//! | AdaLoRA | `B diag(E) A` | those of `R_B diag(E) R_Aᵀ` |
//! | Tucker (`lora_mid`) | `B · M`, `M = Σ_j core[i, j, …] A[j, …]` | as a pair's |
//! | LoKr | `W₁ ⊗ W₂`, each whole, a pair or Tucker | the products of theirs |
//! | LoHa | `(B₁A₁) ∘ (B₂A₂)` | a pair of rank `r²`: rows of B and columns of A are Kronecker products |
//!
//! The `d × k` matrix is never formed, and no Gram matrix, which would lose every singular value below
//! `10⁻⁸ σ₁`.
//!
//! Sources: LyCORIS, `lycoris/functional/{general,lokr,loha}.py`, version 3.1; PEFT,
//! `tuners/adalora/layer.py`, version 0.21.

use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

use super::LayerError;
use super::factor::{Bytes, Factor, count, vector};
use super::header::Tensor;
use super::triangle::{ROWS_AT_ONCE, Triangle};
use rankscope_sim::Spectrum;

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

    /// Its singular values, `max_rank` of them.
    fn spectrum(
        &self,
        bytes: &Bytes<'_>,
        step: &mut dyn FnMut(usize),
    ) -> Result<Spectrum, LayerError> {
        match self {
            Self::Pair { up, down } => of_pair(up, down, None, bytes, step),
            Self::Whole(factor) => {
                // R of its longer side is as wide as its shorter.
                let tall = if factor.rows < factor.columns {
                    factor.clone().transposed()
                } else {
                    factor.clone()
                };
                let triangle = triangle(&tall, bytes, step)?;
                Ok(Spectrum::of(triangle.matrix().clone())?)
            }
            Self::Tucker { .. } => {
                let (left, right) = self.factors(bytes)?;
                of_matrices(left, &right, step)
            }
        }
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

    /// The singular values of the update before its scale. Calls `step` with rows taken in.
    ///
    /// # Errors
    /// When bytes are missing, a number is not finite, or the singular values do not settle.
    pub(super) fn spectrum(
        &self,
        bytes: &Bytes<'_>,
        step: &mut dyn FnMut(usize),
    ) -> Result<Spectrum, LayerError> {
        match self {
            Self::Low(low) => low.spectrum(bytes, step),
            Self::Diagonal { up, middle, down } => {
                let middle = DVector::from_vec(vector(middle, bytes)?);
                of_pair(up, down, Some(&middle), bytes, step)
            }
            Self::Kronecker(first, second) => {
                let first = first.spectrum(bytes, step)?;
                let second = second.spectrum(bytes, step)?;
                let mut products: Vec<f64> = first
                    .values()
                    .iter()
                    .flat_map(|a| second.values().iter().map(move |b| a * b))
                    .collect();
                products.sort_unstable_by(|a, b| b.total_cmp(a));
                Ok(Spectrum::from(products))
            }
            Self::Hadamard(first, second) => {
                let (b1, a1) = first.factors(bytes)?;
                let (b2, a2) = second.factors(bytes)?;
                let up = row_by_row_products(&b1, &b2);
                let down = row_by_row_products(&a1.transpose(), &a2.transpose());
                of_matrices(up, &down.transpose(), step)
            }
        }
    }
}

/// `[r ⊗ s]` of the rows r and s of two matrices of equal height.
fn row_by_row_products(first: &DMatrix<f64>, second: &DMatrix<f64>) -> DMatrix<f64> {
    let width = second.ncols();
    DMatrix::from_fn(first.nrows(), first.ncols() * width, |row, column| {
        first[(row, column / width)] * second[(row, column % width)]
    })
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

fn of_pair(
    up: &Factor,
    down: &Factor,
    middle: Option<&DVector<f64>>,
    bytes: &Bytes<'_>,
    step: &mut dyn FnMut(usize),
) -> Result<Spectrum, LayerError> {
    let right = triangle(&down.clone().transposed(), bytes, step)?;
    let left = triangle(up, bytes, step)?;
    core_spectrum(&left, &right, middle)
}

fn of_matrices(
    left: DMatrix<f64>,
    right: &DMatrix<f64>,
    step: &mut dyn FnMut(usize),
) -> Result<Spectrum, LayerError> {
    let rank = left.ncols();
    step(left.nrows() + right.ncols());
    let left = Triangle::new(rank).with(left);
    let right = Triangle::new(rank).with(right.transpose());
    core_spectrum(&left, &right, None)
}

fn core_spectrum(
    left: &Triangle,
    right: &Triangle,
    middle: Option<&DVector<f64>>,
) -> Result<Spectrum, LayerError> {
    let mut left = left.matrix().clone();
    if let Some(middle) = middle {
        for (mut column, factor) in left.column_iter_mut().zip(middle) {
            column *= *factor;
        }
    }
    Ok(Spectrum::of(left * right.matrix().transpose())?)
}

/// R of a tall factor.
fn triangle(
    factor: &Factor,
    bytes: &Bytes<'_>,
    step: &mut dyn FnMut(usize),
) -> Result<Triangle, LayerError> {
    let mut triangle = Triangle::new(factor.columns);
    for start in (0..factor.rows).step_by(ROWS_AT_ONCE) {
        let height = ROWS_AT_ONCE.min(factor.rows - start);
        triangle = triangle.with(factor.rows_at(bytes, start, height)?);
        step(height);
    }
    Ok(triangle)
}
