//! Several layers written in one request: small ones travel together, as those that are analysed do.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::SaveError;
use super::job::{Job, Receipt};
use crate::batch::{MOST_BYTES, MOST_LAYERS};
use crate::header::Tensor;
use crate::layer::Layer;
use crate::ranges::Ranges;

/// Jobs that follow each other, and the ranges of the source that hold their tensors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobBatch {
    jobs: Vec<Job>,
    ranges: Ranges,
}

/// What jobs made together.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeBatch {
    /// The bytes of one after the other.
    pub bytes: Vec<u8>,
    /// What there is to know of those of each.
    pub receipts: Vec<Receipt>,
}

impl JobBatch {
    /// These jobs.
    pub fn of(jobs: &[Job]) -> Self {
        let tensors = jobs.iter().flat_map(Job::layers).flat_map(Layer::tensors);
        Self {
            ranges: Ranges::of(tensors),
            jobs: jobs.to_vec(),
        }
    }

    /// Divides jobs into batches that are read and written as one: each of one job, or of several small ones.
    pub fn divide(jobs: &[Job]) -> Vec<Range<usize>> {
        let mut batches: Vec<Range<usize>> = Vec::new();
        let mut bytes = 0;
        for (index, job) in jobs.iter().enumerate() {
            let own = job.bytes().max(job.source_bytes());
            bytes += own;
            match batches.last_mut() {
                Some(last) if bytes <= MOST_BYTES && last.len() < MOST_LAYERS => last.end += 1,
                _ => {
                    batches.push(index..index + 1);
                    bytes = own;
                }
            }
        }
        batches
    }

    /// The jobs, in their order.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// The ranges to read, in the order in which [`JobBatch::make`] takes their bytes.
    pub fn ranges(&self) -> &[Range<u64>] {
        self.ranges.as_slice()
    }

    /// Does the jobs, from the bytes of each of [`JobBatch::ranges`]. Calls `progress` with the share done, in
    /// `0..=1`.
    ///
    /// # Errors
    /// Those of the first job that has one: see [`Job::make`].
    pub fn make(
        &self,
        pieces: &[Vec<u8>],
        progress: &mut dyn FnMut(f64),
    ) -> Result<MadeBatch, SaveError> {
        let bytes = |tensor: &Tensor| self.ranges.bytes(tensor, pieces);
        let count = self.jobs.len() as f64;
        let mut all = MadeBatch {
            bytes: Vec::new(),
            receipts: Vec::with_capacity(self.jobs.len()),
        };
        for (done, job) in self.jobs.iter().enumerate() {
            let made = job.make(&bytes, &mut |share| progress((done as f64 + share) / count))?;
            all.receipts.push(made.receipt());
            if all.bytes.is_empty() {
                all.bytes = made.bytes;
            } else {
                all.bytes.extend(made.bytes);
            }
        }
        Ok(all)
    }
}
