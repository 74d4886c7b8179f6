//! The layers that will be written: names, ranks, and the format of their numbers.

use super::header::Coming;
use super::job::Job;
use super::names::Named;
use super::pause::{Pause, each};
use super::source::Source;
use super::{Options, Precision, Ranks, SaveError};
use crate::{Dtype, LARGEST_RANK, Report};

/// One of them.
pub(super) struct Planned<'r> {
    pub(super) source: &'r Source<'r>,
    pub(super) named: Named,
    /// Directions kept of it.
    pub(super) rank: usize,
    /// The rank of its tensors.
    pub(super) written_rank: usize,
    pub(super) dtype: Dtype,
}

/// The layers, in tensors of their own rank or all of one.
///
/// # Errors
/// When that rank cannot be had, or a layer has no such name.
pub(super) async fn planned<'r>(
    sources: &'r [Source<'r>],
    options: &Options,
    pause: &Pause<'_>,
) -> Result<Vec<Planned<'r>>, SaveError> {
    let ranks: Vec<usize> = match options.resize {
        Some(resize) => {
            let reports: Vec<&Report> = sources.iter().map(|source| source.report).collect();
            let ranks = resize.ranks(&reports)?.into_iter();
            // Of a large update fewer directions are known than it has.
            let most = |report: &Report| report.layer.max_rank().max(1);
            ranks
                .zip(&reports)
                .map(|(rank, report)| rank.min(most(report)))
                .collect()
        }
        None => sources.iter().map(Source::inner).collect(),
    };
    pause().await;
    let needed = ranks.iter().copied().max().unwrap_or(1);
    let one = match options.ranks {
        Ranks::Own => None,
        Ranks::One(None) => Some(needed),
        Ranks::One(Some(0)) => return Err(SaveError::ZeroRank),
        Ranks::One(Some(rank)) if rank < needed => {
            return Err(SaveError::RankTooSmall { rank, needed });
        }
        Ranks::One(Some(rank)) if rank > LARGEST_RANK => {
            let largest = LARGEST_RANK;
            return Err(SaveError::RankTooLarge { rank, largest });
        }
        Ranks::One(rank) => rank,
    };
    let layer = |(source, rank): (&'r Source<'r>, usize)| {
        let layer = &source.report.layer;
        let named = options.names.of(layer);
        Ok(Planned {
            source,
            named: named.map_err(|reason| SaveError::Unnamed {
                path: layer.path.clone(),
                reason,
            })?,
            rank,
            written_rank: one.unwrap_or(rank),
            dtype: match options.precision {
                Precision::Source => source.dtype(),
                Precision::Single => Dtype::F32,
            },
        })
    };
    each(sources.iter().zip(ranks), pause, layer).await
}

impl Planned<'_> {
    pub(super) fn job(&self, options: &Options) -> Job {
        let Source { report, added, .. } = self.source;
        Job {
            layer: report.layer.clone(),
            gamma: report.scale.gamma,
            added: added.cloned(),
            norm: report.frobenius(),
            rank: self.rank,
            written_rank: self.written_rank,
            truncates: options.resize.is_some(),
            dtype: self.dtype,
        }
    }

    pub(super) fn tensors(&self) -> [Coming; 2] {
        let layer = &self.source.report.layer;
        let kernel = layer.form.kernel();
        let rank = self.written_rank as u64;
        let points: u64 = kernel.iter().product();
        let mut down = vec![rank, layer.columns as u64 / points.max(1)];
        down.extend(kernel);
        let mut up = vec![layer.rows as u64, rank];
        up.extend(kernel.iter().map(|_| 1));
        let (named, dtype) = (&self.named, self.dtype);
        [(&named.down, down), (&named.up, up)].map(|(name, shape)| Coming {
            name: name.clone(),
            dtype,
            shape,
        })
    }
}
