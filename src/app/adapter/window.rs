//! Which rows of a long table are in the document: those in sight, some around them, and the one that
//! has the focus, so that it is never taken from under the keyboard.

use std::ops::Range;
use std::rc::Rc;

use crate::Reduce;

/// Up to so many rows, all of them are in the document: few more than of a longer table.
const WHOLE: usize = 64;
/// Rows before and after those in sight, so that a tab key or a short scroll finds the next.
const AROUND: usize = 8;
/// The window moves by this many rows at once, so that not every pixel scrolled makes it new.
const STEP: usize = 6;

/// A part of the table, from top to bottom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// The room of so many rows.
    Gap(usize),
    /// Rows, by their position in the sorted table.
    Rows(Range<usize>),
}

/// What of the table is in sight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// How far it is scrolled, in pixels.
    pub top: f64,
    /// Its height, in pixels.
    pub height: f64,
    /// The height of a row, in pixels.
    pub row: f64,
}

impl Default for Viewport {
    /// Before anything is measured: the height of `.adapter-layers` at the usual size of text.
    fn default() -> Self {
        Self {
            top: 0.0,
            height: 576.0,
            row: 30.0,
        }
    }
}

impl Viewport {
    /// The rows that are in the document.
    pub fn rows(&self, total: usize) -> Range<usize> {
        if total <= WHOLE {
            return 0..total;
        }
        let row = self.row.max(1.0);
        let seen = (self.top / row) as usize / STEP * STEP;
        let before = seen.min(AROUND);
        let count = before + self.in_sight() + AROUND + STEP;
        let first = (seen - before).min(total.saturating_sub(count));
        first..(first + count).min(total)
    }

    /// The rows that are in the document before it is scrolled: those in sight, which alone are soon laid
    /// out.
    pub fn first_rows(&self, total: usize) -> Range<usize> {
        0..self.in_sight().min(total)
    }

    /// How many rows are in sight at once.
    fn in_sight(&self) -> usize {
        (self.height / self.row.max(1.0)).ceil() as usize
    }

    /// How many rows a page key goes.
    pub fn page(&self) -> usize {
        ((self.height / self.row.max(1.0)) as usize)
            .saturating_sub(1)
            .max(1)
    }
}

/// The parts of a table of `total` rows of which `rows`, and the one with the focus, are in the document.
pub fn segments(total: usize, rows: Range<usize>, focused: Option<usize>) -> Vec<Segment> {
    let focused = focused.filter(|row| *row < total && !rows.contains(row));
    let focused = focused.map(|row| row..row + 1);
    let mut kept: Vec<Range<usize>> = focused.into_iter().chain([rows]).collect();
    kept.sort_by_key(|range| range.start);
    let mut segments = Vec::new();
    let mut end = 0;
    for range in kept {
        if range.start > end {
            segments.push(Segment::Gap(range.start - end));
        }
        end = range.end;
        segments.push(Segment::Rows(range));
    }
    if total > end {
        segments.push(Segment::Gap(total - end));
    }
    segments
}

/// Which row has the focus, or is to get it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// The row's position in the sorted table.
    pub row: Option<usize>,
    /// True until the row, once it is in the document, has been given the focus.
    pub pending: bool,
}

/// What happens to the focus.
#[derive(Clone, Copy, Debug)]
pub enum FocusAction {
    /// A key leads to this row.
    Move(usize),
    /// This row has the focus.
    Arrived(usize),
    /// This row has lost it.
    Left(usize),
}

impl Reduce for Focus {
    type Action = FocusAction;

    fn reduce(self: Rc<Self>, action: FocusAction) -> Rc<Self> {
        let next = match action {
            FocusAction::Move(row) => Self {
                row: Some(row),
                pending: true,
            },
            FocusAction::Arrived(row) => Self {
                row: Some(row),
                pending: false,
            },
            FocusAction::Left(row) if self.row == Some(row) && !self.pending => Self::default(),
            FocusAction::Left(_) => *self,
        };
        if next == *self { self } else { next.into() }
    }
}

/// The row that a key leads to from `row`; none for a key that means nothing here.
pub fn row_after_key(key: &str, row: usize, total: usize, page: usize) -> Option<usize> {
    let last = total.checked_sub(1)?;
    let target = match key {
        "ArrowDown" => row + 1,
        "ArrowUp" => row.saturating_sub(1),
        "PageDown" => row + page,
        "PageUp" => row.saturating_sub(page),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(target.min(last))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    #[test]
    fn a_short_table_is_there_as_a_whole() {
        assert_eq!(Viewport::default().rows(WHOLE), 0..WHOLE);
        assert_eq!(segments(14, 0..14, Some(3)), [Segment::Rows(0..14)]);
        assert_eq!(segments(0, 0..0, None), [Segment::Rows(0..0)]);
    }

    #[test]
    fn the_rows_in_sight_come_first() {
        let viewport = Viewport::default();
        let first = viewport.first_rows(1000);
        assert!(first.start == 0 && first.end as f64 * viewport.row >= viewport.height);
        assert!(first.len() < viewport.rows(1000).len());
        assert_eq!(viewport.first_rows(3), 0..3);
    }

    #[test]
    fn the_focused_row_stays_when_the_window_goes_on() {
        assert_eq!(
            segments(1000, 500..540, Some(3)),
            [
                Segment::Gap(3),
                Segment::Rows(3..4),
                Segment::Gap(496),
                Segment::Rows(500..540),
                Segment::Gap(460),
            ]
        );
    }

    #[test]
    fn keys_lead_through_all_rows_and_not_beyond() {
        let key = |key, row| row_after_key(key, row, 1000, 18);
        assert_eq!(key("ArrowDown", 5), Some(6));
        assert_eq!(key("ArrowDown", 999), Some(999));
        assert_eq!(key("PageUp", 5), Some(0));
        assert_eq!(key("PageDown", 5), Some(23));
        assert_eq!((key("Home", 5), key("End", 5)), (Some(0), Some(999)));
        assert_eq!(key("a", 5), None);
        assert_eq!(row_after_key("End", 0, 0, 18), None);
    }

    #[test]
    fn the_focus_follows_keys_and_is_lost_only_by_the_row_that_has_it() {
        let after = |focus: Focus, action| *Rc::new(focus).reduce(action);
        let here = after(Focus::default(), FocusAction::Arrived(5));
        assert_eq!((here.row, here.pending), (Some(5), false));
        let moving = after(here, FocusAction::Move(900));
        assert_eq!((moving.row, moving.pending), (Some(900), true));
        // The row that is left may be gone by the time it says so.
        assert_eq!(after(moving, FocusAction::Left(5)), moving);
        let there = after(moving, FocusAction::Arrived(900));
        assert_eq!(after(there, FocusAction::Left(900)), Focus::default());
    }

    fn seeded() -> ProptestConfig {
        ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(42),
            ..ProptestConfig::default()
        }
    }

    proptest! {
        #![proptest_config(seeded())]

        #[test]
        fn what_is_in_sight_is_in_the_document_and_little_else(
            total in 0_usize..100_000,
            share in 0.0..=1.0_f64,
            height in 0.0..2000.0_f64,
            row in 10.0..60.0_f64,
        ) {
            let top = share * (total as f64 * row - height).max(0.0);
            let rows = Viewport { top, height, row }.rows(total);
            let (first, last) = ((top / row) as usize, ((top + height) / row) as usize);
            prop_assert!(rows.start <= first && rows.end >= (last + 1).min(total), "{rows:?}");
            prop_assert!(rows.len() <= WHOLE.max((height / row) as usize + 3 * AROUND + STEP));
        }

        #[test]
        fn the_parts_have_the_room_of_all_rows(
            total in 0_usize..1000, start in 0_usize..1000, count in 0_usize..100, focused in prop::option::of(0_usize..1200),
        ) {
            let rows = start.min(total)..(start + count).min(total);
            let room = |segment: &Segment| match segment {
                Segment::Gap(rows) => *rows,
                Segment::Rows(rows) => rows.len(),
            };
            let sum: usize = segments(total, rows, focused).iter().map(room).sum();
            prop_assert_eq!(sum, total);
        }
    }
}
