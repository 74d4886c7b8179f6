//! What is shown of each layer that two adapters have.

use std::rc::Rc;

use rankscope_adapter::compare::{Angles, Comparison};
use rankscope_adapter::{Keep, Layer, Scale};

use super::super::state::{AdapterState, Failure};
use super::state::{CompareState, Found};
use super::words;

/// Shares of the energy that the rank of the sum is given for.
const KEPT: [f64; 2] = [0.9, 0.99];

/// A column of the table. Its name is a public contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareColumn {
    /// `⟨ΔW₁, ΔW₂⟩/(‖ΔW₁‖ ‖ΔW₂‖)`.
    Cosine,
    /// The principal angles of the row spaces, in degrees: their mean.
    AngleRows,
    /// The principal angles of the column spaces, in degrees: their mean.
    AngleColumns,
    /// The mean share of energy in the other's spaces.
    SharedEnergy,
    /// `‖ΔW₂‖/‖ΔW₁‖`.
    NormRatio,
    /// The rank that holds 99 % of the weighted sum's energy.
    RankOfSum,
}

impl CompareColumn {
    /// Every column, in order.
    pub const ALL: [Self; 6] = [
        Self::Cosine,
        Self::AngleRows,
        Self::AngleColumns,
        Self::SharedEnergy,
        Self::NormRatio,
        Self::RankOfSum,
    ];

    /// Its `data-column`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cosine => "cosine",
            Self::AngleRows => "angle_rows",
            Self::AngleColumns => "angle_columns",
            Self::SharedEnergy => "shared_energy",
            Self::NormRatio => "norm_ratio",
            Self::RankOfSum => "rank_of_sum",
        }
    }
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Its value; none where it does not exist.
    pub value: Option<f64>,
    /// Of angles the smallest and the largest; of the sum's rank that for 90 % of the energy, and the numerical.
    pub range: Option<(f64, f64)>,
}

/// A pair whose comparison is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// A cell for each of [`CompareColumn::ALL`].
    pub cells: [Cell; CompareColumn::ALL.len()],
    /// `ΔW₂/ΔW₁` where each is a multiple of the other.
    pub multiple: Option<f64>,
    /// `‖ΔW₁‖` and `‖ΔW₂‖`.
    pub norms: [f64; 2],
    /// What adding A and B apart would add to the sum, `√(s₁s₂) ‖B₁A₂ + B₂A₁‖`, and the norm of the sum.
    pub apart: Option<(f64, f64)>,
}

/// A line of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareRow {
    /// The layer, as the first adapter names it.
    pub path: String,
    /// Its name in the model.
    pub module: String,
    /// What is known of it, or why that is nothing; none while it is not compared.
    pub measured: Option<Result<Measured, String>>,
}

/// The rows, in the order of the first file.
pub fn rows(state: &CompareState, first: &AdapterState) -> Vec<Rc<CompareRow>> {
    let layers = first
        .weights
        .as_ref()
        .map_or(&[][..], |weights| &weights.layout.layers);
    let pairs = state.pairing.pairs.iter().zip(&state.found);
    let row = |((one, other), found): (&(usize, usize), &Option<Found>)| {
        let layer: &Layer = layers.get(*one)?;
        Some(Rc::new(CompareRow {
            path: layer.path.clone(),
            module: layer.module_path().into_owned(),
            measured: found
                .as_ref()
                .map(|found| measured(state, (*one, *other), found)),
        }))
    };
    pairs.filter_map(row).collect()
}

fn measured(
    state: &CompareState,
    (one, other): (usize, usize),
    found: &Found,
) -> Result<Measured, String> {
    let comparison = match &found.outcome {
        Ok(comparison) => comparison,
        Err(Failure::Layer(error)) => return Err(error.to_string()),
        Err(Failure::Worker(fault)) => return Err(fault.to_string()),
    };
    let [first, second] = &*state.scales;
    let scale = |scales: &[Option<Scale>], layer: usize| scales.get(layer).copied().flatten();
    match (scale(first, one), scale(second, other)) {
        (Some(first), Some(second)) => {
            let current = state.is_current(found);
            let sum = current.then_some(state.weights);
            Ok(Measured::of(comparison, [first, second], sum))
        }
        _ => Err(words::NO_SCALE.to_owned()),
    }
}

impl Measured {
    /// Of a comparison and the scales of both layers; with the sum where it is that of these weights.
    pub fn of(comparison: &Comparison, scales: [Scale; 2], weights: Option<[f64; 2]>) -> Self {
        let [first, second] = scales.map(|scale| scale.gamma * scale.besides);
        let [n1, n2] = comparison.norms;
        let (of_first, of_second) = (first.abs() * n1, second.abs() * n2);
        let norms = [of_first, of_second];
        let sign = first.signum() * second.signum();
        // Of an update times zero nothing is left to compare.
        let exists = of_first > 0.0 && of_second > 0.0;
        let value = |value: Option<f64>| Cell {
            value: value.filter(|_| exists),
            range: None,
        };
        let angle = |angles: Option<&Angles>| {
            angles
                .filter(|_| exists)
                .map_or_else(Cell::default, degrees)
        };
        let multiple = (exists && comparison.is_multiple()).then(|| {
            let cosine = comparison.cosine.unwrap_or_default();
            second * n2 / (first * n1) * cosine.signum()
        });
        Self {
            cells: [
                value(comparison.cosine.map(|cosine| sign * cosine)),
                angle(comparison.angle_rows.as_ref()),
                angle(comparison.angle_columns.as_ref()),
                value(comparison.shared_energy()),
                Cell {
                    value: (of_first > 0.0).then(|| of_second / of_first),
                    range: None,
                },
                weights.map_or_else(Cell::default, |_| rank_of_sum(comparison)),
            ],
            multiple,
            norms,
            apart: weights.and_then(|weights| apart(comparison, scales, weights)),
        }
    }

    /// The cell of a column.
    pub fn cell(&self, column: CompareColumn) -> Cell {
        let mut cells = CompareColumn::ALL.iter().zip(&self.cells);
        let found = cells.find(|(other, _)| **other == column);
        found.map(|(_, cell)| *cell).unwrap_or_default()
    }
}

fn degrees(angles: &Angles) -> Cell {
    Cell {
        value: angles.mean().map(f64::to_degrees),
        range: angles
            .smallest()
            .zip(angles.largest())
            .map(|(least, most)| (least.to_degrees(), most.to_degrees())),
    }
}

fn rank_of_sum(comparison: &Comparison) -> Cell {
    let [some, most] = KEPT.map(|share| {
        let keep = Keep::new(share).unwrap_or_default();
        comparison.rank_of_sum(keep) as f64
    });
    Cell {
        value: Some(most),
        range: Some((some, comparison.numerical_rank_of_sum() as f64)),
    }
}

/// What PEFT's `linear` combination adds, which puts the root of each factor on A and on B.
fn apart(comparison: &Comparison, scales: [Scale; 2], weights: [f64; 2]) -> Option<(f64, f64)> {
    let [first, second] = scales.map(|scale| scale.gamma);
    let product = weights[0] * first * weights[1] * second;
    let crossed = comparison.crossed.filter(|_| product > 0.0)?;
    let sum = comparison.sum.frobenius();
    Some((product.sqrt() * crossed, sum))
}
