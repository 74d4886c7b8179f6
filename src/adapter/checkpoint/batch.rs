//! Matrices analysed, or cut, in one request, by whoever can read pieces of the two checkpoints.
//!
//! A request names its [`pieces`](MatrixBatch::pieces): which bytes of the two checkpoints, one after the other,
//! hold its matrices. They are read as the work goes on, [`Work`] by [`Work`], so that one matrix of the batch is
//! held and no more of a file than its slices.

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

/// Bytes between two pieces that are one: a norm between two matrices.
const NEAR: u64 = 1 << 16;
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

/// The rows of each matrix in both, and the scales beside them, in the order of their bytes. What lies near each other
/// is one piece: of small matrices a page would spend more time on cutting pieces than a worker on reading them.
fn pieces<'m>(matrices: impl Iterator<Item = &'m Matrix>) -> Vec<Range<u64>> {
    let mut own = Vec::new();
    for matrix in matrices {
        for side in Side::ALL {
            let stored = matrix.side(side);
            own.push(stored.rows(&(0..matrix.parameter.rows)));
            own.extend(stored.scale.as_ref().map(|scale| scale.bytes.clone()));
        }
    }
    own.sort_unstable_by_key(|piece| piece.start);
    let mut pieces: Vec<Range<u64>> = Vec::new();
    for piece in own {
        match pieces.last_mut() {
            Some(last) if piece.start <= last.end.saturating_add(NEAR) => {
                last.end = last.end.max(piece.end);
            }
            _ => pieces.push(piece),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{Checkpoint, Part, Plan};

    fn checkpoint(side: Side, shapes: &[[u64; 2]]) -> Checkpoint {
        let mut end = 0;
        let tensor = |(index, [rows, columns]): (usize, &[u64; 2])| {
            let begin = end;
            end += 4 * rows * columns;
            format!(
                r#""l.{index}.weight":{{"dtype":"F32","shape":[{rows},{columns}],"data_offsets":[{begin},{end}]}}"#
            )
        };
        let tensors: Vec<String> = shapes.iter().enumerate().map(tensor).collect();
        let header = format!("{{{}}}", tensors.join(","));
        let part = Part {
            name: "model.safetensors",
            header: header.as_bytes(),
            bytes: 8 + header.len() as u64 + end,
        };
        Checkpoint::read(side, &[part], None).unwrap()
    }

    #[test]
    fn what_lies_near_each_other_is_one_piece_and_nothing_far_is_read() {
        let shapes = [[2, 2], [2, 2], [2000, 2000], [2, 2]];
        let [base, tuned] = Side::ALL.map(|side| checkpoint(side, &shapes));
        let plan = Plan::new(&base, &tuned).unwrap();
        let wanted = [0, 1, 3].map(|index| (plan.matrices[index].clone(), Aim::Norms));
        let batch = MatrixBatch::of(wanted.to_vec());
        let lengths: Vec<u64> = batch
            .pieces()
            .iter()
            .map(|piece| piece.end - piece.start)
            .collect();
        // The last of the base lies near the first two of the tuned checkpoint.
        let header = base.bytes - 16_000_048;
        assert_eq!(lengths, [32, 16 + header + 32, 16]);
        let found = batch.analysed(
            &|_, bytes| vec![0; (bytes.end - bytes.start) as usize],
            &mut |_| (),
        );
        assert!(found.iter().all(Result::is_ok), "{found:?}");
    }
}
