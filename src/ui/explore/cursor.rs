//! Where the reader points: one rank, marked in all four figures.

use std::rc::Rc;

use yew::Reducible;

/// Pages of a figure: so many jumps lead from its first rank to its last.
const PAGES: usize = 8;

/// The rank pointed at. A rank may be held (by click, tap or keyboard) and another hovered over
/// meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::ui) struct Cursor {
    held: Option<usize>,
    hovered: Option<usize>,
}

/// What the reader does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Move {
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
    pub(in crate::ui) fn rank(self) -> Option<usize> {
        self.hovered.or(self.held)
    }
}

impl Reducible for Cursor {
    type Action = Move;

    fn reduce(self: Rc<Self>, action: Move) -> Rc<Self> {
        let held = self.held;
        let next = match action {
            Move::Hover(hovered) => Self { held, hovered },
            Move::Press(rank) => Self {
                held: (held != Some(rank)).then_some(rank),
                hovered: None,
            },
            Move::Hold(rank) => Self {
                held: Some(rank),
                hovered: None,
            },
            Move::Clear => Self::default(),
        };
        if next == *self { self } else { next.into() }
    }
}

/// What a key does at `rank` of `1..=max_rank`; none for a key that means nothing here.
pub(in crate::ui) fn key(key: &str, rank: usize, max_rank: usize) -> Option<Move> {
    let page = (max_rank / PAGES).max(1);
    let target = match key {
        "ArrowRight" | "ArrowUp" => rank + 1,
        "ArrowLeft" | "ArrowDown" => rank.saturating_sub(1),
        "PageUp" => rank + page,
        "PageDown" => rank.saturating_sub(page),
        "Home" => 1,
        "End" => max_rank,
        "Escape" => return Some(Move::Clear),
        _ => return None,
    };
    Some(Move::Hold(target.clamp(1, max_rank)))
}
