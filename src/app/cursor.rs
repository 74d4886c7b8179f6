//! Where the reader points: one rank, or step, marked in every figure that has it.

use std::rc::Rc;

use crate::Reduce;

/// Presses of a page key that lead from a figure's first stop to its last.
const PAGES: usize = 8;

/// `PointerEvent.button` of the left mouse button, of a touch and of a pen's tip.
const PRIMARY_BUTTON: i16 = 0;

/// The rank pointed at. A rank may be held (by click, tap or keyboard) and another hovered over
/// meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    held: Option<usize>,
    hovered: Option<usize>,
}

/// What the reader does with the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorAction {
    /// The pointer is over a rank, or over none any more.
    Hover(Option<usize>),
    /// Click or tap: holds a rank, or lets go of the one held.
    Press(usize),
    /// A key leads to a rank.
    Hold(usize),
    /// Points at nothing.
    Clear,
}

impl Cursor {
    /// The rank to mark.
    pub fn rank(self) -> Option<usize> {
        self.hovered.or(self.held)
    }
}

impl Reduce for Cursor {
    type Action = CursorAction;

    fn reduce(self: Rc<Self>, action: CursorAction) -> Rc<Self> {
        let held = self.held;
        let next = match action {
            CursorAction::Hover(hovered) => Self { held, hovered },
            CursorAction::Press(rank) => Self {
                held: (held != Some(rank)).then_some(rank),
                hovered: None,
            },
            CursorAction::Hold(rank) => Self {
                held: Some(rank),
                hovered: None,
            },
            CursorAction::Clear => Self::default(),
        };
        if next == *self { self } else { next.into() }
    }
}

/// What the release of a button of the pointer does over a stop; none for other buttons than the
/// primary one, which open menus and the like.
pub fn press(button: i16, stop: usize) -> Option<CursorAction> {
    (button == PRIMARY_BUTTON).then_some(CursorAction::Press(stop))
}

/// What a key does at the stop with index `here`; none for a key that means nothing here.
pub fn key(key: &str, here: usize, stops: &[usize]) -> Option<CursorAction> {
    let last = stops.len().saturating_sub(1);
    let page = (stops.len() / PAGES).max(1);
    let target = match key {
        "ArrowRight" | "ArrowUp" => here + 1,
        "ArrowLeft" | "ArrowDown" => here.saturating_sub(1),
        "PageUp" => here + page,
        "PageDown" => here.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        "Escape" => return Some(CursorAction::Clear),
        _ => return None,
    };
    stops.get(target.min(last)).copied().map(CursorAction::Hold)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(actions: &[CursorAction]) -> Option<usize> {
        let cursor = Rc::new(Cursor::default());
        let cursor = actions.iter().copied().fold(cursor, Reduce::reduce);
        cursor.rank()
    }

    #[test]
    fn the_primary_button_alone_holds_a_rank() {
        assert_eq!(press(0, 8), Some(CursorAction::Press(8)));
        for other in [-1, 1, 2, 3, 4, 5] {
            assert_eq!(press(other, 8), None);
        }
    }

    #[test]
    fn a_held_rank_stays_while_another_is_hovered_over() {
        use CursorAction::{Clear, Hover, Press};
        assert_eq!(after(&[Press(4), Hover(Some(9))]), Some(9));
        assert_eq!(after(&[Press(4), Hover(Some(9)), Hover(None)]), Some(4));
        assert_eq!(after(&[Press(4), Press(4)]), None);
        assert_eq!(after(&[Press(4), Clear]), None);
    }

    #[test]
    fn keys_stay_within_the_stops() {
        let stops = [1, 2, 4, 8];
        let at = |name: &str, here| key(name, here, &stops);
        assert_eq!(at("ArrowLeft", 0), Some(CursorAction::Hold(1)));
        assert_eq!(at("ArrowRight", 3), Some(CursorAction::Hold(8)));
        assert_eq!(at("PageUp", 1), Some(CursorAction::Hold(4)));
        assert_eq!(at("End", 0), Some(CursorAction::Hold(8)));
        assert_eq!(at("a", 0), None);
        assert_eq!(key("End", 0, &[]), None);
    }
}
