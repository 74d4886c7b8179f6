//! An adapter of updates that were never one: the difference of two checkpoints.
//!
//! Of each update the singular values are known, and factors are made of it where its numbers are: see
//! [`Job::encoded`](super::Job::encoded). Names, ranks, certificate and config are those of a resized adapter.

use rankscope_sim::Spectrum;

use super::pause::{Pause, each};
use super::source::Source;
use super::{Carried, Names, Options, Plan, Precision, Ranks, Resize, SaveError};
use crate::names::Naming;
use crate::scale;
use crate::{Dtype, Factor, Form, Layer, Low, Report, Scale, Tensor};

/// An update `ΔW`, `d × k`.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The module's path in its model.
    pub path: String,
    /// d.
    pub rows: usize,
    /// k; of a convolution, times its kernel.
    pub columns: usize,
    /// The sides of a convolution's kernel.
    pub kernel: Vec<u64>,
    /// Its singular values.
    pub spectrum: Spectrum,
    /// Of how many directions factors can be made.
    pub known: usize,
}

impl Update {
    /// A layer whose factors hold all that is known of the update.
    fn report(&self, dtype: Dtype) -> Report {
        let rank = self.known;
        let (rows, rank_side) = (self.rows as u64, rank as u64);
        let points: u64 = self.kernel.iter().product();
        let mut down = vec![rank_side, self.columns as u64 / points.max(1)];
        down.extend(&self.kernel);
        let mut up = vec![rows, rank_side];
        up.extend(self.kernel.iter().map(|_| 1));
        let tensor = |factor: &str, shape: Vec<u64>| Tensor {
            name: format!("{}.lora_{factor}.weight", self.path),
            dtype,
            shape,
            bytes: 0..0,
        };
        let (up, down) = (tensor("B", up), tensor("A", down));
        Report {
            layer: Layer {
                path: self.path.clone(),
                naming: Naming::Peft,
                form: Form::Low(Low::Pair {
                    up: Factor::row_by_row(&up, self.rows, rank),
                    down: Factor::row_by_row(&down, rank, self.columns),
                }),
                alpha: None,
                direction_count: None,
                rank: self.rows.min(self.columns),
                rows: self.rows,
                columns: self.columns,
                expert: None,
                has_magnitude: false,
            },
            scale: Scale::unscaled(rank, scale::Source::Convention),
            spectrum: self.spectrum.clone(),
        }
    }
}

impl Plan {
    /// The plan for an adapter of these updates, in numbers of this format with PEFT's names. Writes nothing. It pauses
    /// after every few updates.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub async fn extracted(
        updates: &[Update],
        resize: Resize,
        ranks: Ranks,
        dtype: Dtype,
        carried: &Carried,
        pause: &Pause<'_>,
    ) -> Result<Self, SaveError> {
        let report = |update: &Update| Ok::<_, SaveError>(update.report(dtype));
        let reports = each(updates.iter(), pause, report).await?;
        let sources = reports.iter().zip(updates).map(|(report, update)| Source {
            report,
            added: None,
            whole: Some(update.rows as u64 * update.columns as u64),
        });
        let sources: Vec<Source<'_>> = sources.collect();
        let options = Options {
            resize: Some(resize),
            ranks,
            names: Names::Peft,
            precision: Precision::Source,
        };
        Self::of(&sources, Vec::new(), carried, &options, pause).await
    }
}
