//! Accuracy of a full fine-tuning when every layer's `ΔW` is cut to its first r directions, against r.

use super::super::measured::{
    MeasuredColumn, MeasuredFigure, Place, TASKS, figure_plot, label, of_seeds, percents,
    rank_axis, strength, written,
};
use super::super::{Axis, Stroke, Tone};
use super::TRUNCATED;
use rankscope_params::Update;
use rankscope_sim::transformer::Transformer;

/// The rank that the sentence speaks of: at which most adapters begin.
const SPOKEN_OF: usize = 8;

/// The figure. Rank 0, which has no place on a logarithmic axis, stands in the table.
pub fn plot(of: &Transformer) -> MeasuredFigure {
    let (mut columns, mut curves) = (Vec::new(), Vec::new());
    for task in TASKS {
        for (number, &seed) in of.seeds.iter().enumerate() {
            let own = MeasuredColumn {
                name: format!("{}_{seed}", task.name()),
                heading: format!("{}, seed {seed}", task.name()),
                tone: Tone::from(task),
                stroke: Stroke::Solid,
                values: percents(of.truncated(task, seed)),
            };
            let label = label(number, task.name().to_owned());
            curves.push(own.curve(&label, strength(number), Stroke::Solid));
            columns.push(own);
        }
    }
    curves.reverse();
    let ranks = columns.first().map(|column| &column.values);
    let ranks = ranks.into_iter().flatten().map(|value| value.0);
    let places: Vec<usize> = ranks.filter(|&rank| rank > 0).collect();
    let first = places.first().copied().unwrap_or(1);
    MeasuredFigure {
        named: TRUNCATED,
        plot: figure_plot(
            rank_axis(first, of.directions()),
            Axis::linear("right after cutting, %", 100.0),
            curves,
            summary(of),
        )
        .into(),
        place: Place::Rank,
        places: places.into(),
        columns,
        empty: "–",
    }
}

/// "Cut to rank 8, the facts updates recall …, whole …"
fn summary(of: &Transformer) -> String {
    let at = |task, rank| written(&of.truncated_at(task, rank));
    let whole = of.directions();
    format!(
        "Cut to rank {SPOKEN_OF}, the facts updates recall {} of the new facts{}. Whole they recall {}. The style updates \
         are right in {} of held-out sentences. Whole they are right in {}. Without any update the model is right in {}.",
        at(Update::Facts, SPOKEN_OF),
        of_seeds(&of.seeds),
        at(Update::Facts, whole),
        at(Update::Style, SPOKEN_OF),
        at(Update::Style, whole),
        at(Update::Style, 0),
    )
}
