//! What is said of all pairs together.

use std::rc::Rc;

use super::rows::{CompareColumn, CompareRow, Measured};

/// A cosine from which two updates are said to agree: an angle of 60° or less.
pub const AGREES: f64 = 0.5;
/// How far the multiples of layers may lie apart to be called one scale: factors of sixteen bits are not exact.
const ONE_SCALE: f64 = 0.02;

/// All pairs together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overall {
    /// Pairs whose comparison is known.
    pub compared: usize,
    /// Pairs of which one update is zero.
    pub zero: usize,
    /// Pairs with a cosine of [`AGREES`] or more.
    pub agree: usize,
    /// Pairs with a cosine of minus [`AGREES`] or less.
    pub oppose: usize,
    /// `Σ⟨ΔW₁, ΔW₂⟩ / √(Σ‖ΔW₁‖² Σ‖ΔW₂‖²)` over the pairs.
    pub cosine: Option<f64>,
    /// Where every pair that is not zero is a multiple: the smallest and the largest `ΔW₂/ΔW₁`.
    pub multiple: Option<(f64, f64)>,
    /// The smallest and the largest rank that holds 99 % of a layer's sum.
    pub rank_of_sum: Option<(f64, f64)>,
    /// What adding A and B apart would add to the sum, relative to it: `√Σadded² / √Σ‖sum‖²`.
    pub apart: Option<f64>,
}

impl Overall {
    /// Of these rows.
    pub fn of(rows: &[Rc<CompareRow>]) -> Self {
        let measured = rows
            .iter()
            .filter_map(|row| row.measured.as_ref()?.as_ref().ok());
        let measured: Vec<&Measured> = measured.collect();
        let cosines = measured
            .iter()
            .filter_map(|row| row.cell(CompareColumn::Cosine).value);
        let cosines: Vec<f64> = cosines.collect();
        let count =
            |holds: fn(f64) -> bool| cosines.iter().filter(|cosine| holds(**cosine)).count();
        Self {
            compared: measured.len(),
            zero: measured.len() - cosines.len(),
            agree: count(|cosine| cosine >= AGREES),
            oppose: count(|cosine| cosine <= -AGREES),
            cosine: cosine(&measured),
            multiple: multiple(&measured),
            rank_of_sum: extremes(
                measured
                    .iter()
                    .filter_map(|row| row.cell(CompareColumn::RankOfSum).value),
            ),
            apart: apart(&measured),
        }
    }

    /// The one number by which the second adapter is the first, if it is that.
    pub fn scale(&self) -> Option<f64> {
        let (least, most) = self.multiple?;
        let size = least.abs().max(most.abs());
        (most - least <= ONE_SCALE * size).then(|| f64::midpoint(least, most))
    }
}

fn cosine(measured: &[&Measured]) -> Option<f64> {
    let (mut inner, mut first, mut second) = (0.0, 0.0, 0.0);
    for row in measured {
        let [one, other] = row.norms;
        first += one * one;
        second += other * other;
        inner += row.cell(CompareColumn::Cosine).value.unwrap_or_default() * one * other;
    }
    let size = first.sqrt() * second.sqrt();
    (size > 0.0).then(|| (inner / size).clamp(-1.0, 1.0))
}

/// A pair of which one is zero is a multiple only where both are: then any.
fn multiple(measured: &[&Measured]) -> Option<(f64, f64)> {
    let nonzero = measured.iter().filter(|row| row.norms != [0.0, 0.0]);
    let multiples: Option<Vec<f64>> = nonzero.map(|row| row.multiple).collect();
    extremes(multiples?.into_iter())
}

fn extremes(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |found: Option<(f64, f64)>, value| {
        let (least, most) = found.unwrap_or((value, value));
        Some((least.min(value), most.max(value)))
    })
}

fn apart(measured: &[&Measured]) -> Option<f64> {
    let parts: Option<Vec<(f64, f64)>> = measured.iter().map(|row| row.apart).collect();
    let parts = parts?;
    let norm = |of: fn(&(f64, f64)) -> f64| {
        parts
            .iter()
            .map(of)
            .fold(0.0, |sum: f64, part| sum.hypot(part))
    };
    let (added, sum) = (norm(|part| part.0), norm(|part| part.1));
    (sum > 0.0).then(|| added / sum)
}
