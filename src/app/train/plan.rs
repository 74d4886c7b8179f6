//! What a link asks to be trained.

use rankscope_params::query::Link;
use rankscope_params::{Choices, Optimizer, Rival, Start, Training, Update};
use rankscope_sim::training::{Family, Plan, TrainingConfig};

/// LoRA, and rsLoRA beside it, by both its names if the reader wants.
pub fn of_link(link: &Link) -> Plan {
    let (choices, update) = (link.choices, link.params.update());
    let families: &[Family] = match choices.rival {
        Rival::RsLora => &[Family::Lora, Family::RsLora],
        Rival::LoraRoot => &[Family::Lora, Family::RsLora, Family::LoraRoot],
    };
    Plan {
        config: TrainingConfig {
            update,
            which: choices.update,
            optimizer: choices.optimizer,
            learning_rate: link.training.learning_rate(choices.optimizer),
            alpha: link.params.reading().alpha,
            steps: link.training.steps(),
            ranks: link.training.ranks(update.max_rank()),
            seed: update.seed,
        },
        families: families.to_vec(),
    }
}

/// Whether a training starts by itself when its view opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Launch {
    /// It does.
    OnArrival,
    /// It waits for the reader: who prefers less motion, or has called it off.
    WhenAsked,
}

impl Launch {
    /// Of a reader who has just come.
    pub const fn of(less_motion: bool) -> Self {
        if less_motion {
            Self::WhenAsked
        } else {
            Self::OnArrival
        }
    }
}

/// The plans to train now: that of the link, if it says that the training runs, or if it runs on
/// arrival.
pub fn wanted(link: &Link, launch: Launch) -> Vec<Plan> {
    match (link.choices.run, launch) {
        (Start::AtOnce, _) | (_, Launch::OnArrival) => vec![of_link(link)],
        (Start::ByHand, Launch::WhenAsked) => vec![],
    }
}

/// What the measurement of the first step depends on: neither steps nor learning rate nor which
/// optimizer is chosen.
pub fn of_first_step(config: &TrainingConfig) -> TrainingConfig {
    let optimizer = Optimizer::default();
    TrainingConfig {
        optimizer,
        learning_rate: optimizer.default_learning_rate(),
        steps: 1,
        ..config.clone()
    }
}

/// The first steps that the article's claims are judged by: on the facts update, at the default
/// ranks, whatever the link trains.
pub fn of_claims(link: &Link) -> TrainingConfig {
    let usual = Link {
        training: Training::default(),
        choices: Choices {
            update: Update::Facts,
            optimizer: Optimizer::default(),
            ..link.choices
        },
        ..link.clone()
    };
    of_link(&usual).config
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;

    use super::*;

    fn link(text: &str) -> Link {
        query::read(text).0
    }

    #[test]
    fn a_training_starts_on_arrival_unless_less_motion_is_preferred() {
        let (quiet, told) = (link("view=train"), link("view=train&run=1"));
        let less_motion = Launch::of(true);
        assert_eq!(wanted(&quiet, Launch::of(false)), [of_link(&quiet)]);
        assert_eq!(wanted(&quiet, less_motion), []);
        assert_eq!(wanted(&told, less_motion), [of_link(&told)]);
    }

    #[test]
    fn the_first_step_is_measured_once_for_all_steps_rates_and_optimizers() {
        let first = |text| of_first_step(&of_link(&link(text)).config);
        let other = first("steps=7&lr=0.5&optimizer=adam");
        assert_eq!(first(""), other);
        assert_ne!(first(""), first("alpha=3"));
        assert_ne!(first(""), first("ranks=2"));
    }

    #[test]
    fn claims_are_judged_alike_whatever_is_trained() {
        let other = link("steps=7&ranks=3&update=style&optimizer=adam");
        assert_eq!(of_claims(&other), of_claims(&link("")));
        assert_ne!(of_claims(&link("noise=0.2")), of_claims(&link("")));
    }
}
