//! The slide rule under the curves: a mark for each rank, the adapter's size, and the grip.

use std::fmt::Write as _;

use super::{COVERED, EnergyPicture, place};

/// Marks of the rule stand at least this far apart, in percent of its width.
const APART: f64 = 1.1;
/// Height of the rule, in pixels.
const RULE: u32 = 82;

impl EnergyPicture<'_> {
    /// The share of the adapter's numbers in those of ΔW: r(d + k)/dk.
    fn size(&self, rank: usize) -> String {
        let (rows, columns) = self.shape;
        let share = rank as f64 * (rows + columns) as f64 / (rows as f64 * columns as f64);
        let percents = 100.0 * share;
        let digits = usize::from(percents < 99.95);
        format!("{percents:.digits$}\u{202f}%").replace(".0\u{202f}", "\u{202f}")
    }

    /// Ranks above, the adapter's size below, and the grip: what stands in `svg.energy-rule`.
    pub fn rule(&self) -> String {
        let (largest, rank) = (self.largest(), self.rank);
        let hand = place(rank, largest);
        let mut svg = format!(
            "<svg overflow=\"visible\"><rect class=\"track\" x=\"-22\" width=\"22\" height=\"{RULE}\" rx=\"9\"/>\
             <rect class=\"kept\" x=\"-22\" width=\"22\" height=\"{RULE}\" rx=\"9\"/></svg>\
             <rect class=\"track\" width=\"100%\" height=\"{RULE}\"/>\
             <svg x=\"100%\" overflow=\"visible\"><rect class=\"track\" width=\"22\" height=\"{RULE}\" rx=\"9\"/></svg>\
             <rect class=\"kept\" width=\"{hand:.2}%\" height=\"{RULE}\"/>"
        );
        let mut last = f64::NEG_INFINITY;
        for mark in 1..=largest {
            let x = place(mark, largest);
            let labelled = mark.is_power_of_two() || mark == largest;
            if !labelled && x - last < APART {
                continue;
            }
            last = x;
            let length = if labelled { 11 } else { 6 };
            let _ = write!(
                svg,
                "<line class=\"tick\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"0\" y2=\"{length}\"/>"
            );
            // The last rank's own number gives way to no power of two beside it.
            let crowded = mark.is_power_of_two()
                && mark != largest
                && place(largest, largest) - x < COVERED / 2.0;
            if labelled && !crowded && (x - hand).abs() > COVERED {
                let low = RULE - 11;
                let size = self.size(mark);
                let _ = write!(
                    svg,
                    "<text class=\"rank\" x=\"{x:.2}%\" y=\"26\" text-anchor=\"middle\">{mark}</text>\
                     <text x=\"{x:.2}%\" y=\"{low}\" text-anchor=\"middle\">{size}</text>\
                     <line class=\"tick\" x1=\"{x:.2}%\" x2=\"{x:.2}%\" y1=\"{RULE}\" y2=\"{}\"/>",
                    RULE - 8,
                );
            }
        }
        if hand > COVERED {
            let low = RULE - 11;
            let _ = write!(
                svg,
                "<text x=\"0\" dx=\"-30\" y=\"26\" text-anchor=\"end\">rank r</text>\
                 <text x=\"0\" dx=\"-30\" y=\"{low}\" text-anchor=\"end\">size</text>"
            );
        }
        let size = self.size(rank);
        let _ = write!(
            svg,
            "<svg class=\"grip\" x=\"{hand:.2}%\" overflow=\"visible\">\
             <line class=\"hair\" y1=\"-10\" y2=\"{RULE}\"/>\
             <rect class=\"ring\" x=\"-42\" y=\"2\" width=\"84\" height=\"78\" rx=\"18\"/>\
             <rect x=\"-38\" y=\"6\" width=\"76\" height=\"70\" rx=\"14\"/>\
             <text class=\"rank\" y=\"34\" text-anchor=\"middle\">{rank}</text>\
             <text y=\"62\" text-anchor=\"middle\">{size}</text>\
             <text class=\"arrow\" x=\"-27\" y=\"48\" text-anchor=\"middle\">‹</text>\
             <text class=\"arrow\" x=\"27\" y=\"48\" text-anchor=\"middle\">›</text></svg>"
        );
        svg
    }
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::simulate;

    use super::*;

    #[test]
    fn a_large_matrix_has_no_more_marks_than_can_be_told_apart() {
        let spectra = simulate(&query::read("d=512&k=512").0.params.update(), &mut |_| ()).unwrap();
        let rule = EnergyPicture {
            spectra: &spectra,
            rank: 4,
            shape: (512, 512),
            invites: false,
        }
        .rule();
        assert!(rule.matches("class=\"tick\"").count() < 120);
    }
}
