//! What adapters recall, and what they forget, against the learning rate: of the largest rank under either
//! scaling, and of rank 1, where both scalings are the same number.

use super::super::measured::{MeasuredColumn, MeasuredFigure, Place, figure_plot, label, strength};
use super::super::{Axis, Named, Rule, Stroke, Tone, scaling_column, scaling_name};
use super::{DRIFT, RATES as BY_RATE, unnamed};
use rankscope_params::Update;
use rankscope_params::number::Format;
use rankscope_sim::Scaling;
use rankscope_sim::pretrained::{
    Adapter, Findings, GRID_PEOPLE, LARGE_RANK, Measured, Pretrained, RATES, Rates, Recipe,
    SMALL_RANK,
};

/// Recall against the learning rate.
pub fn recall(of: &Pretrained) -> MeasuredFigure {
    let share = |found: &Measured| Some(100.0 * found.share());
    let axis = Axis::linear("new facts recalled, %", 100.0);
    figure(of, BY_RATE, axis, share, recalled)
}

/// Drift against the learning rate.
pub fn drift(of: &Pretrained) -> MeasuredFigure {
    let rates = Findings::of(of).map(|found| found.rates);
    let drifts = rates
        .iter()
        .flat_map(|of| of.lora_drift.into_iter().chain(of.rslora_drift));
    let largest = drifts.fold(0.0, f64::max);
    let axis = Axis::linear(
        "cost of the untouched model’s answers, nats a token",
        largest,
    );
    let mut figure = figure(of, DRIFT, axis, Measured::drift, forgotten);
    if let Some(rates) = rates {
        let mut plot = (*figure.plot).clone();
        plot.rules.push(Rule {
            value: rates.base_drift,
            label: "untouched".into(),
        });
        figure.plot = plot.into();
    }
    figure
}

fn figure(
    of: &Pretrained,
    named: Named,
    y: Axis,
    value: impl Fn(&Measured) -> Option<f64>,
    summary: fn(&Rates) -> String,
) -> MeasuredFigure {
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    for (rank, scaling) in [
        (LARGE_RANK, Scaling::Lora),
        (LARGE_RANK, Scaling::RsLora),
        (SMALL_RANK, Scaling::Lora),
    ] {
        let runs = runs(of, rank, scaling);
        let mut seeds: Vec<u64> = runs.iter().map(|run| run.seed).collect();
        seeds.sort_unstable();
        seeds.dedup();
        let said = if rank == SMALL_RANK {
            format!("rank {rank}")
        } else {
            format!("rank {rank}, {}", scaling_name(scaling))
        };
        for (number, seed) in seeds.into_iter().enumerate() {
            let own = runs.iter().filter(|run| run.seed == seed);
            let at = |run: &&Adapter| Some((Place::of_rate(run.rate), value(&run.measured)?));
            let own = MeasuredColumn {
                name: format!("{}_{rank}_{seed}", scaling_column(scaling)),
                heading: format!("{said}, seed {seed}"),
                tone: if rank == SMALL_RANK {
                    Tone::Neutral
                } else {
                    Tone::Facts
                },
                stroke: scaling.into(),
                values: own.filter_map(at).collect(),
            };
            let label = label(number, said.clone());
            let stroke = if own.values.len() > 1 {
                own.stroke
            } else {
                Stroke::Unjoined
            };
            curves.push(own.curve(&label, strength(number), stroke));
            columns.push(own);
        }
    }
    curves.reverse();
    let places = RATES.map(Place::of_rate);
    let ticks = places.map(|place| (place as f64, Place::Rate.written(place)));
    let summary = Findings::of(of).map_or_else(String::new, |found| summary(&found.rates));
    MeasuredFigure {
        named,
        plot: figure_plot(
            Axis::listed("learning rate", ticks.to_vec()),
            y,
            unnamed(curves),
            summary,
        )
        .into(),
        place: Place::Rate,
        places: places.to_vec().into(),
        columns,
        empty: "not run",
    }
}

/// The runs of a rank at every learning rate, from the smallest.
fn runs(of: &Pretrained, rank: usize, scaling: Scaling) -> Vec<&Adapter> {
    let people = Some(GRID_PEOPLE);
    let Some(steps) = of.steps(Update::Facts, people) else {
        return vec![];
    };
    let at = |rate| {
        let recipe = Recipe {
            task: Update::Facts,
            people,
            scaling,
            rate,
            steps,
        };
        of.adapters(recipe).filter(move |run| run.rank == rank)
    };
    RATES.into_iter().flat_map(at).collect()
}

/// "Rank 64, seed 0. At 0.0003: LoRA 34.5 %, …"
fn recalled(of: &Rates) -> String {
    let percent = |share: f64| format!("{}\u{202f}%", at_most_one_decimal(100.0 * share));
    let said = by_rate([of.lora, of.rslora], percent);
    format!("Rank {LARGE_RANK}, seed {}. {said}", of.seed)
}

/// The same of what is forgotten.
fn forgotten(of: &Rates) -> String {
    let nats = |nats: f64| Format::Decimals(2).write(nats);
    format!(
        "Rank {LARGE_RANK}, seed {}; {} nats a token before any training. {}",
        of.seed,
        nats(of.base_drift),
        by_rate([of.lora_drift, of.rslora_drift], nats),
    )
}

/// "At 0.0003: LoRA 34.5 %, rsLoRA 100 %. At …"
fn by_rate([lora, rslora]: [[f64; 3]; 2], write: impl Fn(f64) -> String) -> String {
    let pairs = RATES.into_iter().zip(lora.into_iter().zip(rslora));
    let said = pairs.map(|(rate, (lora, rslora))| {
        format!(
            "At {}: {} {}, {} {}.",
            Format::Exact.write(rate),
            scaling_name(Scaling::Lora),
            write(lora),
            scaling_name(Scaling::RsLora),
            write(rslora),
        )
    });
    said.collect::<Vec<_>>().join(" ")
}

fn at_most_one_decimal(value: f64) -> String {
    let text = Format::Decimals(1).write(value);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
