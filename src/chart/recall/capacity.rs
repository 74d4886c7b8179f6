//! Recall of LoRA against rank and number of facts, with what each rank holds.
//!
//! Over the fields: N* of each rank (90 % recalled), the line of constant bits per parameter fitted to the
//! plateau, and the line of the bits that are reported of language models.

use super::super::{Axis, Cell, Curve, Plot, Stroke, Tone};
use rankscope_params::csv;
use rankscope_params::number::{Format, significant};
use rankscope_sim::recall::capacity::{Capacity, CapacityCell, Plateau, facts_of_bits, parameters};

/// Of the colour, where everything is recalled: what is written on it can still be read.
const FULLEST: f64 = 0.6;

/// The map of what is known so far, for a grid of these ranks and sizes; `reported` are the bits per
/// parameter of language models.
pub fn plot(
    cells: &[CapacityCell],
    (ranks, sizes, width): (&[usize], &[usize], usize),
    (capacities, plateau): (&[Capacity], Option<Plateau>),
    reported: f64,
) -> Plot {
    let x = Axis::listed_ranks("rank r", ranks);
    let y = Axis::listed(
        "facts",
        sizes
            .iter()
            .map(|&facts| (facts as f64, facts.to_string()))
            .collect(),
    );
    let number = |list: &[usize], value: usize| list.iter().position(|&other| other == value);
    let field = |cell: &CapacityCell| {
        let (at_x, at_y) = (number(ranks, cell.rank)?, number(sizes, cell.facts)?);
        let recall = 100.0 * cell.recall();
        Some(Cell {
            at: (cell.rank as f64, cell.facts as f64),
            across: (x.value_beside(at_x, -0.5), x.value_beside(at_x, 0.5)),
            up: (y.value_beside(at_y, -0.5), y.value_beside(at_y, 0.5)),
            value: cell.right.map(|_| recall),
            label: match cell.right {
                Some(_) => Format::Decimals(0).write(recall),
                None => "×".to_owned(),
            },
            brief: String::new(),
            tone: Tone::Facts,
            strength: FULLEST * cell.recall(),
            marked: false,
        })
    };
    let line = |bits: f64| -> Vec<(f64, f64)> {
        let point = |&rank: &usize| (rank as f64, facts_of_bits(bits, rank, width));
        ranks.iter().map(point).collect()
    };
    let curve = |name: &'static str, label: &str, stroke, points| Curve {
        name: name.into(),
        label: label.to_owned(),
        named: true,
        tone: Tone::Neutral,
        strength: 1.0,
        stroke,
        dots: false,
        points,
    };
    let held = capacities
        .iter()
        .map(|found| (found.rank as f64, found.facts));
    let mut curves = vec![Curve {
        strength: 0.5,
        ..curve(
            "reported",
            "2 bits, reported of language models",
            Stroke::Dashed,
            line(reported),
        )
    }];
    if let Some(plateau) = plateau {
        curves.push(curve(
            "fitted",
            "fitted",
            Stroke::Dotted,
            line(plateau.bits),
        ));
    }
    curves.push(Curve {
        dots: true,
        ..curve(
            "facts",
            "90\u{202f}% recalled",
            Stroke::Solid,
            held.collect(),
        )
    });
    Plot {
        cells: cells.iter().filter_map(field).collect(),
        summary: summary(capacities, plateau, width),
        ..Plot::new(x, y, curves)
    }
}

/// "Each further rank holds about 35 more facts: 1.65 bits a parameter. That is from rank 4 to rank 16."
fn summary(capacities: &[Capacity], plateau: Option<Plateau>, width: usize) -> String {
    if let Some(Plateau { first, last, bits }) = plateau {
        let each = facts_of_bits(bits, 1, width);
        return format!(
            "Each further rank holds about {} more facts: {} bits a parameter. That is from rank {first} to rank {last}.",
            significant(each, 2),
            Format::Decimals(2).write(bits),
        );
    }
    match capacities {
        [] => "A field appears when its run has finished.".to_owned(),
        [.., last] => format!(
            "Rank {} holds {} facts: {} bits a parameter.",
            last.rank,
            significant(last.facts, 3),
            Format::Decimals(2).write(last.bits),
        ),
    }
}

/// Every field, as comma-separated values.
pub fn csv(plot: &Plot, width: usize) -> String {
    let mut text = csv::line(["rank", "facts", "parameters", "recall"]);
    for Cell { at, value, .. } in &plot.cells {
        let parameters = parameters(at.0 as usize, width) as f64;
        text += &csv::line([Some(at.0), Some(at.1), Some(parameters), *value]);
    }
    text
}
