//! What is recalled of new facts against rank: by a full update that is cut to the rank, and by adapters
//! that were trained at it. Means over seeds, at the low learning rate.

use super::super::measured::{MeasuredColumn, MeasuredFigure, Place, figure_plot, rank_axis};
use super::super::{Axis, Stroke, Tone, scaling_column, scaling_name};
use super::RECALLED;
use rankscope_params::number::Format;
use rankscope_params::{TransformerRate, Update};
use rankscope_sim::Scaling;
use rankscope_sim::transformer::{MeanSpread, Recipe, Transformer};

/// The rank that the sentence speaks of.
const SPOKEN_OF: usize = 8;

/// The figure.
pub fn plot(of: &Transformer) -> MeasuredFigure {
    let task = Update::Facts;
    let column = |name: &str, heading: String, tone, stroke, at: &dyn Fn(usize) -> Vec<f64>| {
        let value = |&rank: &usize| Some((rank, 100.0 * MeanSpread::of(&at(rank))?.mean));
        MeasuredColumn {
            name: name.to_owned(),
            heading,
            tone,
            stroke,
            values: of.ranks.iter().filter_map(value).collect(),
        }
    };
    let recipe = |scaling, steps| Recipe {
        task,
        scaling,
        rate: TransformerRate::Low.rate(),
        steps,
    };
    let last = of.last_step();
    let mut columns = vec![column(
        "cut",
        "full update, cut".to_owned(),
        Tone::Neutral,
        Stroke::Solid,
        &|rank| of.truncated_at(task, rank),
    )];
    columns.extend(Scaling::ALL.map(|scaling| {
        column(
            scaling_column(scaling),
            scaling_name(scaling).to_owned(),
            Tone::from(task),
            scaling.into(),
            &|rank| of.accuracy_at(recipe(scaling, last), rank),
        )
    }));
    let mut curves: Vec<_> = columns
        .iter()
        .flat_map(|column| column.curves(&column.heading, 1.0, column.stroke, &of.ranks))
        .collect();
    let longest = of.ranks.iter().filter_map(|&rank| of.longest(task, rank));
    if let Some(steps) = longest.max().filter(|&steps| steps > last) {
        let longer = column(
            "longer",
            format!("LoRA, {steps} steps"),
            Tone::from(task),
            Stroke::Solid,
            &|rank| of.accuracy_at(recipe(Scaling::Lora, steps), rank),
        );
        curves.push(longer.curve("", 1.0, Stroke::Unjoined));
        columns.push(longer);
    }
    let (first, largest) = (
        of.ranks.first().copied().unwrap_or(1),
        of.ranks.last().copied().unwrap_or(1),
    );
    let summary = summary(&columns);
    MeasuredFigure {
        named: RECALLED,
        plot: figure_plot(
            rank_axis(first, largest),
            Axis::linear("new facts recalled, %", 100.0),
            curves,
            summary,
        )
        .into(),
        place: Place::Rank,
        places: of.ranks.clone().into(),
        columns,
        empty: "not run",
    }
}

/// "Rank 8 recalls 6 % when cut and 37 % when trained with LoRA."
fn summary(columns: &[MeasuredColumn]) -> String {
    let at = |name: &str| {
        let column = columns.iter().find(|column| column.name == name)?;
        Some(Format::Whole.write(column.at(SPOKEN_OF)?))
    };
    at("cut").zip(at("lora")).map_or_else(String::new, |(cut, lora)| {
        format!(
            "Rank {SPOKEN_OF} recalls {cut}\u{202f}% when a full update is cut to it, {lora}\u{202f}% when LoRA is \
             trained at it."
        )
    })
}
