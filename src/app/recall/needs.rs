//! Which rank each number of facts needed, of the runs since the view opened or another setting changed:
//! what doubling the facts does to the rank.

use std::rc::Rc;

use crate::Reduce;
use rankscope_params::Task;
use rankscope_params::recall::FACTS;
use rankscope_sim::recall::{RecallConfig, RecallResults};
use rankscope_sim::training::Family;

/// What runs that differ in their number of facts alone needed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needs {
    /// How all of them were trained, with the facts of the last.
    config: Option<RecallConfig>,
    /// By number of facts.
    found: Vec<Need>,
}

/// What LoRA needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    pub facts: usize,
    /// The smallest rank that recalls them; none of those that were trained does.
    pub rank: Option<usize>,
}

impl Needs {
    /// By number of facts.
    pub fn found(&self) -> &[Need] {
        &self.found
    }

    /// How many times the rank twice the facts needed; none where they have not been doubled, or where two
    /// doublings differ.
    pub fn times(&self) -> Option<f64> {
        let mut times = self.found.iter().filter_map(|after| {
            let mut others = self.found.iter();
            let before = others.find(|before| 2 * before.facts == after.facts)?;
            Some(after.rank? as f64 / before.rank? as f64)
        });
        let first = times.next()?;
        times.all(|other| other == first).then_some(first)
    }
}

/// Twice as many facts; none where they are more than can be learned.
pub fn twice(facts: usize) -> Option<usize> {
    Some(2 * facts).filter(|facts| FACTS.contains(facts))
}

/// Half as many; none where they are fewer.
pub fn half(facts: usize) -> Option<usize> {
    Some(facts / 2).filter(|facts| FACTS.contains(facts))
}

impl Reduce for Needs {
    /// This is shown now.
    type Action = RecallResults;

    fn reduce(self: Rc<Self>, results: RecallResults) -> Rc<Self> {
        let Some(config) = results.config().filter(|_| results.finished()) else {
            return self;
        };
        let mut next = (*self).clone();
        let facts = config.facts;
        let same = next.config.as_ref().is_some_and(|other| {
            RecallConfig {
                facts,
                ..other.clone()
            } == *config
        });
        if !same {
            next = Self::default();
        }
        next.config = Some(config.clone());
        next.found.retain(|need| need.facts != facts);
        if config.task == Task::Facts {
            let rank = results.smallest(Family::Lora);
            let at = next.found.partition_point(|need| need.facts < facts);
            next.found.insert(at, Need { facts, rank });
        }
        if next == *self { self } else { next.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recall::tests::learned;
    use crate::recall::{plan, words};
    use rankscope_params::query;

    /// Of runs of LoRA alone.
    fn after(links: &[&str]) -> Needs {
        let needs = links.iter().fold(Rc::new(Needs::default()), |needs, link| {
            let link = format!("view=recall&width=32&recall_ranks=2,4,8&{link}");
            let mut plans = plan::of_link(&query::read(&link).0);
            plans.truncate(1);
            plans[0].full = false;
            needs.reduce(learned(plans))
        });
        (*needs).clone()
    }

    #[test]
    fn what_each_number_of_facts_needed_is_kept_until_another_setting_changes() {
        let needs = after(&["facts=72", "facts=144"]);
        let found: Vec<_> = needs.found().iter().map(|need| need.facts).collect();
        assert_eq!(found, [72, 144]);
        assert_eq!(needs.times(), Some(2.0));
        assert_eq!(
            words::needs(&needs),
            "72 facts need rank 4. 144 facts need rank 8. Twice the facts, twice the rank."
        );
        assert_eq!(
            after(&["facts=72&recall_steps=5", "seed=7&facts=144&recall_steps=5"])
                .found()
                .len(),
            1
        );
        assert_eq!(
            after(&[
                "facts=72&recall_steps=5",
                "task=style&facts=72&recall_steps=5"
            ])
            .found(),
            []
        );
    }

    #[test]
    fn a_single_run_invites_to_the_next() {
        let one = after(&["facts=72&recall_steps=5"]);
        assert_eq!(one.times(), None);
        assert_eq!(words::needs(&one), "And twice as many facts?");
        let beyond = after(&["facts=512&recall_steps=5", "facts=1024&recall_steps=5"]);
        assert_eq!(beyond.times(), None);
        assert_eq!(
            words::needs(&beyond),
            "512 and 1024 facts are too many for every rank here."
        );
    }

    /// Runs of these numbers of facts that needed these ranks.
    fn found(needs: &[(usize, Option<usize>)]) -> Needs {
        let found = needs.iter().map(|&(facts, rank)| Need { facts, rank });
        Needs {
            config: None,
            found: found.collect(),
        }
    }

    #[test]
    fn a_conclusion_is_drawn_only_where_every_doubling_agrees() {
        let said = |needs: &[(usize, Option<usize>)]| words::needs(&found(needs));
        assert_eq!(
            said(&[(256, Some(8)), (512, Some(16)), (1024, None)]),
            "256 facts need rank 8. 512 facts need rank 16. Twice the facts, twice the rank. 1024 facts are too many \
             for every rank here."
        );
        assert_eq!(
            said(&[(32, Some(2)), (64, Some(2)), (128, Some(4))]),
            "32 facts need rank 2. 64 facts need rank 2. 128 facts need rank 4."
        );
        assert_eq!(
            said(&[(32, Some(2)), (64, Some(2))]),
            "32 facts need rank 2. 64 facts need rank 2. Twice the facts, the same rank."
        );
        assert_eq!(
            said(&[(72, Some(4)), (100, Some(8))]),
            "72 facts need rank 4. 100 facts need rank 8."
        );
    }

    #[test]
    fn facts_are_doubled_and_halved_as_far_as_they_can_be_learned() {
        assert_eq!(
            (twice(256), twice(513), half(33), half(31)),
            (Some(512), None, Some(16), None)
        );
    }
}
