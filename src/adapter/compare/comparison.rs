//! What is found of a layer that two adapters have.

use rankscope_sim::{SimError, Spectrum};
use serde::{Deserialize, Serialize};

use super::decomposed::Decomposed;
use super::measured::Measured;
use super::rounding::Spread;
use super::{Angles, Pair};
use crate::form::Factors;
use crate::weights::Bytes;
use crate::{Keep, Layer, LayerError, RankRule, Thresholds};

/// A layer of both adapters, before their scales. What does not exist for an update that is zero is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// `‖B₁A₁‖` and `‖B₂A₂‖`.
    pub norms: [f64; 2],
    /// The numerical ranks: see [`Comparison::rank_of_sum`] for what counts.
    pub ranks: [usize; 2],
    /// The cosine of `B₁A₁` and `B₂A₂`.
    pub cosine: Option<f64>,
    /// The sine of the same angle, accurate where it is small: `‖Ĉ₂ − cos Ĉ₁‖` of the two divided by their norms.
    pub sine: Option<f64>,
    /// The sine that rounding to the files' formats explains.
    pub rounding: f64,
    /// Between the row spaces.
    pub angle_rows: Option<Angles>,
    /// Between the column spaces.
    pub angle_columns: Option<Angles>,
    /// Of the first and of the second, the share of its energy that lies in the other's spaces.
    pub shared: Option<[f64; 2]>,
    /// `‖B₁A₂ + B₂A₁‖`, which adding A and B apart would add; none where the two have factors of different rank.
    pub crossed: Option<f64>,
    /// The singular values of `s₁B₁A₁ + s₂B₂A₂`. Those that are nothing but rounding are zero.
    pub sum: Spectrum,
}

/// Why a layer of two adapters is not compared.
#[derive(Clone, Debug, PartialEq, thiserror::Error, Serialize, Deserialize)]
pub enum CompareError {
    /// The first adapter's layer cannot be read.
    #[error("in the first adapter, {0}")]
    First(LayerError),
    /// The second adapter's layer cannot be read.
    #[error("in the second adapter, {0}")]
    Second(LayerError),
    /// LoHa or LoKr, or a pair of which only blocks are stored.
    #[error("one of the two is no plain pair of factors")]
    NotAPair,
    /// The updates have different shapes.
    #[error("the updates are {first:?} and {second:?} large: they belong to different models")]
    Shapes {
        /// Rows and columns of the first.
        first: (usize, usize),
        /// Rows and columns of the second.
        second: (usize, usize),
    },
    /// The numbers leave the range of 64 bits.
    #[error("{0}")]
    Numbers(#[from] SimError),
}

impl Comparison {
    /// Compares a pair. Calls `progress` between its steps with the share done, in `0..=1`.
    ///
    /// # Errors
    /// When bytes are missing, a number is not finite, the shapes differ, or one of the two is no pair.
    pub fn of(
        pair: &Pair,
        bytes: &Bytes<'_>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Self, CompareError> {
        let [first, second] = &pair.layers;
        let shape = |layer: &Layer| (layer.rows, layer.columns);
        if shape(first) != shape(second) {
            return Err(CompareError::Shapes {
                first: shape(first),
                second: shape(second),
            });
        }
        let one = factors(first, bytes).map_err(CompareError::First)?;
        let other = factors(second, bytes).map_err(CompareError::Second)?;
        let (Some(one), Some(other)) = (one, other) else {
            return Err(CompareError::NotAPair);
        };
        let crossed = crossed(&one, &other);
        let spreads = [
            Spread::of(&first.form, &one),
            Spread::of(&second.form, &other),
        ];
        let inner = one.1.nrows() + other.1.nrows();
        let first = Decomposed::of(one, &mut |share| progress(0.4 * share))?;
        let second = Decomposed::of(other, &mut |share| progress(0.4 + 0.4 * share))?;
        let norms = [first.norm, second.norm];
        let [from_first, from_second] = spreads;
        let measured = Measured::of(first, second);
        let comparison = Self {
            norms,
            ranks: measured.ranks(),
            cosine: measured.cosine(),
            sine: measured.sine(),
            rounding: from_first.over(norms[0]).hypot(from_second.over(norms[1])),
            angle_rows: measured.angle_rows()?,
            angle_columns: measured.angle_columns()?,
            shared: measured.shared(),
            crossed,
            sum: measured.sum(pair.factors, inner)?,
        };
        progress(1.0);
        Ok(comparison)
    }

    /// True where each is a multiple of the other, as far as the files' formats can tell: the sine of the angle
    /// between them is at most what rounding explains.
    pub fn is_multiple(&self) -> bool {
        self.sine.is_some_and(|sine| sine <= self.rounding)
    }

    /// The mean of the two shares of energy: `½ (‖P₂ΔW₁R₂‖²/‖ΔW₁‖² + ‖P₁ΔW₂R₁‖²/‖ΔW₂‖²)`, Pᵢ and Rᵢ being the
    /// projections on the column and the row space of `ΔWᵢ`. It is 1 where the spaces are the same, and 0 where
    /// those of columns or those of rows are orthogonal.
    pub fn shared_energy(&self) -> Option<f64> {
        self.shared
            .map(|[first, second]| f64::midpoint(first, second))
    }

    /// The rank that holds this share of the sum's energy, by PEFT's rule; 0 of a sum that is zero.
    pub fn rank_of_sum(&self, keep: Keep) -> usize {
        if self.sum.is_zero() {
            return 0;
        }
        let thresholds = Thresholds {
            keep,
            ..Thresholds::default()
        };
        RankRule::Peft.rank(&self.sum, thresholds)
    }

    /// The sum's numerical rank: how many of its singular values are above
    /// `max(d, k) ε max(|s₁| σ₁(B₁A₁), |s₂| σ₁(B₂A₂))`.
    pub fn numerical_rank_of_sum(&self) -> usize {
        self.sum
            .values()
            .iter()
            .filter(|value| **value > 0.0)
            .count()
    }
}

fn factors(layer: &Layer, bytes: &Bytes<'_>) -> Result<Option<Factors>, LayerError> {
    if layer.form.inner().is_none() {
        return Ok(None);
    }
    layer.form.factors(bytes)
}

/// `‖B₁A₂ + B₂A₁‖`, from products of r × r matrices.
fn crossed((b1, a1): &Factors, (b2, a2): &Factors) -> Option<f64> {
    if b1.ncols() != b2.ncols() {
        return None;
    }
    let inner = |left: nalgebra::DMatrix<f64>, right: nalgebra::DMatrix<f64>| left.dot(&right);
    let squares = inner(b1.tr_mul(b1), a2 * a2.transpose())
        + inner(b2.tr_mul(b2), a1 * a1.transpose())
        + 2.0 * inner(b1.tr_mul(b2), a2 * a1.transpose());
    Some(squares.max(0.0).sqrt())
}
