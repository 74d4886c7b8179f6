//! What the recall experiment finds, as a quantity in exercises: the share of keys that one adapter
//! answers right after its last step. The definition is [`rankscope_sim::recall`]'s.
//!
//! The width of keys is d, the rule's rank the true rank; α and the seed are those of the parameters. All
//! else is at the defaults of the Recall view: LoRA, Adam, its learning rate and steps.

use serde::{Deserialize, Serialize};

use rankscope_params::{Task, UpdateParams};
use rankscope_sim::recall::{ChunkedRecall, HELD_OUT, RecallConfig, RecallPlan, learn};
use rankscope_sim::training::Family;

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
}

/// Plans whose boards an exercise can show: each learns in a worker of its own.
pub const MOST_PLANS: usize = 2;

/// What adapters learn at some parameters, those with the same keys together.
pub fn plans(wanted: &[FinalRecall], update: &UpdateParams, alpha: f64) -> Vec<RecallPlan> {
    let mut plans: Vec<RecallPlan> = Vec::new();
    for recall in wanted {
        let same = |plan: &&mut RecallPlan| {
            (plan.config.task, plan.config.facts) == (recall.task, recall.facts)
        };
        match plans.iter_mut().find(same) {
            Some(plan) => plan.config.ranks.push(recall.rank),
            None => plans.push(recall.plan(update, alpha)),
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
    fn plan(&self, update: &UpdateParams, alpha: f64) -> RecallPlan {
        let config = RecallConfig {
            facts: self.facts,
            width: update.rows,
            rule_rank: update.true_rank,
            seed: update.seed,
            alpha,
            ranks: vec![self.rank],
            ..RecallConfig::new(self.task)
        };
        RecallPlan {
            config,
            families: vec![Family::Lora],
            full: false,
        }
    }

    /// Trains it; `progress` is called with the share done. None where it cannot be trained or diverges,
    /// which is undefined in expressions, not wrong.
    pub(super) fn take(
        &self,
        (update, alpha): (&UpdateParams, f64),
        progress: &mut dyn FnMut(f64),
    ) -> Option<Recalled> {
        let mut recall = ChunkedRecall::new(self.plan(update, alpha)).ok()?;
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
        let run = recall.learned().run(Family::Lora, self.rank)?;
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
