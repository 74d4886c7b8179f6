//! A LoRA cut from a full update.
//!
//! Of every linear layer and convolution that changed, the best approximation of ΔW of some rank, as mergekit's and
//! kohya's extractors make it: the first singular directions, `B = U_r √S_r`, `A = √S_r V_rᵀ`, and γ = 1. Ranks are
//! one for all, by a rule, or what a budget buys: [`Resize`]. What it cannot hold is listed: [`NotHeld`].
//!
//! Sources: mergekit's `extract_lora.py`; sd-scripts' `networks/extract_lora_from_models.py`.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::matrix::Kind;
use super::verdict::Found;
use super::work::Factors;
use crate::Dtype;
use crate::save::{
    Carried, Job, Made, Pause, Plan, Ranks, Resize, SaveError, Update, at_once, each, none,
};

/// What of a change a LoRA does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct NotHeld {
    /// What it is.
    pub kind: Kind,
    /// Those that changed.
    pub names: Vec<String>,
    /// `‖ΔW‖_F` of all of them.
    pub frobenius: f64,
}

/// A LoRA to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Extraction {
    updates: Vec<Update>,
    not_held: Vec<NotHeld>,
}

impl Extraction {
    /// Of what was found.
    pub fn of<'a>(found: impl IntoIterator<Item = Found<'a>>) -> Self {
        at_once(Self::with_pauses(found, &none))
    }

    /// As [`Extraction::of`], with a pause after every few matrices.
    pub async fn with_pauses<'a>(
        found: impl IntoIterator<Item = Found<'a>>,
        pause: &Pause<'_>,
    ) -> Self {
        let mut updates = Vec::new();
        let mut others: BTreeMap<Kind, (Vec<String>, f64)> = BTreeMap::new();
        let take = |(parameter, analysis): Found<'a>| {
            if analysis.changed == 0 {
                return Ok(());
            }
            let known = analysis.values.as_ref().zip(analysis.spectrum());
            if let Some((values, spectrum)) = known.filter(|_| parameter.kind.is_extracted()) {
                updates.push(Update {
                    path: parameter.path.clone(),
                    rows: parameter.rows,
                    columns: parameter.columns,
                    kernel: parameter.kernel.clone(),
                    spectrum,
                    known: values.values.len(),
                });
            } else {
                let (names, energy) = others.entry(parameter.kind).or_default();
                names.push(parameter.path.clone());
                *energy += analysis.frobenius * analysis.frobenius;
            }
            Ok(())
        };
        let Ok(_) = each::<_, _, Infallible>(found.into_iter(), pause, take).await;
        let not_held = others.into_iter().map(|(kind, (names, energy))| NotHeld {
            kind,
            names,
            frobenius: energy.sqrt(),
        });
        Self {
            updates,
            not_held: not_held.collect(),
        }
    }

    /// Whether nothing that it could hold has changed.
    pub const fn is_empty(&self) -> bool {
        self.updates.is_empty()
    }

    /// What changed and is not held.
    pub fn not_held(&self) -> &[NotHeld] {
        &self.not_held
    }

    /// What will be written. A job's [`wanted`](Job::wanted) says of which matrix factors of which rank are needed.
    ///
    /// # Errors
    /// As [`Plan::extracted`].
    pub fn plan(
        &self,
        resize: Resize,
        ranks: Ranks,
        dtype: Dtype,
        carried: &Carried,
    ) -> Result<Plan, SaveError> {
        at_once(self.plan_with_pauses(resize, ranks, dtype, carried, &none))
    }

    /// As [`Extraction::plan`], with a pause after every few layers.
    ///
    /// # Errors
    /// As [`Plan::extracted`].
    pub async fn plan_with_pauses(
        &self,
        resize: Resize,
        ranks: Ranks,
        dtype: Dtype,
        carried: &Carried,
        pause: &Pause<'_>,
    ) -> Result<Plan, SaveError> {
        Plan::extracted(&self.updates, resize, ranks, dtype, carried, pause).await
    }

    /// The bytes of a job's factors, for [`Writer::layer`](crate::save::Writer::layer).
    ///
    /// # Errors
    /// As [`Job::encoded`].
    pub fn made(job: &Job, factors: &Factors) -> Result<Made, SaveError> {
        job.encoded(&factors.up, &factors.down)
    }
}
