//! Runs that are kept to compare with. They live as long as the view: a run is a link away.

use std::rc::Rc;

use super::words;
use crate::Reduce;
use rankscope_chart::recall::{self, RecallView};
use rankscope_chart::{Ghost, Plot};
use rankscope_params::{MOST_PINS, PIN_LETTERS};
use rankscope_sim::recall::RecallResults;

/// Up to three runs, each in its slot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecallPins {
    kept: [Option<RecallResults>; MOST_PINS],
}

/// What can happen to them.
#[derive(Clone, Debug)]
pub enum RecallPinAction {
    /// A run is kept in the first slot that is free; without one nothing happens.
    Pin(RecallResults),
    /// The run in a slot is given up.
    Unpin(usize),
    /// All are.
    UnpinAll,
}

impl RecallPins {
    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.kept.iter().all(Option::is_none)
    }

    /// Whether no slot is free.
    pub fn is_full(&self) -> bool {
        self.kept.iter().all(Option::is_some)
    }

    /// Slot and run of each.
    fn iter(&self) -> impl Iterator<Item = (usize, &RecallResults)> {
        let slots = self.kept.iter().enumerate();
        slots.filter_map(|(slot, kept)| Some((slot, kept.as_ref()?)))
    }

    /// Of each its slot, and what differs in it from the run that is shown.
    pub fn differences(&self, present: &RecallResults) -> Vec<(usize, String)> {
        let said =
            |(slot, kept): (usize, &RecallResults)| (slot, words::what_differs(kept, present));
        self.iter().map(said).collect()
    }

    /// The figure of recall by rank with the kept runs behind its curves.
    pub fn behind(&self, plot: &Rc<Plot>) -> Rc<Plot> {
        if self.is_empty() {
            return Rc::clone(plot);
        }
        let ghost = |(slot, kept): (usize, &RecallResults)| {
            let view = RecallView {
                rival: super::rival(kept),
                step: None,
            };
            let letter = *PIN_LETTERS.get(slot)?;
            let curves = recall::by_rank(kept, &view).curves;
            Some(Ghost { letter, curves })
        };
        Rc::new(Plot {
            ghosts: self.iter().filter_map(ghost).collect(),
            ..(**plot).clone()
        })
    }
}

impl Reduce for RecallPins {
    type Action = RecallPinAction;

    fn reduce(self: Rc<Self>, action: RecallPinAction) -> Rc<Self> {
        let mut next = (*self).clone();
        match action {
            RecallPinAction::Pin(results) => {
                if let Some(free) = next.kept.iter_mut().find(|slot| slot.is_none()) {
                    *free = Some(results);
                }
            }
            RecallPinAction::Unpin(slot) => {
                if let Some(slot) = next.kept.get_mut(slot) {
                    *slot = None;
                }
            }
            RecallPinAction::UnpinAll => next = Self::default(),
        }
        if next == *self { self } else { next.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recall::tests::finished;

    fn learned(facts: usize) -> RecallResults {
        let link = format!("view=recall&facts={facts}&width=16&recall_steps=12&recall_ranks=1,4");
        finished(&link).results().unwrap()
    }

    fn pinned(pins: RecallPins, results: &RecallResults) -> RecallPins {
        let pins = Rc::new(pins).reduce(RecallPinAction::Pin(results.clone()));
        (*pins).clone()
    }

    #[test]
    fn a_run_that_is_kept_lies_behind_the_next() {
        let (few, many) = (learned(20), learned(40));
        let pins = pinned(RecallPins::default(), &few);
        let view = RecallView {
            rival: super::super::rival(&many),
            step: None,
        };
        let plot = Rc::new(recall::by_rank(&many, &view));
        assert_eq!(RecallPins::default().behind(&plot), plot);
        let both = pins.behind(&plot);
        assert_eq!(both.curves, plot.curves);
        assert_eq!(both.ghosts[0].letter, 'A');
        assert_eq!(both.ghosts[0].curves, recall::by_rank(&few, &view).curves);
        assert_eq!(pins.differences(&many), [(0, "20 facts".to_owned())]);
        assert_eq!(
            pins.differences(&few),
            [(0, "the same settings".to_owned())]
        );
    }

    #[test]
    fn three_are_kept_and_each_can_be_given_up() {
        let runs = [20, 24, 28, 32].map(learned);
        let pins = runs.iter().fold(RecallPins::default(), pinned);
        assert!(pins.is_full());
        assert_eq!(pins.differences(&runs[0]).len(), 3);
        let without = Rc::new(pins).reduce(RecallPinAction::Unpin(1));
        let left: Vec<usize> = without.iter().map(|(slot, _)| slot).collect();
        assert_eq!(left, [0, 2]);
        assert!(without.reduce(RecallPinAction::UnpinAll).is_empty());
    }
}
