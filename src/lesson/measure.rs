//! What expressions are worked out from: parameters, singular values, what training ends with.
//!
//! A [`Measurement`] takes time, so it is one job for the worker. Its [`Measured`] and the parameters
//! make an [`EvalContext`], in which any expression is evaluated at once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::recall::{self, FinalCut, FinalRecall, LeftOver, Recalled};
use super::{Exercise, OwnValues, Present};
use rankscope_params::{Params, Update, UpdateParams};
use rankscope_sim::training::{Optimizer, Run, Status, TrainingConfig, TrainingTarget};
use rankscope_sim::{Scaling, SimError, Spectra, simulate};

/// Training steps between two reports of progress.
const STRIDE: usize = 25;

/// Multiplications for each entry and rank to draw and decompose both updates.
const DECOMPOSITION: f64 = 12.0;

/// One run of training, of which the error after its last step is wanted. The seed is that of the
/// parameters.
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
    /// η.
    pub learning_rate: f64,
    /// α.
    pub alpha: f64,
}

/// Everything some expressions need at some parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// What the two updates are drawn from.
    pub update: UpdateParams,
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
    /// Full matrices that learn to answer keys and are then cut.
    pub cuts: Vec<FinalCut>,
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
    /// What is left of each full matrix; none where it diverged or cannot be trained.
    pub cut: Vec<(FinalCut, Option<LeftOver>)>,
}

impl Trainings {
    /// Whether nothing is to be trained.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    fn count(&self) -> usize {
        self.runs.len() + self.recalls.len() + self.cuts.len()
    }

    /// Adds what is not there yet.
    pub(super) fn merge(&mut self, other: Self) {
        for run in other.runs {
            self.add_run(Some(run));
        }
        for recall in other.recalls {
            self.add_recall(Some(recall));
        }
        for cut in other.cuts {
            self.add_cut(Some(cut));
        }
    }

    /// Adds a run that is not there yet; nothing where it is undefined.
    pub(super) fn add_run(&mut self, run: Option<FinalRun>) {
        add(&mut self.runs, run);
    }

    /// The same of recall.
    pub(super) fn add_recall(&mut self, recall: Option<FinalRecall>) {
        add(&mut self.recalls, recall);
    }

    /// The same of a full matrix.
    pub(super) fn add_cut(&mut self, cut: Option<FinalCut>) {
        add(&mut self.cuts, cut);
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, new: Option<T>) {
    list.extend(new.filter(|new| !list.contains(new)));
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
            let found = recall.take(&self.update, &mut |share| progress((done + share) / parts));
            recalled.push((*recall, found));
            done += 1.0;
        }
        let cut = recall::take_cuts(&self.trainings.cuts, &self.update, &mut |share| {
            progress((done + share * self.trainings.cuts.len() as f64) / parts);
        });
        progress(1.0);
        Ok(Measured {
            spectra,
            finals,
            recalled,
            cut,
        })
    }

    /// About how many multiplications it takes.
    pub fn cost(&self) -> f64 {
        let entries = (self.update.rows * self.update.columns) as f64;
        let step = |run: &FinalRun| 6.0 * entries * run.rank as f64 * run.steps as f64;
        let training: f64 = self.trainings.runs.iter().map(step).sum();
        let recalls = self.trainings.recalls.iter();
        let recall: f64 = recalls.map(|recall| recall.cost(&self.update)).sum();
        let cut = recall::cost_of_cuts(&self.trainings.cuts, &self.update);
        DECOMPOSITION * entries * self.update.max_rank() as f64 + training + recall + cut
    }

    fn train(&self, wanted: &FinalRun, progress: &mut dyn FnMut(f64)) -> Option<f64> {
        let config = TrainingConfig {
            which: wanted.which,
            optimizer: wanted.optimizer,
            learning_rate: wanted.learning_rate,
            steps: wanted.steps,
            ranks: vec![wanted.rank],
            ..TrainingConfig::new(self.update, wanted.alpha)
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
    /// The exercise whose own names are known, with their values.
    pub exercise: Option<(&'a Exercise, &'a OwnValues)>,
    /// What was measured; nothing yet, or nothing needed.
    pub measured: Option<&'a Measured>,
    /// The number a student gave.
    pub answer: Option<f64>,
}

impl<'a> EvalContext<'a> {
    /// Parameters alone, without an exercise.
    pub const fn bare(params: &'a Params) -> Self {
        Self {
            params,
            exercise: None,
            measured: None,
            answer: None,
        }
    }

    /// The same with what was measured there.
    #[must_use]
    pub const fn with_measured(self, measured: &'a Measured) -> Self {
        Self {
            measured: Some(measured),
            ..self
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

    /// The value of a name of the exercise's own.
    pub(super) fn own(&self, name: &str) -> Option<f64> {
        let (exercise, values) = self.exercise?;
        exercise.own_value(name, values)
    }

    /// The final error of a run where it was measured and is defined.
    pub(super) fn final_error(&self, wanted: &FinalRun) -> Option<f64> {
        let finals = &self.measured?.finals;
        let (_, error) = finals.iter().find(|(run, _)| run == wanted)?;
        *error
    }

    /// Whether a run has no final error, where it was measured.
    pub(super) fn diverged(&self, wanted: &FinalRun) -> Option<bool> {
        let finals = &self.measured?.finals;
        let (_, error) = finals.iter().find(|(run, _)| run == wanted)?;
        Some(error.is_none())
    }

    /// What an adapter answers right, where it was measured and is defined.
    pub(super) fn recalled(&self, wanted: &FinalRecall) -> Option<Recalled> {
        let recalled = &self.measured?.recalled;
        let (_, found) = recalled.iter().find(|(recall, _)| recall == wanted)?;
        *found
    }

    /// What is left of a full matrix, where it was measured and is defined.
    pub(super) fn cut(&self, wanted: &FinalCut) -> Option<LeftOver> {
        let cuts = &self.measured?.cut;
        let (_, found) = cuts.iter().find(|(cut, _)| cut == wanted)?;
        *found
    }
}

impl Exercise {
    /// What its expressions are worked out from at a state.
    pub const fn context<'a>(&'a self, present: &'a Present) -> EvalContext<'a> {
        EvalContext {
            params: &present.params,
            exercise: Some((self, &present.own)),
            measured: None,
            answer: None,
        }
    }
}
