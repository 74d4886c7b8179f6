//! `100 · E(r)` of full updates against `r`, as the mean over all matrices, beside random matrices of the
//! same shapes.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, TASKS, figure_plot, label, rank_axis, strength,
};
use super::super::{Axis, Stroke, Tone};
use super::{ENERGY, seeds, unnamed};
use rankscope_params::Update;
use rankscope_params::number::Format;
use rankscope_sim::pretrained::{Findings, OfSeed, PEOPLE, Pretrained, Statistics};

/// The figure.
pub fn plot(of: &Pretrained) -> MeasuredFigure {
    let ranks = &of.energy_ranks;
    let column = |name: String, heading: String, tone, of: &Statistics| MeasuredColumn {
        name,
        heading,
        tone,
        stroke: Stroke::Solid,
        values: ranks
            .iter()
            .zip(&of.energy)
            .map(|(&rank, energy)| (rank, 100.0 * energy))
            .collect(),
    };
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    for task in TASKS {
        let people = (task == Update::Facts).then_some(PEOPLE);
        let spectra = of
            .cut(task, people)
            .filter_map(|run| Some((run.seed, run.spectrum.as_ref()?)));
        for (number, (seed, spectrum)) in spectra.enumerate() {
            let name = format!("{}_{seed}", task.name());
            let heading = format!("{}, seed {seed}", task.name());
            let own = column(name, heading, Tone::from(task), &spectrum.mean);
            let label = label(number, task.name().to_owned());
            curves.push(own.curve(&label, strength(number), Stroke::Solid));
            columns.push(own);
        }
    }
    curves.reverse();
    if let Some(random) = of.random() {
        let own = column(
            "random".into(),
            "random matrices".into(),
            Tone::Neutral,
            &random,
        );
        curves.insert(0, own.curve("random matrices", 1.0, Stroke::Solid));
        columns.push(own);
    }
    MeasuredFigure {
        named: ENERGY,
        plot: figure_plot(
            rank_axis(
                ranks.first().copied().unwrap_or(1),
                ranks.last().copied().unwrap_or(1),
            ),
            Axis::linear("energy in the first r directions, %", 100.0),
            unnamed(curves),
            summary(of),
        )
        .into(),
        place: Place::Rank,
        places: ranks.clone().into(),
        columns,
        empty: "–",
    }
}

/// "90 % of the energy takes 68 / 70 directions for style …"
fn summary(of: &Pretrained) -> String {
    let Some(Findings { spectrum, .. }) = Findings::of(of) else {
        return String::new();
    };
    let whole = |values: &[OfSeed]| {
        let all: Vec<String> = values
            .iter()
            .map(|of| Format::Whole.write(of.value))
            .collect();
        all.join(" / ")
    };
    format!(
        "90 % of the energy takes {} directions for style{}. For facts it takes {}. In random matrices of \
         the same shapes it takes {}.",
        whole(&spectrum.style_rank90),
        seeds(&spectrum.style_rank90),
        whole(&spectrum.facts_rank90),
        Format::Whole.write(spectrum.random_rank90),
    )
}
