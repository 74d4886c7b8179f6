//! The lines of the two ranks, dragged over a figure. Which one is taken hold of, and where it goes, is
//! decided by [`rankscope_app::grip`].

use crate::store::Dispatch;
use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Element;
use yew::{PointerEvent, TargetCast};

use super::pointer::Places;
use crate::browser::console::OrLog;
use rankscope_app::grip::{Hold, Line, within_reach};
use rankscope_app::start::hand;
use rankscope_app::state::{Action, State};
use rankscope_chart::{Plot, Size};
use rankscope_params::{Key, Reading};

/// The two ranks whose lines can be dragged.
#[derive(Clone, PartialEq)]
pub(crate) struct DraggedRanks {
    pub(crate) reading: Reading,
    pub(crate) dispatch: Dispatch<State>,
}

impl DraggedRanks {
    const fn ranks(&self) -> [(Key, usize); 2] {
        [
            (Key::RankLow, self.reading.rank_low),
            (Key::RankHigh, self.reading.rank_high),
        ]
    }

    /// The lines a figure has of them.
    fn lines(&self, plot: &Plot, size: Size) -> Vec<Line> {
        let drawn = self.ranks().into_iter();
        let drawn = drawn.filter(|(_, rank)| plot.inspected.contains(rank));
        let line = |(key, rank)| Line {
            key,
            x: plot.place_of(size, rank),
        };
        drawn.map(line).collect()
    }

    /// A line has been dragged to a rank.
    fn drag(&self, key: Key, rank: usize, at_ms: f64) {
        if !self.ranks().contains(&(key, rank)) {
            self.dispatch.dispatch(Action::Change {
                key: key.into(),
                input: hand::position(rank),
                at_ms,
            });
        }
    }
}

/// The line in the hand, if one is.
pub(crate) type Held = Rc<RefCell<Option<Hold>>>;

/// What a figure does with the pointer before it reads values.
#[derive(Clone, Default)]
pub(super) struct Drag {
    ranks: Option<DraggedRanks>,
    held: Held,
    lines: Vec<Line>,
}

impl Drag {
    /// Of a figure's ranks, if they can be dragged.
    pub(super) fn new(ranks: Option<(&DraggedRanks, &Held)>, at: Places<'_>) -> Self {
        ranks.map_or_else(Self::default, |(ranks, held)| Self {
            ranks: Some(ranks.clone()),
            held: held.clone(),
            lines: ranks.lines(at.plot, at.size),
        })
    }

    /// Takes hold of the line under a press, if there is one.
    pub(super) fn take(&self, event: &PointerEvent) {
        let taken = Hold::take(&self.lines, f64::from(event.offset_x()));
        if let Some(hold) = taken.filter(|_| event.button() == 0) {
            let surface: Element = event.target_unchecked_into();
            surface
                .set_pointer_capture(event.pointer_id())
                .or_log("the pointer of a drag");
            *self.held.borrow_mut() = Some(hold);
        }
    }

    /// Whether a line is in the hand. It goes to the stop nearest to where the pointer leads it.
    pub(super) fn follows(
        &self,
        event: &PointerEvent,
        stop_at: impl Fn(f64) -> Option<usize>,
    ) -> bool {
        let x = f64::from(event.offset_x());
        let dragged = self
            .held
            .borrow_mut()
            .as_mut()
            .map(|hold| (hold.key, hold.drag(x)));
        let Some((key, to)) = dragged else {
            let surface: Element = event.target_unchecked_into();
            let near = within_reach(&self.lines, x).is_some();
            surface
                .toggle_attribute_with_force("data-near", near)
                .or_log("the shape of the pointer");
            return false;
        };
        if let Some((rank, ranks)) = to.and_then(stop_at).zip(self.ranks.as_ref()) {
            ranks.drag(key, rank, event.time_stamp());
        }
        true
    }

    /// Whether what is in the hand has left its place.
    pub(super) fn is_dragged(&self) -> bool {
        self.held.borrow().is_some_and(|hold| hold.dragged())
    }

    /// Lets go of what is in the hand. Whether it has been dragged: then the change is over.
    pub(super) fn let_go(&self) -> bool {
        let dragged = self.held.take().is_some_and(|hold| hold.dragged());
        if let Some(ranks) = self.ranks.as_ref().filter(|_| dragged) {
            ranks.dispatch.dispatch(Action::Commit);
        }
        dragged
    }
}
