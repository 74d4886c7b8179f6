//! What is compared, and what is known of it.

use std::rc::Rc;

use rankscope_adapter::compare::{CompareError, Comparison, Pairing};
use rankscope_adapter::{Layer, Scale};
use rankscope_engine::supervisor::Fault;

use super::super::pool::{BatchOutcome, LayerOutcome};
use super::super::state::AdapterState;

/// What came of a pair.
pub type Compared = LayerOutcome<Comparison, CompareError>;

/// What came of a batch of pairs.
pub type ComparedBatch = BatchOutcome<Comparison, CompareError>;

/// What is compared.
#[derive(Clone, Debug, Default)]
pub struct CompareState {
    /// Grows with each two adapters that are laid beside each other; 0 before the first.
    pub serial: u32,
    /// Grows with each change of what follows.
    pub version: u32,
    /// Which layers belong together.
    pub pairing: Rc<Pairing>,
    /// The scale of each layer of the first and of the second; none where it is not known.
    pub scales: Rc<[Vec<Option<Scale>>; 2]>,
    /// The weights of the sum.
    pub weights: [f64; 2],
    /// What is known of each of [`Pairing::pairs`].
    pub found: Vec<Option<Found>>,
    /// Why nothing more is compared.
    pub stopped: Option<Fault>,
    /// The number of the present weights and configs.
    pub(super) basis: u32,
}

/// What is known of a pair.
#[derive(Clone, Debug)]
pub struct Found {
    /// The comparison, or why there is none.
    pub outcome: Compared,
    /// The weights and configs it is of.
    pub(super) basis: u32,
}

impl CompareState {
    /// Whether the sum that a comparison holds is that of the present weights.
    pub fn is_current(&self, found: &Found) -> bool {
        found.basis == self.basis
    }

    /// Pairs that are dealt with, of all.
    pub fn progress(&self) -> (usize, usize) {
        let current =
            |found: &&Option<Found>| found.as_ref().is_some_and(|found| self.is_current(found));
        let done = self.found.iter().filter(current).count();
        (done, self.pairing.pairs.len())
    }

    /// Whether two adapters lie beside each other.
    pub fn is_open(&self) -> bool {
        self.basis > 0
    }
}

/// Two open files read as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BothFiles {
    /// The numbers of the files.
    pub serials: [u32; 2],
    /// Where the second begins: the first is cut off behind its last layer.
    pub second_begins: u64,
}

impl BothFiles {
    /// Of two adapters that are open; none while one is not.
    pub fn of(first: &AdapterState, second: &AdapterState) -> Option<Self> {
        second.weights.as_ref()?;
        let layers = first.weights.as_ref()?.layout.layers.iter();
        let ends = layers
            .flat_map(Layer::tensors)
            .map(|tensor| tensor.bytes.end);
        Some(Self {
            serials: [first.serial, second.serial],
            second_begins: ends.max().unwrap_or_default(),
        })
    }
}
