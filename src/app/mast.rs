//! What stands above and below every view: the mark, the document's title, the words of the foot.

use rankscope_params::{Choice, View};

use crate::start::words::TITLE;

/// Bars of the mark, each with its left edge and its top in a square of 28.
pub const BARS: [(f64, f64); 5] = [
    (2.3, 3.0),
    (7.7, 7.0),
    (13.1, 11.0),
    (18.5, 15.0),
    (23.9, 19.0),
];
/// Where every bar ends.
pub const FOOT: f64 = 24.0;

/// How many bars of the mark a rank keeps: equal steps for equal ratios, and at least one.
pub fn bars_kept(rank: usize, largest: usize) -> usize {
    let share = (rank.max(1) as f64).log2() / (largest.max(2) as f64).log2();
    ((share * BARS.len() as f64).round() as usize).clamp(1, BARS.len())
}

/// Where the mark's cut stands behind so many bars.
pub fn cut(kept: usize) -> f64 {
    1.1 + 5.4 * kept as f64
}

/// The title of the document while a view is open.
pub fn title(view: View) -> String {
    match view {
        View::Start => TITLE.to_owned(),
        other => format!("{} – Rankscope", Choice::label(other)),
    }
}

/// What a screen reader hears after a view's name in the navigation: "Start" alone says nothing of
/// where a link leads.
pub fn after_label(view: View) -> &'static str {
    match view {
        View::Start => " page",
        _ => "",
    }
}

pub const SKIP: &str = "Skip to content";
pub const SHARE: &str = "Share";
pub const COMPUTED: &str = "Everything is computed in your browser. Nothing is uploaded.";
/// Before the article's name.
pub const AFTER: &str = "Made after ";
pub const EXACT: &str = "The simulation matches NumPy to nine digits.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_keeps_between_one_bar_and_all() {
        assert_eq!(
            [1, 2, 4, 8, 16, 32, 64].map(|rank| bars_kept(rank, 64)),
            [1, 1, 2, 3, 3, 4, 5]
        );
        assert_eq!(bars_kept(1, 1), 1);
        assert_eq!(bars_kept(1024, 1024), 5);
    }

    #[test]
    fn every_view_has_a_title_of_its_own() {
        let titles: Vec<_> = View::ALL.iter().map(|view| title(*view)).collect();
        for (at, title) in titles.iter().enumerate() {
            assert!(
                title.contains("Rankscope") && !titles[..at].contains(title),
                "{title}"
            );
        }
    }
}
