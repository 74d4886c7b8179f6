//! `100 · E(r)` of the real `ΔW` against `r`: the mean over layers and seeds, a bar from one standard
//! deviation below to one above, and the two simulated updates behind them.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, TASKS, figure_plot, rank_axis,
};
use super::super::plot::Cell;
use super::super::{Axis, Curve, Stroke, Tone};
use super::ENERGY;
use rankscope_params::Update;
use rankscope_params::number::Format;
use rankscope_sim::transformer::{MeanSpread, Transformer};
use rankscope_sim::{Spectra, Spectrum};

/// The width of a bar, in doublings of the rank.
const BAR: f64 = 0.11;
const BAR_STRENGTH: f64 = 0.25;
/// The simulated updates stand behind the real ones.
const SIMULATED_STRENGTH: f64 = 0.4;
/// The rank that the sentence speaks of: the article's for style.
const SPOKEN_OF: usize = 4;

/// The figure after a step. `simulated` are the present updates of Explore, once they are known.
pub fn plot(of: &Transformer, step: usize, simulated: Option<&Spectra>) -> MeasuredFigure {
    let first = of.ranks.first().copied().unwrap_or(1);
    let last = of.ranks.last().copied().unwrap_or(1);
    let mut curves = Vec::new();
    if let Some(Spectra { style, facts }) = simulated {
        curves.push(simulated_curve(Update::Facts, facts, last));
        curves.push(simulated_curve(Update::Style, style, last));
    }
    let mut columns = Vec::new();
    let mut cells = Vec::new();
    for task in TASKS {
        let moments = |rank: &usize| Some((*rank, of.energy(task, step, *rank)?));
        let moments: Vec<_> = of.ranks.iter().filter_map(moments).collect();
        let column = |suffix: &str, heading: &str, value: fn(&MeanSpread) -> f64| MeasuredColumn {
            name: format!("{}{suffix}", task.name()),
            heading: format!("{}{heading}", task.name()),
            tone: Tone::from(task),
            stroke: Stroke::Solid,
            values: moments
                .iter()
                .map(|(rank, moments)| (*rank, 100.0 * value(moments)))
                .collect(),
        };
        let mean = column("", "", |moments| moments.mean);
        curves.push(mean.curve(task.name(), 1.0, Stroke::Solid));
        cells.extend(moments.iter().map(|at| bar(task, at)));
        columns.push(mean);
        columns.push(column("_spread", " ±", |moments| moments.spread));
    }
    let simulated = curves.iter().filter(|curve| !curve.dots);
    let simulated: Vec<MeasuredColumn> =
        simulated.map(|curve| as_column(curve, &of.ranks)).collect();
    columns.extend(simulated.into_iter().rev());
    let mut plot = figure_plot(
        rank_axis(first, last),
        Axis::linear("energy in the first r directions, %", 100.0),
        curves,
        summary(of, step),
    );
    plot.cells = cells;
    MeasuredFigure {
        named: ENERGY,
        plot: plot.into(),
        place: Place::Rank,
        places: of.ranks.clone().into(),
        columns,
        empty: "–",
    }
}

/// Every layer after a step, averaged over the seeds: what is drawn at the rank pointed at.
pub fn layers(of: &Transformer, step: usize) -> MeasuredFigure {
    let mut columns = Vec::new();
    for task in TASKS {
        for (layer, name) in of.layers.iter().enumerate() {
            let value =
                |&rank: &usize| Some((rank, 100.0 * of.layer_energy(task, step, layer, rank)?));
            columns.push(MeasuredColumn {
                name: task.name().to_owned(),
                heading: name.clone(),
                tone: Tone::from(task),
                stroke: Stroke::Unjoined,
                values: of.ranks.iter().filter_map(value).collect(),
            });
        }
    }
    let curves = columns
        .iter()
        .map(|column| column.curve("", 1.0, Stroke::Unjoined));
    let first = of.ranks.first().copied().unwrap_or(1);
    let last = of.ranks.last().copied().unwrap_or(1);
    let plot = figure_plot(
        rank_axis(first, last),
        Axis::linear("energy in the first r directions, %", 100.0),
        curves.collect(),
        String::new(),
    );
    MeasuredFigure {
        named: ENERGY,
        plot: plot.into(),
        place: Place::Rank,
        places: of.ranks.clone().into(),
        columns,
        empty: "–",
    }
}

fn bar(task: Update, (rank, moments): &(usize, MeanSpread)) -> Cell {
    let rank = *rank as f64;
    // Side by side, so that one does not hide the other.
    let across = match task {
        Update::Style => (rank / BAR.exp2(), rank),
        Update::Facts => (rank, rank * BAR.exp2()),
    };
    let percent = |share: f64| (100.0 * share).clamp(0.0, 100.0);
    Cell {
        at: (rank, percent(moments.mean)),
        across,
        up: (
            percent(moments.mean - moments.spread),
            percent(moments.mean + moments.spread),
        ),
        value: None,
        label: String::new(),
        brief: String::new(),
        tone: Tone::from(task),
        strength: BAR_STRENGTH,
        marked: false,
    }
}

fn simulated_curve(task: Update, spectrum: &Spectrum, last: usize) -> Curve {
    let ranks = 1..=last.min(spectrum.max_rank());
    let point = |rank: usize| Some((rank as f64, 100.0 * spectrum.energy(rank)?));
    Curve {
        name: format!("{}_simulated", task.name()).into(),
        label: format!("{}, simulated", task.name()),
        tone: Tone::from(task),
        strength: SIMULATED_STRENGTH,
        stroke: Stroke::Solid,
        named: true,
        dots: false,
        points: ranks.filter_map(point).collect(),
    }
}

/// A simulated curve at the ranks that were measured.
fn as_column(curve: &Curve, ranks: &[usize]) -> MeasuredColumn {
    let value = |rank: &usize| Some((*rank, curve.at(*rank as f64)?));
    MeasuredColumn {
        name: curve.name.to_string(),
        heading: curve.label.clone(),
        tone: curve.tone,
        stroke: Stroke::Solid,
        values: ranks.iter().filter_map(value).collect(),
    }
}

/// "After 500 steps, rank 4 keeps 51.0 ± 9.8 % of the style updates and … of the facts updates."
fn summary(of: &Transformer, step: usize) -> String {
    let held = |task| {
        of.energy(task, step, SPOKEN_OF)
            .map_or_else(|| "–".to_owned(), |moments| written(moments, 100.0, 1))
    };
    let ninety = |task| {
        of.rank90(task, step)
            .map_or_else(|| "–".to_owned(), |moments| written(moments, 1.0, 0))
    };
    format!(
        "After {step} steps, rank {SPOKEN_OF} keeps {} % of the style updates and {} % of the facts updates. 90 % of the \
         energy takes {} directions for style and {} for facts. {}",
        held(Update::Style),
        held(Update::Facts),
        ninety(Update::Style),
        ninety(Update::Facts),
        order(of, step),
    )
}

/// Which task keeps more of its energy, by how much, and whether that turns round by the last step.
fn order(of: &Transformer, step: usize) -> String {
    let (ahead, count) = (of.style_ahead(step), of.ranks.len());
    let apart = |rank: &usize| {
        let mean = |task| of.energy(task, step, *rank).map(|moments| moments.mean);
        Some((mean(Update::Style)? - mean(Update::Facts)?).abs())
    };
    let apart = of.ranks.iter().filter_map(apart).fold(0.0, f64::max);
    let who = match ahead {
        0 => format!("Facts keep more of theirs at each of the {count} ranks"),
        ahead if ahead == count => {
            format!("Style keeps more of its own at each of the {count} ranks")
        }
        ahead => format!("Style keeps more of its own at {ahead} of the {count} ranks"),
    };
    let last = of.last_step();
    let turns = (2 * ahead > count) != (2 * of.style_ahead(last) > count);
    let turns = if turns {
        format!(" After {last} steps the order is the reverse.")
    } else {
        String::new()
    };
    let apart = Format::Decimals(1).write(100.0 * apart);
    format!("{who}, by {apart} points at most.{turns}")
}

fn written(moments: MeanSpread, unit: f64, decimals: usize) -> String {
    let write = |value: f64| Format::Decimals(decimals).write(unit * value);
    format!("{} ± {}", write(moments.mean), write(moments.spread))
}
