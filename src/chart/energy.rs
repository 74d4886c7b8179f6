//! The energy each rank keeps, above a slide rule that is its axis: the picture of Start.
//!
//! It is SVG, every place a share of its box: it fits any width without being drawn anew, so that the
//! document can hold it before any script runs, and a rank that is dragged moves it within a frame.
//! Colours and type are the style sheet's, by class.

mod rule;

use std::fmt::Write as _;

use rankscope_params::Update;
use rankscope_params::number::percent;
use rankscope_sim::{Spectra, Spectrum};

/// Units of the box that curves are drawn in.
const BOX: f64 = 1000.0;
/// Percent of the width on either side of the hand that its grip covers.
const COVERED: f64 = 11.0;

/// What the picture is of.
#[derive(Clone, Copy, Debug)]
pub struct EnergyPicture<'s> {
    pub spectra: &'s Spectra,
    /// The rank under the hand.
    pub rank: usize,
    /// Rows and columns of the matrix.
    pub shape: (usize, usize),
    /// Whether the hand asks to be dragged.
    pub invites: bool,
}

/// The rank at a share of the width, between the first rank and `largest`.
pub fn rank_at(share: f64, largest: usize) -> usize {
    let log = share.clamp(0.0, 1.0) * (largest.max(1) as f64).log2();
    (log.exp2().round() as usize).clamp(1, largest.max(1))
}

/// Where a rank stands, as a share of the width: what [`rank_at`] takes.
pub fn share_of(rank: usize, largest: usize) -> f64 {
    place(rank, largest) / 100.0
}

/// Where a rank stands, in percent of the width.
fn place(rank: usize, largest: usize) -> f64 {
    if largest < 2 {
        return 0.0;
    }
    100.0 * (rank as f64).log2() / (largest as f64).log2()
}

impl EnergyPicture<'_> {
    fn largest(&self) -> usize {
        self.spectra.style.max_rank()
    }

    fn updates(&self) -> [(Update, &Spectrum); 2] {
        [
            (Update::Facts, &self.spectra.facts),
            (Update::Style, &self.spectra.style),
        ]
    }

    /// Grid, curves, what the hand's rank keeps of each: what stands in `svg.energy-plot`.
    pub fn plot(&self) -> String {
        let (largest, rank) = (self.largest(), self.rank);
        let hand = place(rank, largest);
        let mut svg = String::new();
        for percents in [0, 25, 50, 75, 100] {
            let y = 100 - percents;
            let unit = if percents == 100 { "\u{202f}%" } else { "" };
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y}%\" y2=\"{y}%\"/>\
                 <text x=\"0\" dx=\"-10\" y=\"{y}%\" dy=\"4\" text-anchor=\"end\">{percents}{unit}</text>"
            );
        }
        let _ = write!(
            svg,
            "<svg viewBox=\"0 0 {BOX} {BOX}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">"
        );
        for (update, spectrum) in self.updates() {
            let under = line(spectrum, largest, rank);
            if !under.is_empty() {
                let _ = write!(
                    svg,
                    "<path class=\"area {}\" d=\"M0 {BOX}L{under}V{BOX}Z\"/>",
                    update.name(),
                );
            }
        }
        for (update, spectrum) in self.updates() {
            let curve = line(spectrum, largest, largest);
            if !curve.is_empty() {
                let _ = write!(
                    svg,
                    "<path class=\"curve {}\" d=\"M{curve}\"/>",
                    update.name()
                );
            }
        }
        svg.push_str("</svg>");
        for (update, spectrum) in self.updates() {
            self.name(&mut svg, update, spectrum, hand);
        }
        let _ = write!(
            svg,
            "<line class=\"hair\" x1=\"{hand:.2}%\" x2=\"{hand:.2}%\" y1=\"-8\" y2=\"100%\"/>"
        );
        for (update, spectrum) in self.updates() {
            self.value(&mut svg, update, spectrum, hand);
        }
        if self.invites {
            svg.push_str(&invitation(hand));
        }
        svg
    }

    /// The name of a curve, away from the hand.
    fn name(&self, svg: &mut String, update: Update, spectrum: &Spectrum, hand: f64) {
        let (above, places) = match update {
            Update::Style => (20, [0.55, 0.8, 0.3]),
            Update::Facts => (-12, [0.62, 0.4, 0.8]),
        };
        let largest = self.largest();
        let clear = places
            .into_iter()
            .find(|at| (100.0 * at - hand).abs() > COVERED);
        let rank = rank_at(clear.unwrap_or(0.5), largest);
        if let Some(energy) = spectrum.energy(rank) {
            let anchor = if above < 0 { "end" } else { "middle" };
            let (x, y) = (place(rank, largest), 100.0 - 100.0 * energy);
            let name = update.name();
            let _ = write!(
                svg,
                "<text class=\"name {name}\" x=\"{x:.2}%\" y=\"{y:.2}%\" dy=\"{above}\" \
                 text-anchor=\"{anchor}\">{name}</text>"
            );
        }
    }

    /// A dot on the curve under the hand and its value, on the side where the curve is not.
    fn value(&self, svg: &mut String, update: Update, spectrum: &Spectrum, hand: f64) {
        let Some(energy) = spectrum.energy(self.rank) else {
            return;
        };
        let (name, y) = (update.name(), 100.0 - 100.0 * energy);
        let text = percent(energy);
        let width = 7.4 * text.chars().count() as f64 + 12.0;
        let up = match update {
            Update::Style => energy > 0.7,
            Update::Facts => energy < 0.06,
        };
        // Above the curve's first steps, else below it; and to the left near the right end.
        let (top, left) = (
            if up { -32.0 } else { 10.0 },
            if hand > 84.0 { -12.0 - width } else { 12.0 },
        );
        let (middle, base) = (left + width / 2.0, top + 17.0);
        let _ = write!(
            svg,
            "<circle class=\"dot {name}\" cx=\"{hand:.2}%\" cy=\"{y:.2}%\" r=\"6\"/>\
             <svg x=\"{hand:.2}%\" y=\"{y:.2}%\" overflow=\"visible\">\
             <rect class=\"tag {name}\" x=\"{left}\" y=\"{top}\" width=\"{width:.1}\" height=\"24\" rx=\"6\"/>\
             <text class=\"value {name}\" x=\"{middle:.1}\" y=\"{base}\" text-anchor=\"middle\">{text}</text></svg>"
        );
    }
}

/// The points of a curve up to a rank, without its first letter; nothing where it has none.
fn line(spectrum: &Spectrum, largest: usize, to: usize) -> String {
    let mut line = String::new();
    for rank in 1..=to.min(largest) {
        let Some(energy) = spectrum.energy(rank) else {
            return String::new();
        };
        let (x, y) = (BOX / 100.0 * place(rank, largest), BOX - BOX * energy);
        let letter = if rank == 1 { "" } else { "L" };
        let _ = write!(line, "{letter}{x:.1} {y:.1}");
    }
    line
}

/// "drag me", with an arrow to the grip.
fn invitation(hand: f64) -> String {
    // Towards the side with room.
    let (side, anchor) = if hand > 60.0 {
        (-1, "end")
    } else {
        (1, "start")
    };
    let (x, tip, bend) = (128 * side, 60 * side, 74 * side);
    format!(
        "<svg x=\"{hand:.2}%\" y=\"100%\" overflow=\"visible\" aria-hidden=\"true\">\
         <path class=\"drag-me\" d=\"M{} -20Q{bend} -26 {tip} -4M{} -12L{tip} -4L{} -8\"/>\
         <text class=\"drag-me\" x=\"{x}\" y=\"-14\" text-anchor=\"{anchor}\">drag me</text></svg>",
        118 * side,
        58 * side,
        72 * side,
    )
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::simulate;

    use super::*;

    fn drawn(link: &str) -> (String, String) {
        let (link, _) = query::read(link);
        let params = link.params;
        let spectra = simulate(&params.update(), &mut |_| ()).unwrap();
        let picture = EnergyPicture {
            spectra: &spectra,
            rank: params.reading().rank_low,
            shape: (params.update().rows, params.update().columns),
            invites: true,
        };
        (picture.plot(), picture.rule())
    }

    #[test]
    fn a_rank_is_found_where_it_stands() {
        for largest in [2, 3, 48, 64, 1024] {
            for rank in 1..=largest {
                assert_eq!(rank_at(place(rank, largest) / 100.0, largest), rank);
            }
            assert_eq!(rank_at(-1.0, largest), 1);
            assert_eq!(rank_at(7.0, largest), largest);
        }
        assert_eq!(rank_at(f64::NAN, 64), 1);
    }

    #[test]
    fn the_defaults_show_the_article_s_numbers() {
        let (plot, rule) = drawn("");
        assert!(
            plot.contains(">99.2\u{202f}%<") && plot.contains(">14.9\u{202f}%<"),
            "{plot}"
        );
        assert!(
            rule.contains(">12.5\u{202f}%<") && rule.contains(">100\u{202f}%<"),
            "{rule}"
        );
    }

    #[test]
    fn no_state_makes_a_number_that_is_not_one() {
        for link in [
            "d=2&k=2&r_low=1",
            "d=2&k=9&noise=0&r_low=2",
            "d=1024&k=3",
            "style_max=0&style_min=0&noise=0",
            "style_max=0&style_min=0&facts_max=0&facts_min=0&noise=0",
            "r_low=64",
        ] {
            let (plot, rule) = drawn(link);
            for svg in [plot, rule] {
                assert!(
                    !svg.contains("NaN") && !svg.contains("inf"),
                    "{link}: {svg}"
                );
                assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count());
            }
        }
    }
}
