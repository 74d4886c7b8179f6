//! Dragging a rank: by how far the pointer has gone, and by keys.

use rankscope_params::Input;

/// How near to a handle's middle, in pixels, a tap is on its number, which does nothing.
const DEAD: f64 = 8.0;
/// How far, in pixels, a finger or pointer moves before it drags: a finger that moves up or down scrolls.
pub const SLACK: f64 = 6.0;
/// Half the width, in pixels, of the handle on the slide rule.
pub const HANDLE: f64 = 38.0;
/// Pixels of dragging that double a rank.
const DOUBLING: f64 = 64.0;
/// Makes small ranks as easy to leave as large ones: rank 1 is left after a third of a doubling.
const EASE: f64 = 0.3;

/// The rank that a number of a sentence has been dragged to, from `from`, by `pixels` to the right.
pub fn dragged(from: usize, pixels: f64, largest: usize) -> usize {
    let rank = (from as f64 + EASE) * (pixels / DOUBLING).exp2() - EASE;
    (rank.round() as usize).clamp(1, largest.max(1))
}

/// The rank that a tap on a handle leads to, `pixels` right of its middle: its arrows go one rank on.
pub fn tapped(pixels: f64, rank: usize, largest: usize) -> usize {
    if pixels.abs() < DEAD {
        return rank;
    }
    let next = if pixels > 0.0 {
        rank + 1
    } else {
        rank.saturating_sub(1)
    };
    next.clamp(1, largest.max(1))
}

/// The rank that a key leads to from `rank`; none for a key that means nothing here.
pub fn key(key: &str, rank: usize, largest: usize) -> Option<usize> {
    let next = match key {
        "ArrowRight" | "ArrowUp" => rank + 1,
        "ArrowLeft" | "ArrowDown" => rank.saturating_sub(1),
        "PageUp" => 2 * rank,
        "PageDown" => rank.div_ceil(2),
        "Home" => 1,
        "End" => largest,
        _ => return None,
    };
    Some(next.clamp(1, largest.max(1)))
}

/// A rank as what a slider gives while it is dragged.
pub fn position(rank: usize) -> Input {
    Input::Position(rank as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drag_of_one_doubling_doubles() {
        assert_eq!(dragged(4, 0.0, 64), 4);
        assert_eq!(dragged(8, 64.0, 64), 16);
        assert_eq!(dragged(16, -64.0, 64), 8);
        assert_eq!(dragged(4, 1e9, 64), 64);
        assert_eq!(dragged(4, -1e9, 64), 1);
        assert_eq!(dragged(4, f64::NAN, 64), 1);
    }

    #[test]
    fn the_arrows_of_a_handle_go_one_rank() {
        assert_eq!(tapped(20.0, 4, 64), 5);
        assert_eq!(tapped(-20.0, 4, 64), 3);
        assert_eq!(tapped(2.0, 4, 64), 4);
        assert_eq!(tapped(-20.0, 1, 64), 1);
        assert_eq!(tapped(20.0, 64, 64), 64);
    }

    #[test]
    fn keys_stay_within_the_ranks() {
        assert_eq!(key("ArrowLeft", 1, 64), Some(1));
        assert_eq!(key("ArrowRight", 64, 64), Some(64));
        assert_eq!(key("PageUp", 5, 64), Some(10));
        assert_eq!(key("PageDown", 5, 64), Some(3));
        assert_eq!(key("End", 5, 48), Some(48));
        assert_eq!(key("x", 5, 48), None);
    }
}
