//! What will be written, before anything is: names, ranks, sizes, certificate, and what is missing from it.

use std::collections::BTreeMap;

use super::SaveError;
use super::certificate::Certificate;
use super::config::{Carried, config};
use super::encode::is_written;
use super::header::{Coming, header};
use super::job::Job;
use super::names::{self, Named, Names};
use super::resize::Resize;
use super::unfolded::{Unfolded, of_layer, unfolded};
use crate::{Config, Dtype, LARGEST_RANK, Layer, Layout, LeftOut, Report};

/// An adapter that has been analysed.
#[derive(Clone, Copy, Debug)]
pub struct Adapter<'a> {
    /// Its layers.
    pub reports: &'a [&'a Report],
    /// Layers whose numbers could not be analysed: with one of them nothing is written.
    pub failed: &'a [LeftOut],
    /// What else its file holds.
    pub layout: &'a Layout,
    /// Its config.
    pub config: Option<&'a Config>,
    /// What its config says of the base model.
    pub carried: &'a Carried,
}

/// The ranks of the tensors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ranks {
    /// One for all, zeros filling up: this one, or the largest that is needed.
    One(Option<usize>),
    /// Each layer its own, which a config names in `rank_pattern` and `alpha_pattern`.
    Own,
}

/// The format of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// The source's, or F32 where its factors are of several or of none that is written: quantised ones.
    Source,
    /// F32.
    Single,
}

/// How an adapter is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Which directions are kept; all of them, as they are stored, where this is none.
    pub resize: Option<Resize>,
    /// The ranks of the tensors.
    pub ranks: Ranks,
    /// Whose names.
    pub names: Names,
    /// The format of the numbers.
    pub precision: Precision,
}

impl Options {
    /// What every runtime reads alike.
    pub const PORTABLE: Self = Self {
        resize: None,
        ranks: Ranks::One(None),
        names: Names::Peft,
        precision: Precision::Source,
    };
}

/// What will be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub(super) jobs: Vec<Job>,
    pub(super) certificate: Certificate,
    pub(super) unfolded: Vec<Unfolded>,
    /// `‖ΔW‖_F` of all layers.
    pub(super) norm: f64,
    /// The file's length, its header, and the α of each layer where the names have them.
    pub(super) head: Vec<u8>,
    /// How many bytes follow the head.
    pub(super) rest: u64,
    /// The config, where the names go with one.
    pub(super) config: Option<String>,
}

/// A layer to be written.
struct Planned<'r> {
    report: &'r Report,
    named: Named,
    rank: usize,
    written_rank: usize,
    dtype: Dtype,
}

impl Plan {
    /// The plan for an adapter. Writes nothing.
    ///
    /// # Errors
    /// Every [`SaveError`] but those of [`Job::make`] and of a [`Writer`](super::Writer).
    pub fn new(adapter: &Adapter<'_>, options: &Options) -> Result<Self, SaveError> {
        if let Some(LeftOut { path, error }) = adapter.failed.first() {
            return Err(SaveError::Layer {
                path: path.clone(),
                error: error.clone(),
            });
        }
        let foldable = |report: &&Report| of_layer(&report.layer, adapter).is_none();
        let reports: Vec<&Report> = adapter.reports.iter().copied().filter(foldable).collect();
        check(&reports, options)?;
        let mut planned = planned(&reports, options)?;
        // Larger numbers first: see `header`.
        planned.sort_by_key(|layer| std::cmp::Reverse(layer.dtype.bits()));
        let certificate = Certificate::of(
            planned
                .iter()
                .map(|layer| (layer.report, layer.rank, layer.written_rank)),
        );
        let (head, rest) = head(&planned, &certificate)?;
        let energy = |layer: &Planned<'_>| layer.report.spectrum.total_energy();
        Ok(Self {
            norm: planned.iter().map(energy).sum::<f64>().sqrt(),
            config: (options.names == Names::Peft).then(|| {
                let layer =
                    |layer: &'_ Planned<'_>| (layer.named.module.clone(), layer.written_rank);
                let layers: Vec<(String, usize)> = planned.iter().map(layer).collect();
                let largest = layers.iter().map(|(_, rank)| *rank).max().unwrap_or(1);
                config(&layers, largest, adapter.carried)
            }),
            jobs: planned.iter().map(|layer| layer.job(options)).collect(),
            certificate,
            unfolded: unfolded(adapter),
            head,
            rest,
        })
    }

    /// One job for each layer, in the order in which a [`Writer`](super::Writer) takes what they make.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }

    /// What is kept, before rounding.
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// What the new file will not hold, or not as it was meant. The reader is told before it is written.
    pub fn unfolded(&self) -> &[Unfolded] {
        &self.unfolded
    }

    /// The new `adapter_config.json`, with PEFT's names.
    pub fn config(&self) -> Option<&str> {
        self.config.as_deref()
    }

    /// How many bytes the weights will take.
    pub fn weights_bytes(&self) -> u64 {
        self.head.len() as u64 + self.rest
    }
}

impl Planned<'_> {
    fn job(&self, options: &Options) -> Job {
        Job {
            layer: self.report.layer.clone(),
            gamma: self.report.scale.gamma,
            norm: self.report.frobenius(),
            rank: self.rank,
            written_rank: self.written_rank,
            truncates: options.resize.is_some(),
            dtype: self.dtype,
        }
    }

    fn tensors(&self) -> [Coming; 2] {
        let layer = &self.report.layer;
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

/// What is wrong before any layer is looked at.
fn check(reports: &[&Report], options: &Options) -> Result<(), SaveError> {
    if reports.is_empty() {
        return Err(SaveError::NothingLeft);
    }
    let beyond = |report: &&&Report| {
        !report.spectrum.total_energy().is_finite() || !report.scale.gamma.is_finite()
    };
    if let Some(report) = reports.iter().find(beyond) {
        let path = report.layer.path.clone();
        return Err(SaveError::NotFinite { path });
    }
    if options.names == Names::Peft {
        let mut models: Vec<String> = Vec::new();
        for report in reports {
            let model = names::model(&report.layer).unwrap_or_default();
            if !models.contains(&model) {
                models.push(model);
            }
        }
        if models.len() > 1 {
            return Err(SaveError::SeveralModels { models });
        }
    }
    Ok(())
}

fn planned<'r>(reports: &[&'r Report], options: &Options) -> Result<Vec<Planned<'r>>, SaveError> {
    let ranks = match options.resize {
        Some(resize) => resize.ranks(reports)?,
        None => reports
            .iter()
            .map(|report| report.layer.form.inner().unwrap_or(1))
            .collect(),
    };
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
    let layer = |(report, rank): (&&'r Report, usize)| {
        let named = options.names.of(&report.layer);
        Ok(Planned {
            report,
            named: named.map_err(|reason| SaveError::Unnamed {
                path: report.layer.path.clone(),
                reason,
            })?,
            rank,
            written_rank: one.unwrap_or(rank),
            dtype: match options.precision {
                Precision::Source => dtype(&report.layer),
                Precision::Single => Dtype::F32,
            },
        })
    };
    reports.iter().zip(ranks).map(layer).collect()
}

/// The format of a layer's factors, where they have one that is written.
fn dtype(layer: &Layer) -> Dtype {
    let mut formats = layer.form.tensors().into_iter().map(|tensor| tensor.dtype);
    match formats.next() {
        Some(first) if is_written(first) && formats.all(|other| other == first) => first,
        _ => Dtype::F32,
    }
}

/// The first bytes of the file, α among them, and how many follow.
fn head(planned: &[Planned<'_>], certificate: &Certificate) -> Result<(Vec<u8>, u64), SaveError> {
    // As large as the largest numbers, so that what follows is aligned.
    let double = planned.iter().any(|layer| layer.dtype == Dtype::F64);
    let dtype = if double { Dtype::F64 } else { Dtype::F32 };
    let alpha = |layer: &Planned<'_>| {
        Some(Coming {
            name: layer.named.alpha.clone()?,
            dtype,
            shape: Vec::new(),
        })
    };
    let tensors = planned.iter().filter_map(alpha);
    let tensors = tensors.chain(planned.iter().flat_map(Planned::tensors));
    let tensors: Vec<Coming> = tensors.collect();
    let metadata = BTreeMap::from([
        ("format", "pt".to_owned()),
        ("rankscope", certificate.short()),
    ]);
    let (mut head, data) = header(&tensors, &metadata)?;
    let before = head.len();
    for layer in planned.iter().filter(|layer| layer.named.alpha.is_some()) {
        let rank = layer.written_rank as f64;
        if double {
            head.extend(rank.to_le_bytes());
        } else {
            head.extend((rank as f32).to_le_bytes());
        }
    }
    let alphas = (head.len() - before) as u64;
    Ok((head, data - alphas))
}
