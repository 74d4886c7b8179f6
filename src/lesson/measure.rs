//! What expressions are worked out from: parameters, singular values, what training ends with.
//!
//! A [`Measurement`] takes time, so it is one job for the worker. Its [`Measured`] and the parameters
//! make an [`EvalContext`], in which any expression is evaluated at once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::recall::{FinalRecall, Recalled};
use rankscope_params::{Params, Update, UpdateParams};
use rankscope_sim::training::{Optimizer, Run, Status, TrainingConfig, TrainingTarget};
use rankscope_sim::{Scaling, SimError, Spectra, simulate};

/// Training steps between two reports of progress.
const STRIDE: usize = 25;

/// Multiplications for each entry and rank to draw and decompose both updates.
const DECOMPOSITION: f64 = 12.0;

/// One run of training, of which the error after its last step is wanted. The learning rate is
/// the optimizer's default, α and the seed are those of the parameters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalRun {
    /// The update that is fitted.
    pub which: Update,
    /// The rule of γ.
    pub scaling: Scaling,
    /// The rule of a step.
    pub optimizer: Optimizer,
    /// r.
    pub rank: usize,
    /// Steps.
    pub steps: usize,
}

/// Everything some expressions need at some parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// What the two updates are drawn from.
    pub update: UpdateParams,
    /// α of what is trained.
    pub alpha: f64,
    /// What is trained.
    pub trainings: Trainings,
}

/// What some expressions need to be trained, each once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Trainings {
    /// Adapters that are fitted to an update.
    pub runs: Vec<FinalRun>,
    /// Adapters that learn to answer keys.
    pub recalls: Vec<FinalRecall>,
}

/// What a measurement found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Singular values of both updates.
    pub spectra: Spectra,
    /// The final relative error of each run; none where it diverged or cannot be made.
    pub finals: Vec<(FinalRun, Option<f64>)>,
    /// What each adapter answers right; none where it diverged or cannot be trained.
    pub recalled: Vec<(FinalRecall, Option<Recalled>)>,
}

impl Trainings {
    /// Whether nothing is to be trained.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    fn count(&self) -> usize {
        self.runs.len() + self.recalls.len()
    }

    /// Adds a run that is not there yet.
    pub(super) fn add_run(&mut self, run: FinalRun) {
        if !self.runs.contains(&run) {
            self.runs.push(run);
        }
    }

    /// The same of recall.
    pub(super) fn add_recall(&mut self, recall: FinalRecall) {
        if !self.recalls.contains(&recall) {
            self.recalls.push(recall);
        }
    }
}

impl Measurement {
    /// Draws, decomposes and trains; `progress` is called with the share done, 0 to 1.
    ///
    /// # Errors
    /// As [`simulate`]. A run that cannot be made has no error, which is undefined, not wrong.
    pub fn take(&self, progress: &mut dyn FnMut(f64)) -> Result<Measured, SimError> {
        let parts = (self.trainings.count() + 1) as f64;
        let spectra = simulate(&self.update, &mut |share| progress(share / parts))?;
        let mut done = 1.0;
        let mut finals = Vec::with_capacity(self.trainings.runs.len());
        for run in &self.trainings.runs {
            let error = self.train(run, &mut |share| progress((done + share) / parts));
            finals.push((*run, error));
            done += 1.0;
        }
        let mut recalled = Vec::with_capacity(self.trainings.recalls.len());
        for recall in &self.trainings.recalls {
            let at = (&self.update, self.alpha);
            let found = recall.take(at, &mut |share| progress((done + share) / parts));
            recalled.push((*recall, found));
            done += 1.0;
        }
        progress(1.0);
        Ok(Measured {
            spectra,
            finals,
            recalled,
        })
    }

    /// About how many multiplications it takes.
    pub fn cost(&self) -> f64 {
        let entries = (self.update.rows * self.update.columns) as f64;
        let step = |run: &FinalRun| 6.0 * entries * run.rank as f64 * run.steps as f64;
        let training: f64 = self.trainings.runs.iter().map(step).sum();
        let recalls = self.trainings.recalls.iter();
        let recall: f64 = recalls.map(|recall| recall.cost(&self.update)).sum();
        DECOMPOSITION * entries * self.update.max_rank() as f64 + training + recall
    }

    fn train(&self, wanted: &FinalRun, progress: &mut dyn FnMut(f64)) -> Option<f64> {
        let config = TrainingConfig {
            which: wanted.which,
            optimizer: wanted.optimizer,
            learning_rate: wanted.optimizer.default_learning_rate(),
            steps: wanted.steps,
            ranks: vec![wanted.rank],
            ..TrainingConfig::new(self.update, self.alpha)
        };
        // A run that cannot be made has no final error, which is undefined in expressions.
        let config = config.runs(wanted.scaling).ok()?.pop()?;
        let target = TrainingTarget::draw(&self.update, wanted.which).ok()?;
        let mut run = Run::new(Arc::new(target), config);
        while run.advance(STRIDE) == Status::Running {
            progress(run.errors().len() as f64 / wanted.steps as f64);
        }
        run.final_error()
    }
}

/// Parameters, what was measured at them, and what the student answered.
#[derive(Clone, Copy, Debug)]
pub struct EvalContext<'a> {
    /// The parameters.
    pub params: &'a Params,
    /// What was measured; nothing yet, or nothing needed.
    pub measured: Option<&'a Measured>,
    /// The number a student gave.
    pub answer: Option<f64>,
}

impl<'a> EvalContext<'a> {
    /// Parameters alone.
    pub const fn bare(params: &'a Params) -> Self {
        Self {
            params,
            measured: None,
            answer: None,
        }
    }

    /// Parameters and what was measured at them.
    pub const fn new(params: &'a Params, measured: &'a Measured) -> Self {
        Self {
            params,
            measured: Some(measured),
            answer: None,
        }
    }

    /// The same with a student's number.
    #[must_use]
    pub const fn with_answer(self, answer: f64) -> Self {
        Self {
            answer: Some(answer),
            ..self
        }
    }

    /// The final error of a run, where it was measured and is defined.
    pub(super) fn final_error(&self, wanted: &FinalRun) -> Option<f64> {
        let finals = &self.measured?.finals;
        let (_, error) = finals.iter().find(|(run, _)| run == wanted)?;
        *error
    }

    /// What an adapter answers right, where it was measured and is defined.
    pub(super) fn recalled(&self, wanted: &FinalRecall) -> Option<Recalled> {
        let recalled = &self.measured?.recalled;
        let (_, found) = recalled.iter().find(|(recall, _)| recall == wanted)?;
        *found
    }
}
