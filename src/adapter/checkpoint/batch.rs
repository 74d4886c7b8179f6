//! Matrices analysed, or cut, in one request, by whoever can read pieces of the two checkpoints.
//!
//! A request names its [`pieces`](MatrixBatch::pieces): which bytes of the two checkpoints, one after the other,
//! hold its matrices. They are read as the work goes on, [`Work`] by [`Work`], so that one matrix of the batch is
//! held and no more of a file than its slices.

use std::collections::HashSet;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Extraction;
use super::analysis::Analysis;
use super::error::{MatrixError, Side};
use super::matrix::Matrix;
use super::work::{Aim, Done, Work};
use crate::save::{Job, MadeBatch, SaveError};

/// Reads bytes of a piece, by its index, counted from where the piece begins. Fewer come of one that cannot be read.
pub type Read<'r> = dyn Fn(usize, &Range<u64>) -> Vec<u8> + 'r;

/// The share of a matrix's time that reading takes, as far as progress tells it.
const READING: f64 = 0.2;

/// Some matrices of a plan, and what is wanted of each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixBatch {
    matrices: Vec<(Matrix, Aim)>,
    pieces: Vec<Range<u64>>,
}

impl MatrixBatch {
    /// These.
    pub fn of(matrices: Vec<(Matrix, Aim)>) -> Self {
        let pieces = pieces(matrices.iter().map(|(matrix, _)| matrix));
        Self { matrices, pieces }
    }

    /// The bytes that hold its matrices, counted through both checkpoints.
    pub fn pieces(&self) -> &[Range<u64>] {
        &self.pieces
    }

    /// What is found of each, or why nothing. Calls `progress` with the share done, in `0..=1`.
    pub fn analysed(
        &self,
        read: &Read<'_>,
        progress: &mut dyn FnMut(f64),
    ) -> Vec<Result<Analysis, MatrixError>> {
        let count = self.matrices.len() as f64;
        let one = |(index, (matrix, aim)): (usize, &(Matrix, Aim))| {
            let found = done(matrix, *aim, &self.pieces, read, &mut |share| {
                progress((index as f64 + share) / count);
            });
            found.map(|done| done.analysis)
        };
        self.matrices.iter().enumerate().map(one).collect()
    }
}

/// Layers of a LoRA that is cut, and the matrix that each is cut from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CutBatch {
    cuts: Vec<(Job, Matrix)>,
    pieces: Vec<Range<u64>>,
}

impl CutBatch {
    /// These.
    pub fn of(cuts: Vec<(Job, Matrix)>) -> Self {
        let pieces = pieces(cuts.iter().map(|(_, matrix)| matrix));
        Self { cuts, pieces }
    }

    /// The bytes that hold its matrices, counted through both checkpoints.
    pub fn pieces(&self) -> &[Range<u64>] {
        &self.pieces
    }

    /// The bytes of all layers. Calls `progress` with the share done, in `0..=1`.
    ///
    /// # Errors
    /// [`SaveError::Matrix`], and those of [`Job::encoded`].
    pub fn made(
        &self,
        read: &Read<'_>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<MadeBatch, SaveError> {
        let count = self.cuts.len() as f64;
        let mut all = MadeBatch {
            bytes: Vec::new(),
            receipts: Vec::with_capacity(self.cuts.len()),
        };
        for (index, (job, matrix)) in self.cuts.iter().enumerate() {
            let (path, rank) = job.wanted();
            let found = done(
                matrix,
                Aim::Factors(rank),
                &self.pieces,
                read,
                &mut |share| {
                    progress((index as f64 + share) / count);
                },
            );
            let found = found.map_err(|error| SaveError::Matrix {
                path: path.to_owned(),
                error,
            })?;
            let factors = found.factors.ok_or_else(|| SaveError::NotAPair {
                path: path.to_owned(),
            })?;
            let made = Extraction::made(job, &factors)?;
            all.receipts.push(made.receipt());
            all.bytes.extend(made.bytes);
        }
        Ok(all)
    }
}

/// Of each matrix its rows in both, and the scales beside them.
fn pieces<'m>(matrices: impl Iterator<Item = &'m Matrix>) -> Vec<Range<u64>> {
    let (mut pieces, mut known) = (Vec::new(), HashSet::new());
    for matrix in matrices {
        for side in Side::ALL {
            let stored = matrix.side(side);
            let own = [
                Some(stored.rows(&(0..matrix.parameter.rows))),
                stored.scale.as_ref().map(|scale| scale.bytes.clone()),
            ];
            for piece in own.into_iter().flatten() {
                // Experts in one tensor share their scales.
                if known.insert(piece.clone()) {
                    pieces.push(piece);
                }
            }
        }
    }
    pieces
}

fn done(
    matrix: &Matrix,
    aim: Aim,
    pieces: &[Range<u64>],
    read: &Read<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<Done, MatrixError> {
    let bytes = |wanted: &Range<u64>| {
        let holds = |piece: &Range<u64>| piece.start <= wanted.start && wanted.end <= piece.end;
        let index = pieces.iter().position(holds);
        let found = index.and_then(|index| Some((index, pieces.get(index)?.start)));
        found.map_or_else(Vec::new, |(index, begin)| {
            read(index, &(wanted.start - begin..wanted.end - begin))
        })
    };
    let mut work = Work::new(matrix, aim)?;
    while let Some(ranges) = work.wants() {
        work.take(&ranges.iter().map(bytes).collect::<Vec<_>>())?;
        progress(READING * work.share_read());
    }
    work.finish(&mut |share| progress(READING + (1.0 - READING) * share))
}
