//! What a run depends on, and the bounds it is checked against.

use serde::{Deserialize, Serialize};

use super::RecallError;
use crate::Scaling;
use crate::training::Family;
use rankscope_params::recall::{FACTS, RECALL_LEARNING_RATES, RECALL_STEPS};
use rankscope_params::training::MOST_RANKS;
use rankscope_params::{Optimizer, Task, Width};

/// The full matrix learns at this multiple of the adapters' rate, which recalls all 256 facts of the
/// defaults: its γ is 1, not α/r.
pub const FULL_RATE: f64 = 2.5;

/// What is asked for: some ranks, trained alike.
///
/// It can hold anything; [`RecallPlan::runs`] is where it is checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecallConfig {
    /// What the keys are answered by.
    pub task: Task,
    /// N.
    pub facts: usize,
    /// `d = V`.
    pub width: usize,
    /// t, the rank of the rule. Facts have none.
    pub rule_rank: usize,
    /// Seed of the keys and answers, and of the start of A.
    pub seed: u32,
    /// The rule of a step.
    pub optimizer: Optimizer,
    /// η.
    pub learning_rate: f64,
    /// α.
    pub alpha: f64,
    /// Steps of each run.
    pub steps: usize,
    /// Ranks, one run each.
    pub ranks: Vec<usize>,
}

/// Who learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Learner {
    /// An adapter.
    Adapter {
        /// How its γ follows from α.
        family: Family,
        /// r.
        rank: usize,
    },
    /// The full matrix, at [`FULL_RATE`] times the adapters' learning rate.
    Full,
}

/// What is trained together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecallPlan {
    /// The questions, the ranks, and how they are trained.
    pub config: RecallConfig,
    /// One run for each rank and each of these, families first.
    pub families: Vec<Family>,
    /// Whether the full matrix is trained too, last.
    pub full: bool,
}

/// One run, checked: [`RecallPlan::runs`] alone makes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecallRunConfig {
    learner: Learner,
    optimizer: Optimizer,
    learning_rate: f64,
    factor: f64,
    width: usize,
    steps: usize,
    seed: u32,
}

impl RecallConfig {
    /// The defaults: 256 facts of width 64, by Adam.
    pub fn new(task: Task) -> Self {
        let optimizer = Optimizer::Adam;
        let (recall, width) = (rankscope_params::Recall::default(), Width::default());
        Self {
            task,
            facts: recall.facts(),
            width: width.count(),
            rule_rank: 4,
            seed: 42,
            optimizer,
            learning_rate: recall.learning_rate(optimizer),
            alpha: 16.0,
            steps: recall.steps(),
            ranks: recall.ranks(width),
        }
    }

    fn check(&self) -> Result<(), RecallError> {
        let Self {
            facts,
            width,
            alpha,
            learning_rate,
            steps,
            ..
        } = *self;
        if !FACTS.contains(&facts) {
            return Err(RecallError::Facts { facts });
        }
        if !Width::ASCENDING.iter().any(|known| known.count() == width) {
            return Err(RecallError::Width { width });
        }
        if self.task == Task::Style && !(1..=width).contains(&self.rule_rank) {
            let rank = self.rule_rank;
            return Err(RecallError::RuleRank { rank, width });
        }
        if !(alpha.is_finite() && alpha > 0.0) {
            return Err(RecallError::Alpha { alpha });
        }
        if !RECALL_LEARNING_RATES.contains(&learning_rate) {
            return Err(RecallError::LearningRate { learning_rate });
        }
        if !RECALL_STEPS.contains(&steps) {
            return Err(RecallError::Steps { steps });
        }
        if !(1..=MOST_RANKS).contains(&self.ranks.len()) {
            let count = self.ranks.len();
            return Err(RecallError::RankCount { count });
        }
        let above = self.ranks.iter().find(|rank| !(1..=width).contains(*rank));
        above.map_or(Ok(()), |&rank| Err(RecallError::Rank { rank, width }))
    }

    fn run(&self, learner: Learner) -> RecallRunConfig {
        let (factor, rate) = match learner {
            Learner::Adapter { family, rank } => (factor(family, self.alpha, rank), 1.0),
            Learner::Full => (1.0, FULL_RATE),
        };
        RecallRunConfig {
            learner,
            optimizer: self.optimizer,
            learning_rate: rate * self.learning_rate,
            factor,
            width: self.width,
            steps: self.steps,
            seed: self.seed,
        }
    }
}

/// γ, by way of LoRA's α, so that rsLoRA is LoRA with α√r to the bit.
fn factor(family: Family, alpha: f64, rank: usize) -> f64 {
    let scaling = match family {
        Family::Lora => Scaling::Lora,
        Family::RsLora | Family::LoraRoot => Scaling::RsLora,
    };
    scaling.lora_alpha(alpha, rank) / rank as f64
}

impl RecallPlan {
    /// Its runs, in order.
    ///
    /// # Errors
    /// Every variant of [`RecallError`] but [`RecallError::Spectrum`].
    pub fn runs(&self) -> Result<Vec<RecallRunConfig>, RecallError> {
        self.config.check()?;
        let ranks = &self.config.ranks;
        let adapters = self.families.iter().flat_map(|&family| {
            let adapter = move |&rank: &usize| Learner::Adapter { family, rank };
            ranks.iter().map(adapter)
        });
        let learners = adapters.chain(self.full.then_some(Learner::Full));
        Ok(learners.map(|learner| self.config.run(learner)).collect())
    }
}

impl RecallRunConfig {
    /// Who learns.
    pub fn learner(&self) -> Learner {
        self.learner
    }

    /// The rule of a step.
    pub fn optimizer(&self) -> Optimizer {
        self.optimizer
    }

    /// η.
    pub fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    /// γ.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// `d = V`.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Steps, if the run does not diverge.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Seed of the start of A.
    pub fn seed(&self) -> u32 {
        self.seed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> RecallPlan {
        RecallPlan {
            config: RecallConfig::new(Task::Style),
            families: vec![Family::Lora, Family::RsLora],
            full: true,
        }
    }

    #[test]
    fn the_defaults_are_a_run_for_each_rank_and_family_and_the_full_matrix() {
        let runs = plan().runs().unwrap();
        assert_eq!(runs.len(), 15);
        let rslora = &runs[9];
        let family = Family::RsLora;
        assert_eq!(rslora.learner(), Learner::Adapter { family, rank: 4 });
        assert_eq!((rslora.factor(), rslora.learning_rate()), (8.0, 0.02));
        let full = runs[14];
        assert_eq!(full.learner(), Learner::Full);
        assert_eq!((full.factor(), full.learning_rate()), (1.0, 0.05));
    }

    #[test]
    fn each_bound_is_checked_and_named() {
        let declined = |change: fn(&mut RecallConfig)| {
            let mut plan = plan();
            change(&mut plan.config);
            plan.runs().unwrap_err().to_string()
        };
        let said = [
            declined(|config| config.facts = 0),
            declined(|config| config.facts = 1_000_000_000),
            declined(|config| config.width = 7),
            declined(|config| config.rule_rank = 65),
            declined(|config| config.alpha = f64::NAN),
            declined(|config| config.learning_rate = f64::INFINITY),
            declined(|config| config.steps = 0),
            declined(|config| config.ranks.clear()),
            declined(|config| config.ranks = vec![2, 65]),
        ];
        let expected = [
            "16…1024 facts can be learned, not 0",
            "16…1024 facts can be learned, not 1000000000",
            "a key has 16, 32, 64 or 128 numbers, not 7",
            "no rule of width 64 has rank 65",
            "α has to be above zero, and is NaN",
            "the learning rate has to be in 0.0001…1000, and is inf",
            "a run has 1…2000 steps, not 0",
            "1 to 16 ranks can learn at once, not 0",
            "no adapter of width 64 has rank 65",
        ];
        assert_eq!(said, expected);
    }

    #[test]
    fn facts_have_no_rule_whose_rank_could_be_wrong() {
        let mut plan = plan();
        plan.config.rule_rank = 1000;
        plan.config.task = Task::Facts;
        assert!(plan.runs().is_ok());
    }
}
