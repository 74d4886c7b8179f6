//! What NumPy wrote of the experiment, with the plans that make the same here.

use rankscope_params::{Optimizer, Task};
use rankscope_sim::recall::{Learner, RecallConfig, RecallPlan};
use rankscope_sim::training::Family;
use serde::Deserialize;

use crate::oracle;

#[derive(Deserialize)]
pub(crate) struct Settings {
    task: String,
    pub(crate) facts: usize,
    pub(crate) width: usize,
    rule_rank: usize,
    seed: u32,
    optimizer: String,
    lr: f64,
    alpha: f64,
    steps: usize,
}

#[derive(Deserialize)]
pub(crate) struct Experiment {
    pub(crate) settings: Settings,
    pub(crate) ranks: Vec<usize>,
    pub(crate) first_key: Option<Vec<u64>>,
    pub(crate) answers: Option<Vec<u16>>,
    pub(crate) held_out_answers: Option<Vec<u16>>,
    #[serde(default)]
    pub(crate) runs: Vec<NumpyRun>,
    pub(crate) full: Option<NumpyFull>,
    pub(crate) sizes: Option<Vec<usize>>,
    pub(crate) right: Option<Vec<Vec<usize>>>,
    pub(crate) capacities: Option<Vec<Option<(f64, f64)>>>,
}

#[derive(Deserialize)]
pub(crate) struct NumpyRun {
    learner: String,
    rank: Option<usize>,
    /// Whether the end of the run does not depend on how it is rounded.
    pub(crate) sure: bool,
    /// None where it has not diverged, or is not sure.
    pub(crate) diverged: Option<usize>,
    pub(crate) losses: Vec<(usize, f64)>,
    /// None where rounding decides, or the run diverged.
    pub(crate) right: Option<usize>,
    pub(crate) held_out: Option<usize>,
}

#[derive(Deserialize)]
pub(crate) struct NumpyFull {
    /// Rank, keys answered right, held-out keys answered right; none where rounding decides, or where
    /// no keys are held out.
    pub(crate) cut: Vec<(usize, Option<usize>, Option<usize>)>,
    pub(crate) singular_values: Vec<f64>,
}

impl Experiment {
    pub(crate) fn config(&self) -> RecallConfig {
        let Settings {
            facts,
            width,
            rule_rank,
            seed,
            alpha,
            steps,
            ..
        } = self.settings;
        RecallConfig {
            task: match self.settings.task.as_str() {
                "facts" => Task::Facts,
                "style" => Task::Style,
                other => panic!("no task {other}"),
            },
            optimizer: match self.settings.optimizer.as_str() {
                "sgd" => Optimizer::Sgd,
                "adam" => Optimizer::Adam,
                other => panic!("no optimizer {other}"),
            },
            learning_rate: self.settings.lr,
            ranks: self.ranks.clone(),
            facts,
            width,
            rule_rank,
            seed,
            alpha,
            steps,
        }
    }

    pub(crate) fn plan(&self) -> RecallPlan {
        let is = |name| self.runs.iter().any(|run| run.learner == name);
        RecallPlan {
            config: self.config(),
            families: vec![Family::Lora, Family::RsLora],
            full: is("full"),
        }
    }

    pub(crate) fn name(&self) -> String {
        let Settings {
            task,
            facts,
            width,
            seed,
            optimizer,
            lr,
            ..
        } = &self.settings;
        format!("{facts} {task}, width {width}, seed {seed}, {optimizer} at {lr}")
    }
}

impl NumpyRun {
    pub(crate) fn learner(&self) -> Learner {
        let family = match self.learner.as_str() {
            "lora" => Family::Lora,
            "rslora" => Family::RsLora,
            "full" => return Learner::Full,
            other => panic!("no learner {other}"),
        };
        let rank = self.rank.expect("a rank");
        Learner::Adapter { family, rank }
    }
}

/// Those in which something is trained.
pub(crate) fn experiments() -> impl Iterator<Item = Experiment> {
    let all: Vec<Experiment> = oracle::load("recall");
    all.into_iter()
        .filter(|experiment| !experiment.runs.is_empty())
}
