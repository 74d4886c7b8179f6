//! What a save would write, or why nothing is written: known before the first byte.

use std::rc::Rc;

use rankscope_adapter::save::{Adapter, Carried, Options, Pause, Plan, SaveError};
use rankscope_adapter::{LeftOut, Report};
use rankscope_engine::supervisor::Fault;

use super::super::derived::Derived;
use super::super::opening::Weights;
use super::super::state::{AdapterState, AnalysisFailure, Progress};
use super::options::Form;

/// Bytes of the largest file that is put together in memory, where a browser cannot write one piece by piece:
/// browsers hold a file of two gigabytes, and need as much again to hand it over.
pub const MOST_IN_MEMORY: u64 = 1 << 30;

/// Characters of a file's name that are taken from the adapter's, at most.
const LONGEST_STEM: usize = 60;

/// Why nothing is offered.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// Layers are still being analysed, or their analysis was stopped.
    NotAnalysed,
    /// A worker failed on a layer.
    Worker {
        /// The layer.
        path: String,
        /// How.
        fault: Fault,
    },
    /// The adapter cannot be written so.
    Save(SaveError),
    /// This browser cannot write so large a file piece by piece.
    TooLargeForMemory {
        /// The size of its weights.
        bytes: u64,
    },
}

/// What would be written.
pub type Offer = Result<Rc<Plan>, Refusal>;

/// What a save of the open adapter would write. `piecewise` says whether the browser writes piece by piece.
/// It pauses after every few layers.
///
/// # Errors
/// When it cannot be written so.
pub async fn offer(
    state: &AdapterState,
    derived: &Derived,
    options: &Options,
    piecewise: bool,
    pause: &Pause<'_>,
) -> Offer {
    let prepared = Prepared::of(state, derived)?;
    let adapter = prepared.adapter();
    let plan = Plan::with_pauses(&adapter, options, pause).await;
    within_memory(plan.map_err(Refusal::Save)?, piecewise)
}

/// A plan, unless its file is too large for a browser that does not write piece by piece.
///
/// # Errors
/// [`Refusal::TooLargeForMemory`].
pub fn within_memory(plan: Plan, piecewise: bool) -> Offer {
    let bytes = plan.weights_bytes();
    if !piecewise && bytes > MOST_IN_MEMORY {
        return Err(Refusal::TooLargeForMemory { bytes });
    }
    Ok(Rc::new(plan))
}

/// An adapter that is analysed, as it is written.
#[derive(Debug)]
pub struct Prepared<'a> {
    state: &'a AdapterState,
    weights: &'a Weights,
    reports: Vec<&'a Report>,
    failed: Vec<LeftOut>,
    carried: Carried,
}

impl<'a> Prepared<'a> {
    /// Of what is open and known.
    ///
    /// # Errors
    /// [`Refusal::NotAnalysed`] and [`Refusal::Worker`].
    pub fn of(state: &'a AdapterState, derived: &'a Derived) -> Result<Self, Refusal> {
        let weights = state.weights.as_deref().ok_or(Refusal::NotAnalysed)?;
        if state.progress() != Progress::Ready {
            return Err(Refusal::NotAnalysed);
        }
        let config = state.config.as_ref();
        let carried = config.map(|config| Carried::of(&config.bytes));
        Ok(Self {
            state,
            weights,
            reports: derived.rows.iter().map(|row| &*row.report).collect(),
            failed: failed(derived, weights.layout.left_out.len())?,
            carried: carried.unwrap_or_default(),
        })
    }

    /// As a plan takes it.
    pub fn adapter(&self) -> Adapter<'_> {
        Adapter {
            reports: &self.reports,
            failed: &self.failed,
            layout: &self.weights.layout,
            config: self.state.config(),
            carried: &self.carried,
        }
    }
}

/// The layers whose numbers could not be analysed; those that the file's header already left out come first.
fn failed(derived: &Derived, left_out: usize) -> Result<Vec<LeftOut>, Refusal> {
    let failed = derived.failures.iter().skip(left_out).cloned();
    let failed = failed.map(|(path, failure)| match failure {
        AnalysisFailure::Layer(error) => Ok(LeftOut { path, error }),
        AnalysisFailure::Worker(fault) => Err(Refusal::Worker { path, fault }),
    });
    failed.collect()
}

/// What the new file is called: as the adapter, as far as every disk takes it, by its form, and by its largest rank
/// where that is new.
pub fn file_name(adapter: &str, form: Form, plan: &Plan) -> String {
    let endings = [".safetensors", ".gguf"];
    let mut stems = endings
        .iter()
        .filter_map(|ending| adapter.strip_suffix(ending));
    let stem = stems.next().unwrap_or(adapter);
    let taken = |letter: char| {
        let kept = letter.is_alphanumeric() || letter == '_';
        if kept { letter } else { '-' }
    };
    let mut name: String = stem.chars().take(LONGEST_STEM).map(taken).collect();
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    let name = Some(name.trim_matches('-')).filter(|name| !name.is_empty());
    let ending = match plan.config() {
        Some(_) => "zip",
        None => "safetensors",
    };
    let layers = &plan.certificate().layers;
    let rank = layers.iter().map(|layer| layer.rank).max();
    let rank = rank.filter(|_| matches!(form, Form::Resized | Form::Cut));
    let rank = rank.map_or_else(String::new, |rank| format!("-r{rank}"));
    let name = name.unwrap_or("adapter");
    format!("{name}-{}{rank}.{ending}", form.name())
}
