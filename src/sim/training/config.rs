//! What a training run depends on, and the bounds it is checked against.

use serde::{Deserialize, Serialize};

use super::TrainingError;
use crate::Scaling;
use rankscope_params::training::{DEFAULT_RANKS, DEFAULT_STEPS, LEARNING_RATES, MOST_RANKS, STEPS};
use rankscope_params::{Optimizer, Update, UpdateParams};

/// The largest `m = min(d, k)`: a step costs up to `6dkm` operations.
pub const LARGEST_MAX_RANK: usize = 256;

/// How the numerator of a run's γ follows from α.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Family {
    /// LoRA with α.
    Lora,
    /// rsLoRA with α.
    RsLora,
    /// LoRA with α√r, an α for each rank: rsLoRA by another name.
    LoraRoot,
}

/// What is asked for: some ranks, trained alike.
///
/// It can hold anything; [`TrainingConfig::runs`] is where it is checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TrainingConfig {
    /// How both updates are drawn.
    pub update: UpdateParams,
    /// Which of the two is fitted.
    pub which: Update,
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
    /// Seed of the start of A, the same for each rank.
    pub seed: u32,
}

impl TrainingConfig {
    /// The defaults for an update: the facts, by SGD, from the seed the update is drawn from.
    pub fn new(update: UpdateParams, alpha: f64) -> Self {
        let optimizer = Optimizer::Sgd;
        let mut ranks = DEFAULT_RANKS.to_vec();
        ranks.retain(|&rank| rank <= update.max_rank());
        Self {
            update,
            which: Update::Facts,
            optimizer,
            learning_rate: optimizer.default_learning_rate(),
            alpha,
            steps: DEFAULT_STEPS,
            ranks,
            seed: update.seed,
        }
    }

    /// One run for each rank, in the order of the list, all of one scaling.
    ///
    /// # Errors
    /// Every variant of [`TrainingError`] but those of the update itself, which
    /// [`super::TrainingTarget::draw`] has.
    pub fn runs(&self, scaling: Scaling) -> Result<Vec<RunConfig>, TrainingError> {
        let max_rank = self.update.max_rank();
        let (alpha, learning_rate, steps) = (self.alpha, self.learning_rate, self.steps);
        let count = self.ranks.len();
        if max_rank > LARGEST_MAX_RANK {
            return Err(TrainingError::TooLarge { max_rank });
        }
        if !(alpha.is_finite() && alpha > 0.0) {
            return Err(TrainingError::Alpha { alpha });
        }
        if !LEARNING_RATES.contains(&learning_rate) {
            return Err(TrainingError::LearningRate { learning_rate });
        }
        if !STEPS.contains(&steps) {
            return Err(TrainingError::Steps { steps });
        }
        if !(1..=MOST_RANKS).contains(&count) {
            return Err(TrainingError::RankCount { count });
        }
        let run = |&rank: &usize| {
            if !(1..=max_rank).contains(&rank) {
                return Err(TrainingError::Rank { rank, max_rank });
            }
            Ok(RunConfig {
                optimizer: self.optimizer,
                learning_rate,
                scaling,
                alpha,
                rank,
                steps,
                seed: self.seed,
            })
        };
        self.ranks.iter().map(run).collect()
    }

    /// One run for each rank, of one family.
    ///
    /// # Errors
    /// As [`TrainingConfig::runs`].
    pub fn runs_of(&self, family: Family) -> Result<Vec<RunConfig>, TrainingError> {
        match family {
            Family::Lora => self.runs(Scaling::Lora),
            Family::RsLora => self.runs(Scaling::RsLora),
            Family::LoraRoot => {
                let mut runs = self.runs(Scaling::Lora)?;
                for run in &mut runs {
                    run.alpha = Scaling::RsLora.lora_alpha(run.alpha, run.rank);
                }
                Ok(runs)
            }
        }
    }
}

/// One run, checked: [`TrainingConfig::runs`] alone makes them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunConfig {
    optimizer: Optimizer,
    learning_rate: f64,
    scaling: Scaling,
    alpha: f64,
    rank: usize,
    steps: usize,
    seed: u32,
}

impl RunConfig {
    /// The rule of a step.
    pub fn optimizer(&self) -> Optimizer {
        self.optimizer
    }

    /// η.
    pub fn learning_rate(&self) -> f64 {
        self.learning_rate
    }

    /// The rule of γ.
    pub fn scaling(&self) -> Scaling {
        self.scaling
    }

    /// α.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// r.
    pub fn rank(&self) -> usize {
        self.rank
    }

    /// Steps, if the run does not diverge.
    pub fn steps(&self) -> usize {
        self.steps
    }

    /// Seed of the start of A.
    pub fn seed(&self) -> u32 {
        self.seed
    }

    /// γ, by way of LoRA's α.
    ///
    /// rsLoRA with α is LoRA with α√r. Taking both through one division makes that true to the
    /// bit; [`Scaling::factor`] divides by √r, as NumPy does, and may differ in the last place.
    pub fn factor(&self) -> f64 {
        self.scaling.lora_alpha(self.alpha, self.rank) / self.rank as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rankscope_params::Params;

    fn defaults() -> TrainingConfig {
        TrainingConfig::new(Params::default().update(), 16.0)
    }

    #[test]
    fn the_defaults_are_one_run_for_each_rank() {
        let runs = defaults().runs(Scaling::RsLora).unwrap();
        let ranks: Vec<_> = runs.iter().map(RunConfig::rank).collect();
        assert_eq!(ranks, DEFAULT_RANKS);
        assert_eq!(runs[3].factor(), 4.0);
    }

    #[test]
    fn lora_with_a_root_in_its_alpha_has_rsloras_factor_to_the_bit() {
        let config = TrainingConfig {
            ranks: (1..=16).collect(),
            ..defaults()
        };
        let factors = |family| -> Vec<u64> {
            let runs = config.runs_of(family).unwrap();
            runs.iter().map(|run| run.factor().to_bits()).collect()
        };
        assert_eq!(factors(Family::LoraRoot), factors(Family::RsLora));
    }

    #[test]
    fn a_small_matrix_has_the_default_ranks_that_fit() {
        let mut update = Params::default().update();
        update.rows = 9;
        assert_eq!(TrainingConfig::new(update, 16.0).ranks, [2, 4, 8]);
    }

    #[test]
    fn each_bound_is_checked_and_named() {
        let declined = |change: fn(&mut TrainingConfig)| {
            let mut config = defaults();
            change(&mut config);
            config.runs(Scaling::Lora).unwrap_err()
        };
        for learning_rate in [0.0, -1.0, 1e9, f64::INFINITY] {
            let config = TrainingConfig {
                learning_rate,
                ..defaults()
            };
            let error = TrainingError::LearningRate { learning_rate };
            assert_eq!(config.runs(Scaling::Lora), Err(error));
        }
        let error = declined(|config| config.learning_rate = f64::NAN);
        assert!(matches!(error, TrainingError::LearningRate { .. }));
        let error = declined(|config| config.alpha = f64::NAN);
        assert!(matches!(error, TrainingError::Alpha { .. }));
        let error = declined(|config| config.alpha = 0.0);
        assert_eq!(error, TrainingError::Alpha { alpha: 0.0 });
        let error = declined(|config| config.steps = 0);
        assert_eq!(error, TrainingError::Steps { steps: 0 });
        let error = declined(|config| config.steps = 1_000_000_000);
        assert!(matches!(error, TrainingError::Steps { .. }));
        let error = declined(|config| config.ranks.clear());
        assert_eq!(error, TrainingError::RankCount { count: 0 });
        let error = declined(|config| config.ranks = vec![1; 17]);
        assert_eq!(error, TrainingError::RankCount { count: 17 });
        for rank in [0, 65] {
            let config = TrainingConfig {
                ranks: vec![2, rank],
                ..defaults()
            };
            let error = TrainingError::Rank { rank, max_rank: 64 };
            assert_eq!(config.runs(Scaling::Lora), Err(error));
        }
        let error = declined(|config| (config.update.rows, config.update.columns) = (257, 300));
        assert_eq!(error, TrainingError::TooLarge { max_rank: 257 });
    }

    #[test]
    fn an_error_says_what_was_asked_and_what_can_be() {
        let error = TrainingError::LearningRate { learning_rate: 1e9 };
        assert_eq!(
            error.to_string(),
            "the learning rate has to be in 0.000001…10, and is 1000000000"
        );
    }
}
