//! How many facts a rank holds.
//!
//! - N* of a rank: the largest N that is still recalled to [`RECALLED`], found between the sizes of a grid
//!   log-linearly: with recall c at size n and c' < 0.9 ≤ c at the next n',
//!   `ln N* = ln n + (c − 0.9) / (c − c') · (ln n' − ln n)`.
//! - bits per parameter: `N* log₂V / (r (d + V))`, as an answer among V has log₂V bits.
//! - plateau: the longest row of ranks whose bits per parameter are within [`ALIKE`] of their geometric
//!   mean. There the rank is what limits recall; below it a rank is too small for its steps, above it the
//!   training ends before the room does.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::config::{RecallConfig, RecallPlan};
use super::{RecallError, RecallRun, questions};
use crate::training::{Family, Status};

/// The share of its keys that a rank has to recall to hold them.
pub const RECALLED: f64 = 0.9;
/// Bits per parameter this close to their mean, relative to it, are alike.
pub const ALIKE: f64 = 0.1;
/// Steps between two reports of progress.
const STEPS_PER_PROGRESS: usize = 8;

/// What one rank recalls of one number of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapacityCell {
    /// N.
    pub facts: usize,
    /// r.
    pub rank: usize,
    /// Keys answered right after the last step; none when it diverged.
    pub right: Option<usize>,
}

/// What a rank holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    /// r.
    pub rank: usize,
    /// N*.
    pub facts: f64,
    /// Bits per trained parameter.
    pub bits: f64,
}

/// Ranks that hold the same number of bits per parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plateau {
    /// The smallest of them.
    pub first: usize,
    /// The largest of them.
    pub last: usize,
    /// The geometric mean of their bits per parameter.
    pub bits: f64,
}

impl CapacityCell {
    /// The share recalled, in `0..=1`; a run that diverged recalls nothing.
    pub fn recall(&self) -> f64 {
        self.right.unwrap_or(0) as f64 / self.facts as f64
    }
}

/// Trained parameters of an adapter of this rank, `r (d + V)`.
pub const fn parameters(rank: usize, width: usize) -> usize {
    rank * 2 * width
}

/// Trains LoRA at one rank on the configuration's facts, whatever its ranks. `progress` is called with
/// the share done.
///
/// # Errors
/// As [`RecallPlan::runs`].
pub fn measure(
    config: &RecallConfig,
    rank: usize,
    progress: &mut dyn FnMut(f64),
) -> Result<CapacityCell, RecallError> {
    let plan = RecallPlan {
        config: RecallConfig {
            ranks: vec![rank],
            ..config.clone()
        },
        families: vec![Family::Lora],
        full: false,
    };
    let runs = plan.runs()?;
    let questions = Arc::new(questions::draw(&plan.config).0);
    let mut right = None;
    for run in runs {
        let mut run = RecallRun::new(Arc::clone(&questions), run);
        while run.advance(STEPS_PER_PROGRESS) == Status::Running {
            progress(run.made() as f64 / config.steps as f64);
        }
        right = (run.status() == Status::Finished).then(|| run.board().right());
    }
    let facts = config.facts;
    Ok(CapacityCell { facts, rank, right })
}

/// N* of a rank, from its cells by ascending N; none where it is below or above all of them.
pub fn capacity(cells: &[CapacityCell], width: usize) -> Option<Capacity> {
    let last = cells.iter().rposition(|cell| cell.recall() >= RECALLED)?;
    let (held, beyond) = (cells.get(last)?, cells.get(last + 1)?);
    let share = (held.recall() - RECALLED) / (held.recall() - beyond.recall());
    let (from, to) = ((held.facts as f64).ln(), (beyond.facts as f64).ln());
    let facts = (from + share * (to - from)).exp();
    Some(Capacity {
        rank: held.rank,
        facts,
        bits: bits_per_parameter(facts, held.rank, width),
    })
}

/// `N log₂V / (r (d + V))`.
pub fn bits_per_parameter(facts: f64, rank: usize, width: usize) -> f64 {
    facts * (width as f64).log2() / parameters(rank, width) as f64
}

/// The facts that an adapter with so many bits per parameter holds.
pub fn facts_of_bits(bits: f64, rank: usize, width: usize) -> f64 {
    bits * parameters(rank, width) as f64 / (width as f64).log2()
}

/// The longest row of neighbouring ranks that hold alike; of equally long ones the first. None of a
/// single rank.
pub fn plateau(capacities: &[Capacity]) -> Option<Plateau> {
    let mut longest: Option<(usize, Plateau)> = None;
    for start in 0..capacities.len() {
        for end in start + 2..=capacities.len() {
            let Some(row) = capacities.get(start..end) else {
                continue;
            };
            let longer = longest.is_none_or(|(length, _)| row.len() > length);
            if let Some(plateau) = alike(row).filter(|_| longer) {
                longest = Some((row.len(), plateau));
            }
        }
    }
    longest.map(|(_, plateau)| plateau)
}

fn alike(row: &[Capacity]) -> Option<Plateau> {
    let logarithms: f64 = row.iter().map(|capacity| capacity.bits.ln()).sum();
    let bits = (logarithms / row.len() as f64).exp();
    let close = |capacity: &Capacity| (capacity.bits / bits - 1.0).abs() <= ALIKE;
    row.iter().all(close).then_some(Plateau {
        first: row.first()?.rank,
        last: row.last()?.rank,
        bits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(rank: usize, rights: &[(usize, usize)]) -> Vec<CapacityCell> {
        let cell = |&(facts, right)| CapacityCell {
            facts,
            rank,
            right: Some(right),
        };
        rights.iter().map(cell).collect()
    }

    #[test]
    fn the_capacity_is_between_the_last_size_held_and_the_next() {
        // Half way, by logarithm, from 1.0 to 0.8.
        let column = cells(4, &[(50, 50), (100, 100), (200, 160), (400, 40)]);
        let found = capacity(&column, 64).unwrap();
        assert!((found.facts - 100.0 * 2_f64.sqrt()).abs() < 1e-9);
        assert!((found.bits - found.facts * 6.0 / 512.0).abs() < 1e-12);
        assert!((facts_of_bits(found.bits, 4, 64) - found.facts).abs() < 1e-9);
    }

    #[test]
    fn what_the_grid_does_not_bracket_is_not_known() {
        assert_eq!(capacity(&cells(1, &[(16, 2), (32, 1)]), 64), None);
        assert_eq!(capacity(&cells(64, &[(16, 16), (32, 32)]), 64), None);
        assert_eq!(capacity(&[], 64), None);
    }

    #[test]
    fn a_run_that_diverged_holds_nothing() {
        let diverged = CapacityCell {
            facts: 16,
            rank: 1,
            right: None,
        };
        assert_eq!(diverged.recall(), 0.0);
    }

    #[test]
    fn a_plateau_is_the_longest_row_of_like_ranks() {
        let of = |bits: &[f64]| {
            let capacities = bits.iter().enumerate().map(|(at, &bits)| Capacity {
                rank: 1 << at,
                facts: 1.0,
                bits,
            });
            plateau(&capacities.collect::<Vec<_>>())
        };
        let found = of(&[1.41, 1.70, 1.67, 1.65, 0.85, 0.45]).unwrap();
        assert_eq!((found.first, found.last), (2, 8));
        assert!((found.bits - 1.673).abs() < 1e-3);
        assert_eq!(of(&[1.0, 2.0, 4.0]), None);
        assert_eq!(of(&[1.0]), None);
    }
}
