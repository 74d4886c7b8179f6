//! Where the reader points: one rank, or step, marked in every figure that has it.

use std::rc::Rc;

use crate::Reduce;

/// Pages of a figure: so many jumps lead from its first stop to its last.
const PAGES: usize = 8;

/// The rank pointed at. A rank may be held (by click, tap or keyboard) and another hovered over
/// meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    held: Option<usize>,
    hovered: Option<usize>,
}

/// What the reader does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
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

/// What a key does at one of the `stops`, the `here`th; none for a key that means nothing here.
pub fn key(key: &str, here: usize, stops: &[usize]) -> Option<Move> {
    let last = stops.len().saturating_sub(1);
    let page = (stops.len() / PAGES).max(1);
    let target = match key {
        "ArrowRight" | "ArrowUp" => here + 1,
        "ArrowLeft" | "ArrowDown" => here.saturating_sub(1),
        "PageUp" => here + page,
        "PageDown" => here.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        "Escape" => return Some(Move::Clear),
        _ => return None,
    };
    stops.get(target.min(last)).copied().map(Move::Hold)
}
