//! Two checkpoints read and laid beside each other in one step, and a report read: what takes too long for a page
//! that has thousands of tensors, in a form that travels from a worker.

use serde::{Deserialize, Serialize};

use super::analysis::Analysis;
use super::error::{CheckpointError, Side};
use super::grid::Grid;
use super::matrix::Parameter;
use super::plan::Plan;
use super::report::{Failed, Report};
use super::side::{Checkpoint, Part};

/// The files of one checkpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointFiles {
    /// Of each file of weights its name, without folders, and how many bytes it has.
    pub weights: Vec<(String, u64)>,
    /// Whether there is an index beside them.
    pub has_index: bool,
}

impl CheckpointFiles {
    /// How many pieces are read of it: the header of each file, and the index.
    pub const fn pieces(&self) -> usize {
        self.weights.len() + self.has_index as usize
    }

    fn read(&self, side: Side, pieces: &[Vec<u8>]) -> Result<Checkpoint, CheckpointError> {
        let parts = self.weights.iter().zip(pieces);
        let parts = parts.map(|((name, bytes), header)| Part {
            name,
            header,
            bytes: *bytes,
        });
        let parts: Vec<Part<'_>> = parts.collect();
        let index = pieces.get(self.weights.len());
        Checkpoint::read(side, &parts, index.map(Vec::as_slice))
    }
}

/// Two checkpoints beside each other, with what follows from all of their names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Laid {
    /// What both have.
    pub plan: Plan,
    /// [`Plan::order`].
    pub order: Vec<usize>,
    /// Where the matrices of the plan stand.
    pub grid: Grid,
}

impl Laid {
    /// Lays two checkpoints beside each other.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn of(base: &Checkpoint, tuned: &Checkpoint) -> Result<Self, CheckpointError> {
        let plan = Plan::new(base, tuned)?;
        Ok(Self {
            order: plan.order(),
            grid: Grid::of(plan.matrices.iter().map(|matrix| &matrix.parameter)),
            plan,
        })
    }

    /// Reads the checkpoints of which there are files, base first, from the [pieces](CheckpointFiles::pieces) of both;
    /// and lays them beside each other where there are two.
    ///
    /// # Errors
    /// Every [`CheckpointError`].
    pub fn read(
        sides: &[Option<CheckpointFiles>; 2],
        pieces: &[Vec<u8>],
    ) -> Result<Option<Self>, CheckpointError> {
        let mut left = pieces;
        let mut read = [None, None];
        for ((side, files), read) in Side::ALL.into_iter().zip(sides).zip(&mut read) {
            if let Some(files) = files {
                let (own, rest) = left.split_at(files.pieces().min(left.len()));
                left = rest;
                *read = Some(files.read(side, own)?);
            }
        }
        let [Some(base), Some(tuned)] = &read else {
            return Ok(None);
        };
        Self::of(base, tuned).map(Some)
    }
}

/// A report that was read, without what follows from the rest of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadReport {
    /// The base checkpoint, as it was named.
    pub base: String,
    /// The tuned checkpoint, as it was named.
    pub tuned: String,
    /// What it says beside the numbers.
    pub remarks: Vec<String>,
    /// What was analysed, in natural order of the names.
    pub found: Vec<(Parameter, Analysis)>,
    /// What could not be.
    pub failed: Vec<Failed>,
    /// Where the parameters of [`ReadReport::found`] stand.
    pub grid: Grid,
}

impl From<Report> for ReadReport {
    fn from(report: Report) -> Self {
        let found: Vec<_> = report.layers.iter().map(super::Layer::found).collect();
        Self {
            base: report.base,
            tuned: report.tuned,
            remarks: report.remarks,
            grid: Grid::of(found.iter().map(|(parameter, _)| parameter)),
            found,
            failed: report.failed,
        }
    }
}
