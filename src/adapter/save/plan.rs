//! What will be written, before anything is: names, ranks, sizes, certificate, and what is missing from it.

use std::collections::BTreeMap;

use super::certificate::{Certificate, CertificateSum};
use super::config::{Carried, config};
use super::header::{Coming, header};
use super::job::Job;
use super::names::{self, Names};
use super::pause::{Pause, at_once, each, none};
use super::planned::{Planned, planned};
use super::source::Source;
use super::unfolded::{Unfolded, of_layer, unfolded};
use super::{Options, SaveError};
use crate::{Config, Dtype, Layout, LeftOut, Report};

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

impl Plan {
    /// The plan for an adapter. Writes nothing.
    ///
    /// # Errors
    /// Every [`SaveError`] but those of [`Job::make`] and of a [`Writer`](super::Writer).
    pub fn new(adapter: &Adapter<'_>, options: &Options) -> Result<Self, SaveError> {
        at_once(Self::with_pauses(adapter, options, &none))
    }

    /// As [`Plan::new`], with a pause after every few layers.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub async fn with_pauses(
        adapter: &Adapter<'_>,
        options: &Options,
        pause: &Pause<'_>,
    ) -> Result<Self, SaveError> {
        first_failed(adapter)?;
        let source = |report| Source {
            report,
            added: None,
            whole: None,
        };
        let folds = |report: &Report| of_layer(&report.layer, adapter).is_none();
        let reports = adapter.reports.iter().copied();
        let sources = each(reports, pause, |report| {
            Ok(folds(report).then(|| source(report)))
        });
        let sources: Vec<Source<'_>> = sources.await?.into_iter().flatten().collect();
        let unfolded = unfolded(adapter);
        pause().await;
        Self::of(&sources, unfolded, adapter.carried, options, pause).await
    }

    /// The plan for layers that can be folded.
    pub(super) async fn of(
        sources: &[Source<'_>],
        unfolded: Vec<Unfolded>,
        carried: &Carried,
        options: &Options,
        pause: &Pause<'_>,
    ) -> Result<Self, SaveError> {
        check(sources, options)?;
        pause().await;
        let mut planned = planned(sources, options, pause).await?;
        // Larger numbers first: see `header`.
        planned.sort_by_key(|layer| std::cmp::Reverse(layer.dtype.bits()));
        pause().await;
        let certificate = certificate(&planned, pause).await?;
        let (head, rest) = head(&planned, &certificate, pause).await?;
        let config = (options.names == Names::Peft).then(|| config_of(&planned, carried));
        let energy = |layer: &Planned<'_>| layer.source.report.spectrum.total_energy();
        let norm = planned.iter().map(energy).sum::<f64>().sqrt();
        pause().await;
        let jobs = each(planned.iter(), pause, |layer| Ok(layer.job(options))).await?;
        Ok(Self {
            jobs,
            certificate,
            unfolded,
            norm,
            head,
            rest,
            config,
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

    /// The first bytes of the weights: the header, and α where the names have it. Layers follow in the order of
    /// [`Plan::jobs`].
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// How many bytes the weights will take.
    pub fn weights_bytes(&self) -> u64 {
        self.head.len() as u64 + self.rest
    }
}

/// An adapter with a layer whose numbers could not be analysed is not written.
pub(super) fn first_failed(adapter: &Adapter<'_>) -> Result<(), SaveError> {
    adapter
        .failed
        .first()
        .map_or(Ok(()), |LeftOut { path, error }| {
            Err(SaveError::Layer {
                path: path.clone(),
                error: error.clone(),
            })
        })
}

/// What is wrong before any layer is looked at.
fn check(sources: &[Source<'_>], options: &Options) -> Result<(), SaveError> {
    if sources.is_empty() {
        return Err(SaveError::NothingLeft);
    }
    let mut reports = sources.iter().map(|source| source.report);
    let beyond = |report: &&Report| {
        !report.spectrum.total_energy().is_finite() || !report.scale.gamma.is_finite()
    };
    if let Some(report) = reports.find(beyond) {
        let path = report.layer.path.clone();
        return Err(SaveError::NotFinite { path });
    }
    if options.names == Names::Peft {
        let mut models: Vec<String> = Vec::new();
        for source in sources {
            let model = names::model(&source.report.layer).unwrap_or_default();
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

/// What is kept of each layer.
async fn certificate(planned: &[Planned<'_>], pause: &Pause<'_>) -> Result<Certificate, SaveError> {
    let mut sum = CertificateSum::default();
    each(planned.iter(), pause, |layer| {
        sum.add(layer.source, layer.rank, layer.written_rank);
        Ok(())
    })
    .await?;
    Ok(sum.certificate())
}

/// The config of these layers.
fn config_of(planned: &[Planned<'_>], carried: &Carried) -> String {
    let layer = |layer: &'_ Planned<'_>| (layer.named.module.clone(), layer.written_rank);
    let layers: Vec<(String, usize)> = planned.iter().map(layer).collect();
    let largest = layers.iter().map(|(_, rank)| *rank).max().unwrap_or(1);
    config(&layers, largest, carried)
}

/// The first bytes of the file, α among them, and how many follow.
async fn head(
    planned: &[Planned<'_>],
    certificate: &Certificate,
    pause: &Pause<'_>,
) -> Result<(Vec<u8>, u64), SaveError> {
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
    let metadata = BTreeMap::from([
        ("format", "pt".to_owned()),
        ("rankscope", certificate.short()),
    ]);
    pause().await;
    let (mut head, data) = header(tensors, &metadata, pause).await?;
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
