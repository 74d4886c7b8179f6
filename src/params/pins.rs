//! Pinned states to compare with: a few, each with a letter of its own.

use super::{Params, PinSlot};

/// How many states can be pinned at once: more than three overlays are unreadable.
pub const MOST_PINS: usize = PinSlot::ALL.len();
/// What the page calls them, by slot.
pub const PIN_LETTERS: [char; MOST_PINS] = ['A', 'B', 'C'];

/// The pinned states, by slot. A pin keeps its slot while others come and go.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pins {
    /// In the slots' order, each slot at most once.
    taken: Vec<(usize, Params)>,
}

impl Pins {
    /// The pinned states with their slots, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Params)> {
        self.taken.iter().map(|(slot, pinned)| (*slot, pinned))
    }

    /// The first slot that is free; none when all are taken.
    pub fn free(&self) -> Option<usize> {
        (0..MOST_PINS).find(|slot| self.iter().all(|(taken, _)| taken != *slot))
    }

    /// True when nothing is pinned.
    pub fn is_empty(&self) -> bool {
        self.taken.is_empty()
    }

    /// Puts a state into a slot. Slots beyond the last are not there.
    pub fn pin(&mut self, slot: usize, pinned: Params) {
        if slot < MOST_PINS {
            self.unpin(slot);
            let at = self.taken.partition_point(|(taken, _)| *taken < slot);
            self.taken.insert(at, (slot, pinned));
        }
    }

    /// Empties a slot.
    pub fn unpin(&mut self, slot: usize) {
        self.taken.retain(|(taken, _)| *taken != slot);
    }
}
