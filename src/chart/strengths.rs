//! Singular values as bars, full up to the rank that is kept and pale after it: pictures of the story.
//! SVG for any width, as [`energy`](super::energy).

use std::fmt::Write as _;

use rankscope_params::Update;
use rankscope_params::number::percent;
use rankscope_sim::{Spectra, Spectrum};

/// Bars that can be told apart; of a larger matrix the first are shown.
const MOST: usize = 64;
/// The share of its place that a bar fills.
const FILLED: f64 = 0.82;

/// Singular values of one update, against a height that does not follow them: what noise does is
/// seen.
pub fn strengths(spectra: &Spectra, update: Update, rank: usize, top: f64) -> String {
    let spectrum = of(spectra, update);
    let values = spectrum.values();
    let count = values.len().min(MOST);
    let place = |index: f64| 100.0 * index / count.max(1) as f64;
    let height = |value: f64| 100.0 * (value / top).min(1.0);
    let name = update.name();
    let mut svg = String::new();
    for tick in ticks(top) {
        let y = 100.0 - height(tick);
        let _ = write!(
            svg,
            "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{y:.2}%\" y2=\"{y:.2}%\"/>\
             <text x=\"0\" dx=\"-8\" y=\"{y:.2}%\" dy=\"4\" text-anchor=\"end\">{tick}</text>"
        );
    }
    for (index, value) in values.iter().take(count).enumerate() {
        let (width, height) = (FILLED * place(1.0), height(*value));
        let (x, y) = (
            place(index as f64) + (place(1.0) - width) / 2.0,
            100.0 - height,
        );
        let kept = if index < rank { "kept" } else { "lost" };
        let _ = write!(
            svg,
            "<rect class=\"bar {name} {kept}\" x=\"{x:.2}%\" y=\"{y:.2}%\" width=\"{width:.2}%\" height=\"{height:.2}%\"/>"
        );
    }
    if update == Update::Facts {
        // Style's first values, to compare with.
        let first = spectra.style.values().iter().take(count.min(6));
        for (index, value) in first.enumerate() {
            let (x, y) = (place(index as f64), 100.0 - height(*value));
            let _ = write!(
                svg,
                "<line class=\"beside\" x1=\"{x:.2}%\" x2=\"{:.2}%\" y1=\"{y:.2}%\" y2=\"{y:.2}%\"/>",
                place(index as f64 + 1.0),
            );
        }
    }
    let cut = place(rank.min(count) as f64);
    let _ = write!(
        svg,
        "<line class=\"hair\" x1=\"{cut:.2}%\" x2=\"{cut:.2}%\" y1=\"-6\" y2=\"100%\"/>"
    );
    if let Some(energy) = spectrum.energy(rank.min(spectrum.max_rank())) {
        let (dx, anchor) = if cut > 42.0 {
            (-12, "end")
        } else {
            (12, "start")
        };
        let kept = percent(energy);
        let _ = write!(
            svg,
            "<text class=\"value {name}\" x=\"{cut:.2}%\" dx=\"{dx}\" y=\"16\" text-anchor=\"{anchor}\">\
             rank {rank}: {kept} kept</text>"
        );
    }
    for index in index_ticks(count) {
        let x = place(index as f64 - 0.5);
        let _ = write!(
            svg,
            "<text x=\"{x:.2}%\" y=\"100%\" dy=\"18\" text-anchor=\"middle\">{index}</text>"
        );
    }
    svg.push_str(
        "<text x=\"0\" dx=\"-8\" y=\"-14\" class=\"axis\">singular value σ</text>\
         <text x=\"100%\" y=\"100%\" dy=\"34\" text-anchor=\"end\" class=\"axis\">direction</text>",
    );
    svg
}

/// The height that leaves the strongest direction of either update a little air.
pub fn top(spectra: &Spectra) -> f64 {
    let first = |spectrum: &Spectrum| spectrum.values().first().copied().unwrap_or(0.0);
    let most = first(&spectra.style).max(first(&spectra.facts));
    if most > 0.0 { 1.04 * most } else { 1.0 }
}

fn of(spectra: &Spectra, update: Update) -> &Spectrum {
    match update {
        Update::Style => &spectra.style,
        Update::Facts => &spectra.facts,
    }
}

/// At most six values from 0 up to `top`: 1, 2 or 5 times a power of ten apart.
fn ticks(top: f64) -> Vec<f64> {
    let power = 10f64.powf((top / 6.0).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    let step = steps
        .into_iter()
        .find(|step| top / step <= 6.0)
        .unwrap_or(top);
    (0..=6)
        .map(|tick| f64::from(tick) * step)
        // Written with no more digits than it has.
        .map(|tick| (tick / power).round() * power)
        .map(|tick| (tick * 1e6).round() / 1e6)
        .filter(|tick| *tick <= top)
        .collect()
}

fn index_ticks(count: usize) -> Vec<usize> {
    let step = (count / 8).max(1);
    let rest = (1..)
        .map(|tick| tick * step)
        .take_while(|tick| *tick <= count);
    if step == 1 {
        rest.collect()
    } else {
        std::iter::once(1).chain(rest).collect()
    }
}

#[cfg(test)]
mod tests {
    use rankscope_params::query;
    use rankscope_sim::simulate;

    use super::*;

    fn drawn(link: &str, update: Update) -> String {
        let params = query::read(link).0.params;
        let spectra = simulate(&params.update(), &mut |_| ()).unwrap();
        strengths(&spectra, update, params.reading().rank_low, top(&spectra))
    }

    #[test]
    fn what_the_rank_keeps_is_full_and_the_rest_pale() {
        let svg = drawn("", Update::Style);
        assert_eq!(svg.matches("style kept").count(), 4);
        assert_eq!(svg.matches("style lost").count(), 60);
        assert!(svg.contains("rank 4: 99.2\u{202f}% kept"), "{svg}");
    }

    #[test]
    fn no_state_makes_a_number_that_is_not_one() {
        for link in [
            "d=2&k=2&r_low=1",
            "d=300&k=300",
            "style_max=0&style_min=0&facts_max=0&facts_min=0&noise=0",
        ] {
            for update in [Update::Style, Update::Facts] {
                let svg = drawn(link, update);
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{link}");
            }
        }
    }

    #[test]
    fn ticks_are_few_and_round() {
        assert_eq!(ticks(5.2), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(ticks(20.8), [0.0, 5.0, 10.0, 15.0, 20.0]);
        assert_eq!(ticks(0.3), [0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3]);
        assert_eq!(index_ticks(64), [1, 8, 16, 24, 32, 40, 48, 56, 64]);
    }
}
