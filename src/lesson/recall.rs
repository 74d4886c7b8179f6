//! What the recall experiment finds, as a quantity in exercises: the share of keys that one adapter
//! answers right after its last step. The definition is [`rankscope_sim::recall`]'s.
//!
//! The width of keys is d, the rule's rank the true rank; the seed is that of the parameters. The steps
//! are those of the Recall view.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use rankscope_params::training::MOST_RANKS;
use rankscope_params::{Task, UpdateParams};
use rankscope_sim::Scaling;
use rankscope_sim::recall::{ChunkedRecall, HELD_OUT, Learned, RecallConfig, RecallPlan, learn};
use rankscope_sim::training::{Family, Optimizer};

/// Steps between two reports of progress.
const STRIDE: usize = 25;
/// Multiplications for each key and answer beside the products with A and B: the softmax.
const SOFTMAX: f64 = 12.0;
/// How often held-out keys are answered in a run.
const EXAMS: f64 = 10.0;

/// One adapter that learns.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalRecall {
    /// What the keys are answered by.
    pub task: Task,
    /// Keys that are learned.
    pub facts: usize,
    /// r.
    pub rank: usize,
    /// The rule of γ.
    pub scaling: Scaling,
    /// The rule of a step.
    pub optimizer: Optimizer,
    /// η.
    pub learning_rate: f64,
    /// α.
    pub alpha: f64,
}

/// The full matrix once it has learned, cut to a rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FinalCut {
    /// What the keys are answered by.
    pub task: Task,
    /// Keys that are learned.
    pub facts: usize,
    /// The rank it is cut to.
    pub rank: usize,
}

/// What is left of the full matrix, as shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeftOver {
    /// Of the keys it learned, those still answered right.
    pub recall: f64,
    /// Of its energy.
    pub energy: f64,
}

/// Plans whose boards an exercise can show: each learns in a worker of its own.
pub const MOST_PLANS: usize = 2;

/// What adapters learn at some parameters, those that learn alike together.
pub fn plans(wanted: &[FinalRecall], update: &UpdateParams) -> Vec<RecallPlan> {
    let mut plans: Vec<RecallPlan> = Vec::new();
    for recall in wanted {
        let mut new = recall.plan(update);
        let same = |plan: &&mut RecallPlan| {
            new.config.ranks.clone_from(&plan.config.ranks);
            **plan == new
        };
        match plans.iter_mut().find(same) {
            Some(plan) => plan.config.ranks.push(recall.rank),
            None => plans.push(recall.plan(update)),
        }
    }
    plans
}

/// What it answers right after its last step, as shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recalled {
    /// Of the keys it learned.
    pub learned: f64,
    /// Of keys it has never seen; none where there are none.
    pub held_out: Option<f64>,
}

impl FinalRecall {
    /// How it is trained.
    fn plan(&self, update: &UpdateParams) -> RecallPlan {
        let config = RecallConfig {
            optimizer: self.optimizer,
            learning_rate: self.learning_rate,
            alpha: self.alpha,
            ranks: vec![self.rank],
            ..config(self.task, self.facts, update)
        };
        RecallPlan {
            config,
            families: vec![self.family()],
            full: false,
        }
    }

    fn family(&self) -> Family {
        match self.scaling {
            Scaling::Lora => Family::Lora,
            Scaling::RsLora => Family::RsLora,
        }
    }

    /// Trains it; `progress` is called with the share done. None where it cannot be trained or diverges,
    /// which is undefined in expressions, not wrong.
    pub(super) fn take(
        &self,
        update: &UpdateParams,
        progress: &mut dyn FnMut(f64),
    ) -> Option<Recalled> {
        let learned = learned(self.plan(update), progress)?;
        let run = learned.run(self.family(), self.rank)?;
        Some(Recalled {
            learned: run.final_board()?.recall(),
            held_out: run.final_exam().map(|board| board.recall()),
        })
    }

    /// About how many multiplications it takes.
    pub(super) fn cost(&self, update: &UpdateParams) -> f64 {
        let (facts, width) = (self.facts as f64, update.rows as f64);
        let products = 5.0 * facts * width * self.rank as f64;
        let steps = RecallConfig::new(self.task).steps as f64;
        let exams = match self.task {
            Task::Facts => 0.0,
            Task::Style => EXAMS * HELD_OUT as f64 * width * (width + SOFTMAX),
        };
        steps * (products + SOFTMAX * facts * width) + exams
    }
}

/// The questions, at the defaults of the Recall view.
fn config(task: Task, facts: usize, update: &UpdateParams) -> RecallConfig {
    RecallConfig {
        facts,
        width: update.rows,
        rule_rank: update.true_rank,
        seed: update.seed,
        ..RecallConfig::new(task)
    }
}

/// A plan that has been learned; none where it cannot be.
fn learned(plan: RecallPlan, progress: &mut dyn FnMut(f64)) -> Option<Rc<Learned>> {
    let mut recall = ChunkedRecall::new(plan).ok()?;
    let mut session = None;
    while let Some(chunk) = recall.next() {
        let mut turns = 0;
        let mut go_on = || {
            turns += 1;
            turns < STRIDE
        };
        let growth = learn(&mut session, &chunk, &mut || (), &mut go_on).ok()?;
        recall.take(&chunk, growth);
        progress(recall.learned().share());
    }
    Some(Rc::clone(recall.learned()))
}

/// Trains full matrices, each once, and cuts them to every rank that is wanted.
pub(super) fn take_cuts(
    wanted: &[FinalCut],
    update: &UpdateParams,
    progress: &mut dyn FnMut(f64),
) -> Vec<(FinalCut, Option<LeftOver>)> {
    let mut found = Vec::with_capacity(wanted.len());
    for alike in matrices(wanted) {
        for part in alike.chunks(MOST_RANKS) {
            let Some(first) = part.first() else { continue };
            let config = RecallConfig {
                ranks: part.iter().map(|cut| cut.rank).collect(),
                ..config(first.task, first.facts, update)
            };
            let plan = RecallPlan {
                config,
                families: vec![],
                full: true,
            };
            let before = found.len() as f64;
            let learned = learned(plan, &mut |share| {
                progress((before + share * part.len() as f64) / wanted.len() as f64);
            });
            let left = |cut: &FinalCut| {
                let learned = learned.as_ref()?;
                let right = learned.truncated(cut.rank)?.right;
                Some(LeftOver {
                    recall: right as f64 / cut.facts as f64,
                    energy: learned.cut.as_ref()?.spectrum.energy(cut.rank)?,
                })
            };
            found.extend(part.iter().map(|cut| (*cut, left(cut))));
        }
    }
    found
}

/// About how many multiplications that takes.
pub(super) fn cost_of_cuts(wanted: &[FinalCut], update: &UpdateParams) -> f64 {
    let cost = |alike: Vec<FinalCut>| {
        let Some(first) = alike.first() else {
            return 0.0;
        };
        let (facts, width) = (first.facts as f64, update.rows as f64);
        let steps = RecallConfig::new(first.task).steps as f64;
        let trainings = alike.len().div_ceil(MOST_RANKS) as f64;
        trainings * steps * facts * width * (2.0 * width + SOFTMAX)
    };
    matrices(wanted).into_iter().map(cost).sum()
}

/// Those of one matrix together.
fn matrices(wanted: &[FinalCut]) -> Vec<Vec<FinalCut>> {
    let mut matrices: Vec<Vec<FinalCut>> = Vec::new();
    for cut in wanted {
        let same = |alike: &&mut Vec<FinalCut>| {
            let first = alike.first();
            first.is_some_and(|first| (first.task, first.facts) == (cut.task, cut.facts))
        };
        match matrices.iter_mut().find(same) {
            Some(alike) => alike.push(*cut),
            None => matrices.push(vec![*cut]),
        }
    }
    matrices
}
