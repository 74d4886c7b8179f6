//! One layer, written anew: what a worker is given, and what it gives back.
//!
//! | | B' | A' |
//! |---|---|---|
//! | padded | `γB` | `A` |
//! | truncated to r | `Q_B U_r √(\|γ\| S_r) · sgn γ` | `√(\|γ\| S_r) V_rᵀ Q_Aᵀ` |
//!
//! with thin QR `B = Q_B R_B`, `Aᵀ = Q_A R_A` and `R_B R_Aᵀ = U S Vᵀ`: the best approximation of `γBA` of rank
//! r (Eckart–Young), both factors of equal norm. Rows and columns of zeros follow up to the rank that the
//! file has. `BA` is never formed. Of a sum, B is `[s₁B₁ s₂B₂]`, A is `[A₁; A₂]` and γ is 1.

use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

use super::SaveError;
use super::encode::{Encoded, TooLarge, rounding};
use super::orthogonal::Orthogonal;
use super::singular::Singular;
use super::source::Term;
use crate::form::Factors;
use crate::weights::Bytes;
use crate::{Dtype, Layer, LayerError, Tensor};
use rankscope_sim::SimError;

/// How one layer is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The layer as it is read.
    pub layer: Layer,
    /// γ, with its sign; of a weighted sum times the weight.
    pub(super) gamma: f64,
    /// What is added to it.
    pub(super) added: Option<Term>,
    /// `‖ΔW‖_F`.
    pub(super) norm: f64,
    /// The rank that is kept.
    pub(super) rank: usize,
    /// The rank that its tensors have.
    pub(super) written_rank: usize,
    /// Whether the directions are chosen anew, or the stored ones kept as they are.
    pub(super) truncates: bool,
    /// The format of its numbers.
    pub(super) dtype: Dtype,
}

/// A layer's new bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// A', then B', row by row.
    pub bytes: Vec<u8>,
    /// `‖ΔW'' − ΔW'‖/‖ΔW‖`, ΔW'' being the product of the numbers in `bytes` and ΔW' what it would be without
    /// rounding; none of a zero update.
    pub rounding: Option<f64>,
}

/// What there is to know of a layer's new bytes where they are not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// How many they are.
    pub bytes: u64,
    /// Their CRC-32.
    pub crc: u32,
    /// As [`Made::rounding`].
    pub rounding: Option<f64>,
}

impl Made {
    /// What there is to know of the bytes.
    pub fn receipt(&self) -> Receipt {
        Receipt {
            bytes: self.bytes.len() as u64,
            crc: crc32fast::hash(&self.bytes),
            rounding: self.rounding,
        }
    }
}

impl Job {
    /// The layers that it reads.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        let added = self.added.as_ref().map(|term| &term.layer);
        std::iter::once(&self.layer).chain(added)
    }

    /// How many bytes it reads.
    pub fn source_bytes(&self) -> u64 {
        self.layers().map(Layer::bytes).sum()
    }

    /// How many bytes [`Job::make`] gives.
    pub fn bytes(&self) -> u64 {
        self.layer.parameters_at(self.written_rank) * (self.dtype.bits() / 8)
    }

    /// The new factors, from the bytes of each of the layer's tensors. Calls `progress` between its steps with
    /// the share done, in `0..=1`.
    ///
    /// # Errors
    /// [`SaveError::Layer`] when bytes are missing, a number is not finite, or the singular vectors were not
    /// found; [`SaveError::TooLargeFor`] when a number leaves the range of the format.
    pub fn make<'b>(
        &self,
        bytes: &(dyn Fn(&Tensor) -> &'b [u8] + 'b),
        progress: &mut dyn FnMut(f64),
    ) -> Result<Made, SaveError> {
        let path = || self.layer.path.clone();
        let factors = self.factors(bytes, progress);
        let (up, along) = factors
            .map_err(|error| SaveError::Layer {
                path: path(),
                error,
            })?
            .ok_or_else(|| SaveError::NotAPair { path: path() })?;
        let made = self.written(&up, &along)?;
        progress(1.0);
        Ok(made)
    }

    /// The layer's path, and the rank that is kept of it.
    pub fn wanted(&self) -> (&str, usize) {
        (&self.layer.path, self.rank)
    }

    /// The bytes of factors that were made elsewhere, of [`Job::wanted`]'s rank or less.
    ///
    /// # Errors
    /// [`SaveError::TooLargeFor`] when a number leaves the range of the format.
    pub fn encoded(&self, up: &DMatrix<f64>, down: &DMatrix<f64>) -> Result<Made, SaveError> {
        self.written(up, &down.transpose())
    }

    /// The bytes of B and of A, which is given by its transpose.
    fn written(&self, up: &DMatrix<f64>, along: &DMatrix<f64>) -> Result<Made, SaveError> {
        let too_large = |_: TooLarge| SaveError::TooLargeFor {
            path: self.layer.path.clone(),
            dtype: self.dtype,
        };
        let (rows, columns) = (self.layer.rows, self.layer.columns);
        let rank = self.written_rank;
        let new_up = Encoded::of(&up.transpose(), (rows, rank), self.dtype).map_err(too_large)?;
        let new_down = Encoded::of(along, (rank, columns), self.dtype).map_err(too_large)?;
        let lost = rounding((up, along), (&new_up, &new_down));
        let mut bytes = new_down.bytes;
        bytes.extend(new_up.bytes);
        Ok(Made {
            bytes,
            rounding: (self.norm > 0.0).then(|| lost / self.norm),
        })
    }

    /// B and the transpose of A, as they are to be written.
    fn factors(
        &self,
        bytes: &Bytes<'_>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Option<Factors>, LayerError> {
        let Some(((up, down), gamma)) = self.stored(bytes)? else {
            return Ok(None);
        };
        if !self.truncates {
            return Ok(Some((up * gamma, down.transpose())));
        }
        progress(0.1);
        let directions = first_directions(up, &down, self.rank, progress)?;
        Ok(Some(balanced(directions, gamma)))
    }

    /// B and A as they are stored, and γ; of a sum those of both.
    fn stored(&self, bytes: &Bytes<'_>) -> Result<Option<(Factors, f64)>, LayerError> {
        let Some((up, down)) = self.layer.form.factors(bytes)? else {
            return Ok(None);
        };
        let Some(Term { layer, gamma }) = &self.added else {
            return Ok(Some(((up, down), self.gamma)));
        };
        let added = layer.form.factors(bytes)?;
        Ok(added.map(|(other_up, other_down)| {
            let up = beside(&(up * self.gamma), &(other_up * *gamma));
            let down = beside(&down.transpose(), &other_down.transpose());
            ((up, down.transpose()), 1.0)
        }))
    }
}

/// `[X Y]` of matrices of equal height.
fn beside(x: &DMatrix<f64>, y: &DMatrix<f64>) -> DMatrix<f64> {
    let mut both = DMatrix::zeros(x.nrows(), x.ncols() + y.ncols());
    both.columns_mut(0, x.ncols()).copy_from(x);
    both.columns_mut(x.ncols(), y.ncols()).copy_from(y);
    both
}

/// Left vectors, σ, right vectors.
type Directions = (DMatrix<f64>, Vec<f64>, DMatrix<f64>);

/// The first directions of BA, at most `rank`. Calls `progress` between its steps with the share done, up to 0.9.
///
/// # Errors
/// When a number is not finite, or the singular vectors were not found.
pub(crate) fn first_directions(
    up: DMatrix<f64>,
    down: &DMatrix<f64>,
    rank: usize,
    progress: &mut dyn FnMut(f64),
) -> Result<Directions, SimError> {
    let left = Orthogonal::of(up);
    progress(0.3);
    let right = Orthogonal::of(down.transpose());
    progress(0.5);
    let core = left.r() * right.r().transpose();
    let singular = Singular::of(&core, &mut |rounds| {
        // Ten are usual.
        progress(0.5 + 0.4 * (rounds / (rounds + 5.0)));
    })?;
    let kept = rank.min(singular.values.len());
    let first = |vectors: &DMatrix<f64>| vectors.columns(0, kept).into_owned();
    let mut values = singular.values;
    values.truncate(kept);
    Ok((
        left.times(first(&singular.left)),
        values,
        right.times(first(&singular.right)),
    ))
}

/// B and the transpose of A, of equal norm.
fn balanced((mut left, values, mut right): Directions, gamma: f64) -> Factors {
    for (index, value) in values.iter().enumerate() {
        let root = (gamma.abs() * value).sqrt();
        left.column_mut(index).scale_mut(root * gamma.signum());
        right.column_mut(index).scale_mut(root);
    }
    (left, right)
}
