//! What a link asks to be learned.

use rankscope_params::query::Link;
use rankscope_params::{Rival, Start};
use rankscope_sim::recall::{RecallConfig, RecallPlan};
use rankscope_sim::training::Family;

pub use crate::train::plan::Launch;

/// How everything is trained.
pub fn config(link: &Link) -> RecallConfig {
    let (choices, recall) = (link.choices, &link.recall);
    let params = link.params.update();
    let width = choices.width.count();
    RecallConfig {
        task: choices.task,
        facts: recall.facts(),
        width,
        // A rule of a higher rank than the keys are wide is one of that rank.
        rule_rank: params.true_rank.min(width),
        seed: params.seed,
        optimizer: choices.optimizer,
        learning_rate: recall.learning_rate(choices.optimizer),
        alpha: link.params.reading().alpha,
        steps: recall.steps(),
        ranks: recall.ranks(choices.width),
    }
}

/// The plans of a link, each for a worker of its own: LoRA and the full matrix, and LoRA's rival.
pub fn of_link(link: &Link) -> Vec<RecallPlan> {
    let config = config(link);
    let rival = match link.choices.rival {
        Rival::RsLora => Family::RsLora,
        Rival::LoraRoot => Family::LoraRoot,
    };
    let plan = |family, full| RecallPlan {
        config: config.clone(),
        families: vec![family],
        full,
    };
    vec![plan(Family::Lora, true), plan(rival, false)]
}

/// The plans to train now: those of the link, if it says that it runs, or if it runs on arrival.
pub fn wanted(link: &Link, launch: Launch) -> Vec<RecallPlan> {
    match (link.choices.run, launch) {
        (Start::AtOnce, _) | (_, Launch::OnArrival) => of_link(link),
        (Start::ByHand, Launch::WhenAsked) => vec![],
    }
}

#[cfg(test)]
mod tests {
    use rankscope_params::{Optimizer, Task, query};

    use super::*;

    fn config_of(text: &str) -> RecallConfig {
        config(&query::read(text).0)
    }

    #[test]
    fn a_bare_link_asks_for_the_published_experiment() {
        assert_eq!(config_of("view=recall"), RecallConfig::new(Task::Facts));
        assert_eq!(config_of("embed=recall"), RecallConfig::new(Task::Facts));
        let sgd = config_of("view=recall&optimizer=sgd");
        assert_eq!((sgd.optimizer, sgd.learning_rate), (Optimizer::Sgd, 1.0));
        assert_eq!(config_of("embed=recall&optimizer=sgd"), sgd);
    }

    #[test]
    fn whatever_a_link_says_can_be_trained() {
        for link in [
            "facts=0",
            "facts=1e9",
            "width=7",
            "width=16&true_rank=60&task=style",
            "width=16&recall_ranks=64,128",
            "recall_lr=1e99&recall_steps=0",
            "recall_ranks=,&alpha=0",
        ] {
            for plan in of_link(&query::read(&format!("view=recall&{link}")).0) {
                assert!(plan.runs().is_ok(), "{link}");
            }
        }
        assert_eq!(config_of("width=16&true_rank=60").rule_rank, 16);
    }

    #[test]
    fn it_runs_on_arrival_unless_less_motion_is_preferred() {
        let (quiet, told) = (
            query::read("view=recall").0,
            query::read("view=recall&run=1").0,
        );
        assert_eq!(wanted(&quiet, Launch::of(false)).len(), 2);
        assert_eq!(wanted(&quiet, Launch::of(true)), []);
        assert_eq!(wanted(&told, Launch::of(true)).len(), 2);
    }
}
