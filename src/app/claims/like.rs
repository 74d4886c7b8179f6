//! “Like my setting”: which of the literature counts for a reader's own training.
//!
//! A source counts where each condition that the reader set is one under which it was found, or one on
//! which it does not depend. What a source does not say of a condition does not match a condition that was
//! set: it may have been another.

use rankscope_params::{Choices, LikeModel, LikeOptimizer, LikeRate};

use super::ledger::{OptimizerUsed, RateUsed, Source, Subject};

/// The reader's setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Like {
    pub optimizer: LikeOptimizer,
    pub rate: LikeRate,
    pub model: LikeModel,
}

impl Like {
    /// That of a link.
    pub const fn of(choices: &Choices) -> Self {
        Self {
            optimizer: choices.like_optimizer,
            rate: choices.like_rate,
            model: choices.like_model,
        }
    }

    /// Whether anything is set.
    pub fn is_set(self) -> bool {
        self != Self::default()
    }

    /// Whether a source counts.
    pub const fn counts(self, source: &Source) -> bool {
        self.optimizer_counts(source.optimizer)
            && self.rate_counts(source.rate)
            && self.model_counts(source.subject)
    }

    const fn optimizer_counts(self, used: OptimizerUsed) -> bool {
        match (self.optimizer, used) {
            (LikeOptimizer::Any, _)
            | (_, OptimizerUsed::None | OptimizerUsed::Both)
            | (LikeOptimizer::Sgd, OptimizerUsed::Sgd)
            | (LikeOptimizer::Adam, OptimizerUsed::Adam) => true,
            (LikeOptimizer::Sgd | LikeOptimizer::Adam, _) => false,
        }
    }

    const fn rate_counts(self, used: RateUsed) -> bool {
        match (self.rate, used) {
            (LikeRate::Any, _)
            | (_, RateUsed::None | RateUsed::Both)
            | (LikeRate::Tuned, RateUsed::Tuned)
            | (LikeRate::One, RateUsed::One) => true,
            (LikeRate::Tuned | LikeRate::One, _) => false,
        }
    }

    const fn model_counts(self, subject: Subject) -> bool {
        match (self.model, subject) {
            (LikeModel::Any, _)
            | (_, Subject::None)
            | (LikeModel::Matrix, Subject::Matrix)
            | (LikeModel::Language, Subject::LanguageModel) => true,
            (LikeModel::Matrix | LikeModel::Language, _) => false,
        }
    }
}
