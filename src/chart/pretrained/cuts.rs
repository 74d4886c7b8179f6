//! What is left of full updates when every ΔW is cut to its first r directions, against r: answers in the
//! manner that was taught, and facts recalled.

use super::super::measured::{
    MeasuredFigure, Place, TASKS, figure_plot, label, rank_axis, strength,
};
use super::super::{Axis, Stroke, Tone};
use super::{CUTS, cut_column, seeds, shares, unnamed};
use rankscope_params::Update;
use rankscope_sim::pretrained::{CUT_RANK, Findings, GRID_PEOPLE, PEOPLE, Pretrained};

/// How much of its colour the curve of fewer facts has.
const FEWER: f64 = 0.25;

/// The figure. Rank 0, which has no place on a logarithmic axis, stands in the table.
pub fn plot(of: &Pretrained) -> MeasuredFigure {
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    let whole = of.directions();
    for task in TASKS {
        let people = (task == Update::Facts).then_some(PEOPLE);
        for (number, run) in of.cut(task, people).enumerate() {
            let name = format!("{}_{}", task.name(), run.seed);
            let heading = format!("{}, seed {}", said_of(of, task, people), run.seed);
            let own = cut_column(run, (name, heading, Tone::from(task)), Some(whole), whole);
            let label = label(number, said_of(of, task, people));
            curves.push(own.curve(&label, strength(number), Stroke::Solid));
            columns.push(own);
        }
    }
    for run in of.cut(Update::Facts, Some(GRID_PEOPLE)) {
        let of_fewer = said_of(of, run.task, run.people);
        let name = format!("facts_fewer_{}", run.seed);
        let heading = format!("{of_fewer}, seed {}", run.seed);
        let own = cut_column(run, (name, heading, Tone::Facts), Some(whole), whole);
        curves.push(own.curve(&of_fewer, FEWER, Stroke::Solid));
        columns.push(own);
    }
    curves.reverse();
    let ranks = columns.iter().flat_map(|column| &column.values);
    let mut places: Vec<usize> = ranks
        .map(|value| value.0)
        .filter(|&rank| rank > 0)
        .collect();
    places.sort_unstable();
    places.dedup();
    MeasuredFigure {
        named: CUTS,
        plot: figure_plot(
            rank_axis(places.first().copied().unwrap_or(1), whole),
            Axis::linear("right after cutting, %", 100.0),
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

/// "style", "400 facts".
fn said_of(of: &Pretrained, task: Update, people: Option<usize>) -> String {
    people.map_or_else(
        || task.name().to_owned(),
        |people| format!("{} facts", people * of.settings.facts_each),
    )
}

/// "Cut to rank 8, the style updates …, the facts updates … Whole, …"
fn summary(of: &Pretrained) -> String {
    let Some(Findings { cutting, .. }) = Findings::of(of) else {
        return String::new();
    };
    format!(
        "Cut to rank {CUT_RANK}, the style updates leave {} of the answers in the manner{}. Whole they leave {}. The \
         facts updates recall {} of {} facts when cut. Whole they recall {}.",
        shares(&cutting.style),
        seeds(&cutting.style),
        shares(&cutting.style_whole),
        shares(&cutting.facts),
        PEOPLE * of.settings.facts_each,
        shares(&cutting.facts_whole),
    )
}
