//! What is recalled of new facts against rank: by a full update that is cut to the rank, and by adapters
//! that were trained at it.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, figure_plot, label, rank_axis,
};
use super::super::{Axis, Stroke, Tone};
use super::{RECALLED, cut_column, seeds, shares, unnamed};
use rankscope_params::Update;
use rankscope_sim::Scaling;
use rankscope_sim::pretrained::{
    Adapter, CUT_RANK, Findings, GRID_PEOPLE, LARGE_RANK, PEOPLE, Pretrained, RATES, SMALL_RANK,
};

/// How much of their colour the marks of fewer facts have.
const FEWER: f64 = 0.55;

/// The figure.
pub fn plot(of: &Pretrained) -> MeasuredFigure {
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    for people in [GRID_PEOPLE, PEOPLE] {
        let facts = people * of.settings.facts_each;
        let strength = if people == PEOPLE { 1.0 } else { FEWER };
        for (number, run) in of.cut(Update::Facts, Some(people)).enumerate() {
            let name = format!("cut_{facts}_{}", run.seed);
            let heading = format!("cut, {facts} facts, seed {}", run.seed);
            let own = cut_column(run, (name, heading, Tone::Neutral), None, LARGE_RANK);
            let label = label(number, format!("full update, cut: {facts} facts"));
            curves.push(own.curve(&label, strength, Stroke::Solid));
            columns.push(own);
        }
    }
    for people in [GRID_PEOPLE, PEOPLE] {
        let facts = people * of.settings.facts_each;
        let strength = if people == PEOPLE { 1.0 } else { FEWER };
        for (number, own) in trained(of, people).into_iter().enumerate() {
            let label = label(number, format!("adapter, trained: {facts} facts"));
            // Not every rank between them was run.
            curves.push(own.curve(&label, strength, Stroke::Unjoined));
            columns.push(own);
        }
    }
    let ranks = columns.iter().flat_map(|column| &column.values);
    let mut places: Vec<usize> = ranks
        .map(|value| value.0)
        .filter(|&rank| rank > 0)
        .collect();
    places.sort_unstable();
    places.dedup();
    MeasuredFigure {
        named: RECALLED,
        plot: figure_plot(
            rank_axis(SMALL_RANK, LARGE_RANK),
            Axis::linear("new facts recalled, %", 100.0),
            unnamed(curves),
            summary(of),
        )
        .into(),
        place: Place::Rank,
        places: places.into(),
        columns,
        empty: "not run",
    }
}

/// A column for each seed of the adapters that were taught facts about so many people, under α/r at the
/// middle learning rate.
fn trained(of: &Pretrained, people: usize) -> Vec<MeasuredColumn> {
    let [_, rate, _] = RATES;
    let made = (Some(people), Scaling::Lora, rate);
    let runs = of.on_all_matrices();
    let runs: Vec<&Adapter> = runs
        .filter(|run| (run.people, run.scaling, run.rate) == made)
        .collect();
    let facts = people * of.settings.facts_each;
    let mut seeds: Vec<u64> = runs.iter().map(|run| run.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let column = |seed: u64| {
        let own = runs.iter().filter(|run| run.seed == seed);
        let mut values: Vec<(usize, f64)> = own
            .map(|run| (run.rank, 100.0 * run.measured.share()))
            .collect();
        values.sort_unstable_by_key(|value| value.0);
        MeasuredColumn {
            name: format!("trained_{facts}_{seed}"),
            heading: format!("trained, {facts} facts, seed {seed}"),
            tone: Tone::Facts,
            stroke: Stroke::Solid,
            values,
        }
    };
    seeds.into_iter().map(column).collect()
}

/// "Cut to rank 8, a full update recalls … Trained at rank 1, …"
fn summary(of: &Pretrained) -> String {
    let Some(Findings { surprise, .. }) = Findings::of(of) else {
        return String::new();
    };
    format!(
        "Cut to rank {CUT_RANK}, a full update recalls {} of {} new facts{}. Trained at rank {SMALL_RANK}, an adapter \
         recalls {} of as many{}.",
        shares(&surprise.cut),
        surprise.facts,
        seeds(&surprise.cut),
        shares(&[surprise.trained]),
        seeds(&[surprise.trained]),
    )
}
