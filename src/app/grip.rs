//! The lines of the two ranks, as the pointer drags them: which one it takes hold of, and where that goes.
//!
//! A press near a line takes hold of it. Only a movement drags it: a press without one reads values, as
//! anywhere else.

use rankscope_params::Key;

/// Pixels around a line within which a press takes hold of it.
pub const REACH: f64 = 24.0;
/// Pixels the pointer goes before a press becomes a drag.
const STIR: f64 = 3.0;

/// A line that can be dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The rank it marks.
    pub key: Key,
    /// Where it stands, in pixels from the left.
    pub x: f64,
}

/// A line in the hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// The rank it marks.
    pub key: Key,
    /// Where the pointer took hold of it.
    pressed: f64,
    /// From the pointer to the line.
    offset: f64,
    dragged: bool,
}

/// The nearest line within reach; of two equally near the first.
pub fn within_reach(lines: &[Line], x: f64) -> Option<Line> {
    let away = |line: &Line| (line.x - x).abs();
    let near = lines.iter().copied().filter(|line| away(line) <= REACH);
    near.min_by(|one, other| away(one).total_cmp(&away(other)))
}

impl Hold {
    /// What a press at `x` takes hold of.
    pub fn take(lines: &[Line], x: f64) -> Option<Self> {
        within_reach(lines, x).map(|line| Self {
            key: line.key,
            pressed: x,
            offset: line.x - x,
            dragged: false,
        })
    }

    /// Where the line goes when the pointer is at `x`; none before it is dragged.
    pub fn drag(&mut self, x: f64) -> Option<f64> {
        self.dragged |= (x - self.pressed).abs() >= STIR;
        self.dragged.then_some(x + self.offset)
    }

    /// Whether it has been dragged: then letting go ends a change.
    pub const fn dragged(&self) -> bool {
        self.dragged
    }
}

/// A mark that goes to wherever the pointer leads it, from the moment it is dragged or let go of: a press
/// that becomes a scroll moves nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slide {
    pressed: f64,
    dragged: bool,
}

impl Slide {
    /// A press at `x`.
    pub const fn press(x: f64) -> Self {
        Self {
            pressed: x,
            dragged: false,
        }
    }

    /// Whether a pointer at `x` moves the mark there.
    pub fn moves(&mut self, x: f64) -> bool {
        self.dragged |= (x - self.pressed).abs() >= STIR;
        self.dragged
    }
}

/// Where a mark can go in a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkStops {
    /// What is moved.
    pub label: String,
    /// Its places, ascending.
    pub places: Vec<usize>,
    /// The place where it stands; none where that is not on the figure.
    pub here: Option<usize>,
}

/// Stops that a page key passes.
const PAGE: usize = 4;

impl MarkStops {
    /// The place that a key leads to; none for a key that means nothing here.
    pub fn key(&self, key: &str) -> Option<usize> {
        let last = self.places.len().checked_sub(1)?;
        let here = self.here.unwrap_or_default();
        let at = self.places.partition_point(|place| *place < here).min(last);
        // Between two stops the next one is on either side.
        let on = self.places.get(at) == Some(&here);
        let next = match key {
            "ArrowRight" | "ArrowUp" => at + usize::from(on),
            "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
            "PageUp" => at + PAGE,
            "PageDown" => at.saturating_sub(PAGE),
            "Home" => 0,
            "End" => last,
            _ => return None,
        };
        self.places.get(next.min(last)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [Line; 2] = [
        Line {
            key: Key::RankLow,
            x: 100.0,
        },
        Line {
            key: Key::RankHigh,
            x: 130.0,
        },
    ];

    fn taken(x: f64) -> Option<Key> {
        Hold::take(&LINES, x).map(|hold| hold.key)
    }

    #[test]
    fn a_press_takes_hold_of_the_nearer_line_within_reach() {
        assert_eq!(taken(75.0), None);
        assert_eq!(taken(76.0), Some(Key::RankLow));
        assert_eq!(taken(114.0), Some(Key::RankLow));
        assert_eq!(taken(116.0), Some(Key::RankHigh));
        assert_eq!(taken(155.0), None);
    }

    #[test]
    fn of_two_lines_in_one_place_the_first_is_taken() {
        let lines = LINES.map(|line| Line { x: 50.0, ..line });
        assert_eq!(
            Hold::take(&lines, 55.0).map(|hold| hold.key),
            Some(Key::RankLow)
        );
    }

    #[test]
    fn a_line_follows_the_pointer_without_a_jump_once_it_has_stirred() {
        let mut hold = Hold::take(&LINES, 90.0).unwrap();
        assert_eq!((hold.drag(91.0), hold.dragged()), (None, false));
        assert_eq!((hold.drag(93.0), hold.dragged()), (Some(103.0), true));
        // Back where it began it is still in the hand.
        assert_eq!(hold.drag(90.0), Some(100.0));
    }

    #[test]
    fn a_press_that_does_not_stir_moves_nothing_yet() {
        let mut slide = Slide::press(50.0);
        assert!(!slide.moves(51.0));
        assert!(slide.moves(54.0));
        // On its way back it is still dragged.
        assert!(slide.moves(50.0));
    }

    #[test]
    fn keys_lead_a_mark_from_stop_to_stop() {
        let at = |here: Option<usize>| MarkStops {
            label: "rank r".to_owned(),
            places: vec![1, 2, 4, 8, 16, 32],
            here,
        };
        let led = |here, key| at(Some(here)).key(key);
        assert_eq!(
            (led(4, "ArrowRight"), led(4, "ArrowLeft")),
            (Some(8), Some(2))
        );
        // Between two stops.
        assert_eq!(
            (led(5, "ArrowRight"), led(5, "ArrowLeft")),
            (Some(8), Some(4))
        );
        assert_eq!(
            (led(1, "ArrowLeft"), led(32, "ArrowUp")),
            (Some(1), Some(32))
        );
        assert_eq!((led(1, "PageUp"), led(1, "End")), (Some(16), Some(32)));
        assert_eq!((led(1, "x"), at(None).key("Home")), (None, Some(1)));
    }
}
