//! Pinned states and their singular values.

use std::rc::Rc;

use rankscope_params::{MOST_PINS, PIN_LETTERS, Params, Pins, UpdateParams};

use crate::Reduce;
use crate::state::Shown;

/// The singular values of each pinned state, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pinned {
    known: [Option<Shown>; MOST_PINS],
}

impl Pinned {
    /// Takes over from `at_hand` what `pins` need, and forgets what they no longer do.
    pub fn follow(&mut self, pins: &Pins, at_hand: Option<&Shown>) {
        let before: Vec<Shown> = self.known.iter().flatten().cloned().collect();
        self.known = Default::default();
        for (slot, params) in pins.iter() {
            let update = params.update();
            let mut known = before.iter().chain(at_hand);
            if let Some(place) = self.known.get_mut(slot) {
                *place = known.find(|known| known.update == update).cloned();
            }
        }
    }

    /// What the singular values depend on that are not known, in the order of the pins.
    pub fn missing(&self, pins: &Pins) -> Vec<UpdateParams> {
        let unknown = |slot: usize| self.known.get(slot).is_some_and(Option::is_none);
        let pins = pins.iter().filter(|(slot, _)| unknown(*slot));
        pins.map(|(_, params)| params.update()).collect()
    }

    /// Letter, parameters and singular values of every pinned state that can be drawn.
    pub fn drawable(&self, pins: &Pins) -> Vec<(char, Params, Shown)> {
        let one = |(slot, params): (usize, &Params)| {
            let known = self.known.get(slot)?.clone()?;
            Some((*PIN_LETTERS.get(slot)?, *params, known))
        };
        pins.iter().filter_map(one).collect()
    }
}

/// The pinned states whose singular values cannot be computed. They are passed over, so that the
/// others get theirs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FailedPins {
    failed: Vec<UpdateParams>,
}

impl FailedPins {
    /// Of the `missing`, what to compute next.
    pub fn next(&self, missing: &[UpdateParams]) -> Option<UpdateParams> {
        let mut missing = missing.iter();
        missing
            .find(|update| !self.failed.contains(update))
            .copied()
    }
}

impl Reduce for FailedPins {
    /// These have failed.
    type Action = UpdateParams;

    fn reduce(self: Rc<Self>, update: UpdateParams) -> Rc<Self> {
        if self.failed.contains(&update) {
            return self;
        }
        let mut failed = self.failed.clone();
        failed.push(update);
        Self { failed }.into()
    }
}

#[cfg(test)]
mod tests {
    use rankscope_params::Key;

    use super::*;

    #[test]
    fn a_pin_that_fails_does_not_keep_the_next_from_its_values() {
        let params = |noise| Params::default().with(Key::Noise, noise).0;
        let mut pins = Pins::default();
        for (slot, noise) in [0.1, 0.2].into_iter().enumerate() {
            pins.pin(slot, params(noise));
        }
        let missing = Pinned::default().missing(&pins);
        let [first, second] = [0.1, 0.2].map(|noise| params(noise).update());
        assert_eq!(missing, [first, second]);
        let failed = Rc::new(FailedPins::default());
        assert_eq!(failed.next(&missing), Some(first));
        let failed = failed.reduce(first);
        assert_eq!(failed.next(&missing), Some(second));
        let failed = failed.reduce(second);
        assert_eq!(failed.next(&missing), None);
    }
}
