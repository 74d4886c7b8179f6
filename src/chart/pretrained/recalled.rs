//! What is recalled of new facts against rank: by a full update that is cut to the rank, and by adapters
//! that were trained at it.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, figure_plot, label, of_seeds, rank_axis, strength,
    written,
};
use super::super::{Axis, Curve, Stroke, Tone};
use super::{RECALLED, cut_column};
use rankscope_params::Update;
use rankscope_sim::Scaling;
use rankscope_sim::pretrained::{
    Adapter, CUT_RANK, Findings, GRID_PEOPLE, LARGE_RANK, OfSeed, PEOPLE, Pretrained, RATES,
    Recipe, SMALL_RANK,
};

/// How much of its colour the curve of fewer facts has.
const FEWER: f64 = 0.4;

/// The figure.
pub fn plot(of: &Pretrained) -> MeasuredFigure {
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    for people in [PEOPLE, GRID_PEOPLE] {
        let facts = people * of.settings.facts_each;
        for (number, run) in of.cut(Update::Facts, Some(people)).enumerate() {
            let name = format!("cut_{facts}_{}", run.seed);
            let heading = format!("cut, {facts} facts, seed {}", run.seed);
            let own = cut_column(run, (name, heading, Tone::Neutral), None, LARGE_RANK);
            let label = label(number, format!("cut, {facts} facts"));
            let strength = strength(number) * if people == PEOPLE { 1.0 } else { FEWER };
            curves.push(own.curve(&label, strength, Stroke::Solid));
            columns.push(own);
        }
    }
    let fewer = fewer(of);
    for (number, own) in trained(of, GRID_PEOPLE, &fewer).into_iter().enumerate() {
        let facts = GRID_PEOPLE * of.settings.facts_each;
        let label = label(number, format!("trained, {facts} facts"));
        curves.push(own.curve(&label, strength(number), Stroke::Solid));
        columns.push(own);
    }
    let more: Vec<&Adapter> = of
        .on_all_matrices()
        .filter(|run| run.people == Some(PEOPLE))
        .collect();
    for own in trained(of, PEOPLE, &more) {
        // Two dots without a line: they differ in more than the rank.
        curves.push(own.curve("", 1.0, Stroke::Unjoined));
        columns.push(own);
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
            behind(curves),
            summary(of),
        )
        .into(),
        place: Place::Rank,
        places: places.into(),
        columns,
        empty: "not run",
    }
}

/// Those of further seeds and of fewer facts are drawn first.
fn behind(mut curves: Vec<Curve>) -> Vec<Curve> {
    curves.sort_by(|one, next| one.strength.total_cmp(&next.strength));
    curves
}

/// The adapters that were taught fewer facts, under α/r at the middle learning rate.
fn fewer(of: &Pretrained) -> Vec<&Adapter> {
    let people = Some(GRID_PEOPLE);
    let [_, rate, _] = RATES;
    let Some(steps) = of.steps(Update::Facts, people) else {
        return vec![];
    };
    let recipe = Recipe {
        task: Update::Facts,
        people,
        scaling: Scaling::Lora,
        rate,
        steps,
    };
    of.adapters(recipe).collect()
}

/// A column for each seed of some adapters.
fn trained(of: &Pretrained, people: usize, runs: &[&Adapter]) -> Vec<MeasuredColumn> {
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
    let shares = |values: &[OfSeed]| {
        let shares: Vec<f64> = values.iter().map(|of| of.value).collect();
        written(&shares)
    };
    let seeds = |values: &[OfSeed]| {
        let seeds: Vec<u64> = values.iter().map(|of| of.seed).collect();
        of_seeds(&seeds)
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
