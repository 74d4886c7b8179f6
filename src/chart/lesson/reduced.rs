//! A figure of Explore with less in it: the curves that a question is about, on an axis that ends where
//! they do, and one rank marked.

use super::super::{Axes, Axis, Cell, Curve, Figure, Plot, Rule, Scene, Stroke, Tone, View};
use super::DIGITS;
use rankscope_params::number::{percent, significant};
use rankscope_params::{RankAxis, SigmaAxis, Update};
use rankscope_sim::Scaling;

/// What is left of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduction {
    /// The updates.
    pub show: Vec<Update>,
    /// The scales.
    pub rules: Vec<Scaling>,
    /// Whether each rank is marked by a dot.
    pub points: bool,
    /// The last rank; none where all are shown.
    pub axis_max: Option<usize>,
    /// Whether ranks, and singular values, are divided logarithmically.
    pub log: bool,
    /// How the inspected rank is marked.
    pub mark: Mark,
}

/// How a rank is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not at all.
    Hidden,
    /// By a line.
    Shown,
    /// By a line that can be dragged.
    Movable,
}

/// Room above the largest value of a linear axis.
const HEADROOM: f64 = 1.06;
/// Percent of the energy that a common rule asks for.
const MOST: f64 = 90.0;
/// Of the colour, behind what a cut keeps.
const KEPT: f64 = 0.13;
/// Of the height, where it is said what is kept and what lost.
const LABELS: f64 = 0.16;

/// A figure at a state, reduced.
pub fn reduced(figure: Figure, live: View<'_>, to: &Reduction) -> Plot {
    let sigma = if to.log {
        SigmaAxis::Log
    } else {
        SigmaAxis::Linear
    };
    // The laws of the scale are straight lines only where both axes are logarithmic.
    let rank = if to.log || figure == Figure::Scaling {
        RankAxis::Log
    } else {
        RankAxis::Linear
    };
    let axes = Axes { rank, sigma };
    let mut plot = figure.plot(&Scene {
        live,
        pinned: &[],
        axes,
    });
    let tones: Vec<Tone> = to.show.iter().map(|update| Tone::from(*update)).collect();
    let strokes: Vec<Stroke> = to.rules.iter().map(|rule| Stroke::from(*rule)).collect();
    // Only these figures have curves of scales; a floor belongs to none.
    let scaled = matches!(figure, Figure::Scaling | Figure::Error);
    plot.curves.retain(|curve| {
        let of_update = curve.tone == Tone::Neutral || tones.contains(&curve.tone);
        let of_scale = !scaled || curve.stroke == Stroke::Dotted || strokes.contains(&curve.stroke);
        of_update && of_scale
    });
    let last = to.axis_max.filter(|last| *last < live.max_rank());
    for curve in &mut plot.curves {
        if let Some(last) = last {
            curve.points.retain(|point| point.0 <= last as f64);
        }
        curve.dots = to.points && curve.stroke != Stroke::Dotted;
    }
    if let Some(last) = last {
        plot.x = plot.x.up_to(last as f64);
    }
    if figure == Figure::Spectrum && !to.log {
        let values = plot.curves.iter().flat_map(|curve| &curve.points);
        let largest = values.map(|point| point.1).fold(0.0, f64::max);
        plot.y = Axis::linear(plot.y.title.clone(), HEADROOM * largest);
    }
    let rank = live.reading.rank_low;
    plot.inspected.clear();
    if to.mark != Mark::Hidden && (1..=last.unwrap_or(live.max_rank())).contains(&rank) {
        plot.inspected.push(rank);
    }
    let grip = to.mark == Mark::Movable;
    plot.grips = grip;
    let at = rank as f64;
    let spot = |curve: &Curve| Some((at, curve.at(at)?));
    plot.spots = if grip {
        plot.curves.iter().filter_map(spot).collect()
    } else {
        vec![]
    };
    if figure == Figure::Spectrum && grip {
        plot.cells = cut(&plot, rank as f64);
    }
    if figure == Figure::Variance {
        plot.rules.push(Rule {
            value: MOST,
            label: "90\u{202f}%".into(),
        });
    }
    plot.summary = if to.mark != Mark::Hidden || figure != Figure::Variance {
        summary(figure, &plot, rank)
    } else {
        reach(&plot)
    };
    plot
}

/// What a cut at a rank keeps of a spectrum and what it loses, as fields behind it.
fn cut(plot: &Plot, rank: f64) -> Vec<Cell> {
    let ((first, last), (low, high)) = (plot.x.range(), plot.y.range());
    let (at, tone) = (rank + 0.5, plot.curves.last().map(|curve| curve.tone));
    let field = |across: (f64, f64), up, label: &str, strength| Cell {
        at: (rank, 0.0),
        across,
        up,
        value: None,
        label: label.to_owned(),
        brief: String::new(),
        tone: tone.unwrap_or(Tone::Neutral),
        strength,
        marked: false,
    };
    let (kept, lost) = ((first, at.min(last)), (at.min(last), last));
    let top = (high - LABELS * (high - low), high);
    let mut cells = vec![
        field(kept, (low, high), "", KEPT),
        field(kept, top, "kept", 0.0),
    ];
    if lost.0 < lost.1 {
        cells.push(field(lost, top, "lost", 0.0));
    }
    cells
}

/// "90 % are reached by style at rank 30, by facts at rank 35."
fn reach(plot: &Plot) -> String {
    let said = plot.curves.iter().rev().filter_map(|curve| {
        let reached = curve.points.iter().find(|point| point.1 >= MOST)?;
        Some(format!("{} at rank {}", curve.label, reached.0))
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        "No rank keeps nine tenths of the energy.".to_owned()
    } else {
        format!("Nine tenths of the energy: {}.", said.join(", "))
    }
}

/// "Rank 4: style 93.2 % · facts 20.1 %." One number for each curve that is left.
fn summary(figure: Figure, plot: &Plot, rank: usize) -> String {
    let said = plot.curves.iter().rev().filter_map(|curve| {
        let value = curve.at(rank as f64)?;
        let value = match figure {
            Figure::Variance => percent(value / 100.0),
            Figure::Spectrum | Figure::Scaling | Figure::Error => significant(value, DIGITS),
        };
        Some(format!("{} {value}", curve.label))
    });
    let said: Vec<String> = said.collect();
    let place = match figure {
        Figure::Spectrum => "Direction",
        Figure::Variance | Figure::Scaling | Figure::Error => "Rank",
    };
    if said.is_empty() {
        return format!("{place} {rank} is off this axis.");
    }
    format!("{place} {rank}: {}.", said.join(" · "))
}
