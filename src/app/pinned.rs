//! Pinned states and their singular values.

use rankscope_params::{MOST_PINS, PIN_LETTERS, Params, Pins, UpdateParams};

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

    /// Of the first pinned state whose singular values are not known: what they depend on.
    pub fn missing(&self, pins: &Pins) -> Option<UpdateParams> {
        let unknown = |slot: usize| self.known.get(slot).is_some_and(Option::is_none);
        let mut pins = pins.iter();
        pins.find_map(|(slot, params)| unknown(slot).then(|| params.update()))
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
