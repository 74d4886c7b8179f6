//! Two checkpoints: read as their writers mean them, measured as NumPy measures, and told what is wrong with them.

mod extracted;
mod noise;
mod numpy;
mod pairs;
mod refused;
mod report;

use std::ops::Range;

use rankscope_adapter::checkpoint::{
    Aim, Analysis, Checkpoint, CheckpointError, Done, Matrix, MatrixError, Part, Plan, Side, Work,
};
use rankscope_adapter::header_bytes;

use super::file::{Builder, File};

/// Two files that follow each other, as the plan counts them.
pub(crate) struct Pair {
    pub(crate) plan: Plan,
    bytes: Vec<u8>,
}

pub(crate) fn checkpoint(
    side: Side,
    name: &str,
    file: &File,
    index: Option<&[u8]>,
) -> Result<Checkpoint, CheckpointError> {
    let bytes = file.bytes.len() as u64;
    let range = header_bytes(&file.bytes[..file.bytes.len().min(512)], bytes);
    let range = range.map_err(|error| CheckpointError::File { side, error })?;
    let part = Part {
        name,
        header: file.read(&range),
        bytes,
    };
    Checkpoint::read(side, &[part], index)
}

impl Pair {
    pub(crate) fn of(base: &File, tuned: &File) -> Result<Self, CheckpointError> {
        let first = checkpoint(Side::Base, "base.safetensors", base, None)?;
        let second = checkpoint(Side::Tuned, "tuned.safetensors", tuned, None)?;
        let plan = Plan::new(&first, &second)?;
        Ok(Self {
            plan,
            bytes: [base.bytes.as_slice(), &tuned.bytes].concat(),
        })
    }

    fn read(&self, range: &Range<u64>) -> Vec<u8> {
        let end = (range.end as usize).min(self.bytes.len());
        self.bytes[(range.start as usize).min(end)..end].to_vec()
    }

    pub(crate) fn matrix(&self, path: &str) -> &Matrix {
        let mut all = self.plan.matrices.iter();
        all.find(|matrix| matrix.parameter.path == path)
            .unwrap_or_else(|| panic!("{path}"))
    }

    pub(crate) fn done(&self, matrix: &Matrix, aim: Aim) -> Result<Done, MatrixError> {
        let mut work = Work::new(matrix, aim)?;
        while let Some(ranges) = work.wants() {
            let pieces: Vec<Vec<u8>> = ranges.iter().map(|range| self.read(range)).collect();
            work.take(&pieces)?;
        }
        let mut shares = Vec::new();
        let done = work.finish(&mut |share| shares.push(share));
        assert!(shares.is_sorted(), "{shares:?}");
        done
    }

    pub(crate) fn analysis(&self, path: &str) -> Analysis {
        self.done(self.matrix(path), Aim::Spectrum)
            .unwrap()
            .analysis
    }

    /// All that can be analysed.
    pub(crate) fn found(&self) -> Vec<(&Matrix, Analysis)> {
        let analysed = |matrix| Some((matrix, self.done(matrix, Aim::Spectrum).ok()?.analysis));
        self.plan.matrices.iter().filter_map(analysed).collect()
    }
}

/// A file with one linear layer.
pub(crate) fn layer(name: &str, dtype: &str, shape: &[usize], numbers: &[f64]) -> File {
    Builder::default()
        .tensor(name, dtype, shape, numbers)
        .file()
}
