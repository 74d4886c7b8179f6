//! The story's steps: what the one button of each does, and what it is called then.

use rankscope_params::query::Link;
use rankscope_params::recall::DEFAULT_FACTS;
use rankscope_params::{Input, Key, Optimizer, Params, RecallNumber, Step, TransformerRate, View};
use rankscope_sim::Spectra;

use super::words::StoryStep;

/// The share of facts that the third step asks for.
pub const GOAL: f64 = 0.9;
/// Noise in which the cliff of style is gone.
const LOUD: f64 = 0.2;
/// An α that is large for small ranks.
const LARGE_ALPHA: f64 = 64.0;

/// Takes back what can be changed in a step of the story, to what it was before.
pub fn leave(step: Step, link: &mut Link, before: &Link) {
    let mut back = |key: Key| {
        let value = before.params.get(key);
        link.params = link.params.with(key, value).0;
    };
    match step {
        Step::Product | Step::Facts => back(Key::RankLow),
        Step::Style => back(Key::Noise),
        Step::Scale => back(Key::Alpha),
        Step::Training => {
            // Its default is the view's.
            let before = before.in_view(link.choices.view);
            link.choices.optimizer = before.choices.optimizer;
        }
        Step::Recall => link.recall.clone_from(&before.recall),
        Step::Transformer => link.choices.transformer_lr = before.choices.transformer_lr,
        Step::Top | Step::Yours => {}
    }
}

/// The button of a step: what it says, and the state it leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    pub label: &'static str,
    pub to: Link,
}

/// What the button of a step does in a state.
pub fn deed(step: &StoryStep, link: &Link, spectra: Option<&Spectra>) -> Deed {
    let mut to = link.clone();
    let back = |params: Params, key: Key| params.with_default(key).0;
    let there = |params: Params, key: Key, value: f64| params.with(key, value).0;
    let params = link.params;
    let reading = params.reading();
    let label = match step.step {
        Step::Product => {
            let one = reading.rank_low == 1;
            to.params = if one {
                back(params, Key::RankLow)
            } else {
                there(params, Key::RankLow, 1.0)
            };
            if one { "Back to rank 4" } else { step.action }
        }
        Step::Style => {
            let loud = params.get(Key::Noise) >= LOUD;
            to.params = if loud {
                back(params, Key::Noise)
            } else {
                there(params, Key::Noise, LOUD)
            };
            if loud {
                "Back to noise 0.01"
            } else {
                step.action
            }
        }
        Step::Facts => {
            let rank = spectra.and_then(|spectra| rank_for(&spectra.facts, GOAL));
            if let Some(rank) = rank {
                to.params = there(params, Key::RankLow, rank as f64);
            }
            step.action
        }
        Step::Scale => {
            let large = reading.alpha == LARGE_ALPHA;
            to.params = if large {
                back(params, Key::Alpha)
            } else {
                there(params, Key::Alpha, LARGE_ALPHA)
            };
            if large {
                "Back to α = 16"
            } else {
                step.action
            }
        }
        Step::Training => {
            let adam = link.choices.optimizer == Optimizer::Adam;
            to.choices.optimizer = if adam {
                Optimizer::Sgd
            } else {
                Optimizer::Adam
            };
            if adam {
                "Back to gradient descent"
            } else {
                step.action
            }
        }
        Step::Recall => {
            let twice = link.recall.facts() == 2 * DEFAULT_FACTS;
            let input = if twice {
                Input::Default
            } else {
                Input::Text((2 * DEFAULT_FACTS).to_string())
            };
            to.set(RecallNumber::Facts.into(), &input);
            if twice {
                "Back to 256 facts"
            } else {
                step.action
            }
        }
        Step::Transformer => {
            let middle = link.choices.transformer_lr == TransformerRate::Middle;
            to.choices.transformer_lr = if middle {
                TransformerRate::Low
            } else {
                TransformerRate::Middle
            };
            if middle { "Back to 0.001" } else { step.action }
        }
        Step::Top | Step::Yours => {
            to.choices.view = View::Adapter;
            step.action
        }
    };
    Deed { label, to }
}

/// The smallest rank that keeps this share of an update.
pub fn rank_for(spectrum: &rankscope_sim::Spectrum, share: f64) -> Option<usize> {
    (1..=spectrum.max_rank()).find(|rank| spectrum.energy(*rank).is_some_and(|kept| kept >= share))
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;

    use super::super::words::STORY;
    use super::*;

    fn spectra(link: &Link) -> Spectra {
        rankscope_sim::simulate(&link.params.update(), &mut |_| ()).unwrap()
    }

    #[test]
    fn every_step_leads_to_another_state_and_a_toggle_back() {
        let (start, _) = query::read("");
        for step in &STORY {
            let there = deed(step, &start, Some(&spectra(&start)));
            assert_ne!(there.to, start, "{}", step.title);
            let toggles = !matches!(step.step, Step::Facts | Step::Yours);
            if toggles {
                let back = deed(step, &there.to, Some(&spectra(&there.to)));
                assert_eq!(back.to, start, "{}", step.title);
                assert_ne!(back.label, there.label);
            }
        }
    }

    #[test]
    fn nine_tenths_of_facts_take_forty_two_ranks() {
        let (start, _) = query::read("");
        let spectra = spectra(&start);
        let rank = rank_for(&spectra.facts, GOAL).unwrap();
        assert!(spectra.facts.energy(rank).unwrap() >= GOAL);
        assert!(spectra.facts.energy(rank - 1).unwrap() < GOAL);
        let deed = deed(&STORY[2], &start, Some(&spectra));
        assert_eq!(deed.to.params.reading().rank_low, rank);
    }

    #[test]
    fn a_zero_update_leaves_the_third_step_where_it_is() {
        let (zero, _) = query::read("view=start&facts_max=0&facts_min=0&noise=0");
        let spectra = spectra(&zero);
        assert_eq!(deed(&STORY[2], &zero, Some(&spectra)).to, zero);
    }
}
