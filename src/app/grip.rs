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
}
