//! Two adapters A and B, layer by layer. Which of the two learned what is the question, so neither has a
//! colour of its own: A is dark, B pale.
//!
//! The directions that a layer uses are counted by its entropy rank,
//! [`Spectrum::entropy_rank`](rankscope_sim::Spectrum::entropy_rank).

use super::super::{Axis, Cell, Curve, Plot, Rule, Stroke, Tone};
use rankscope_params::number::Format;
use rankscope_sim::Spectrum;

/// Small figures beside each other.
const COLUMNS: usize = 7;
/// Of its place a small figure leaves this much free on either side, in distances of two places.
const SIDE: f64 = 0.44;
/// From where to where its bars reach; above them stands its number.
const BOTTOM: f64 = -0.46;
const TOP: f64 = 0.14;
const NUMBER: f64 = 0.48;
/// Of a bar's place, left free beside it.
const GAP: f64 = 0.18;
/// Of the colour: A and B.
const STRENGTHS: [f64; 2] = [0.9, 0.42];
/// The axis of differences reaches at least this far, in directions.
const LEAST_REACH: f64 = 0.5;
const HEADROOM: f64 = 1.15;

/// How many directions more than A's a layer of B uses; none where one of the two has no update.
pub fn more(a: &Spectrum, b: &Spectrum) -> Option<f64> {
    Some(b.entropy_rank()? - a.entropy_rank()?)
}

fn directions(value: f64) -> String {
    Format::Decimals(2).write(value)
}

/// A small pair of spectra for each layer, each relative to its own first value: A on the left, B on the
/// right. The layers that are `open`, counted from 1, are shown, the others are numbers alone; one is
/// looked at.
pub fn pairs(a: &[Spectrum], b: &[Spectrum], open: &[usize], looked_at: usize) -> Plot {
    let layers = a.len().min(b.len());
    let rows = layers.div_ceil(COLUMNS).max(1);
    let columns = (1..=COLUMNS).map(|column| (column as f64, String::new()));
    let x = Axis::listed("", columns.collect());
    let y = Axis::listed(
        "",
        (1..=rows).map(|row| (row as f64, String::new())).collect(),
    );
    let mut cells = Vec::new();
    for (index, (a, b)) in a.iter().zip(b).enumerate() {
        let (column, row) = (index % COLUMNS, rows - 1 - index / COLUMNS);
        let place = Place {
            x: &x,
            y: &y,
            column,
            row,
            layer: index + 1,
        };
        cells.push(place.number(place.layer == looked_at));
        if open.contains(&place.layer) {
            place.spectrum(a, 0, &mut cells);
            place.spectrum(b, 1, &mut cells);
        }
    }
    let index = looked_at.checked_sub(1);
    let both = index.and_then(|index| a.get(index).zip(b.get(index)));
    let used = both.and_then(|(a, b)| a.entropy_rank().zip(b.entropy_rank()));
    Plot {
        cells,
        summary: match used {
            Some((a, b)) => format!(
                "The layer looked at: A uses {} directions, B {}.",
                directions(a),
                directions(b)
            ),
            None => "No layer is looked at.".to_owned(),
        },
        ..Plot::new(x, y, vec![])
    }
}

/// Where a small figure lies.
struct Place<'a> {
    x: &'a Axis,
    y: &'a Axis,
    column: usize,
    row: usize,
    layer: usize,
}

impl Place<'_> {
    fn cell(&self, across: (f64, f64), up: (f64, f64)) -> Cell {
        let x = |beside| self.x.value_beside(self.column, beside);
        let y = |beside| self.y.value_beside(self.row, beside);
        Cell {
            at: (self.layer as f64, 0.0),
            across: (x(across.0), x(across.1)),
            up: (y(up.0), y(up.1)),
            value: None,
            label: String::new(),
            brief: String::new(),
            tone: Tone::Neutral,
            strength: 0.0,
            marked: false,
        }
    }

    fn number(&self, marked: bool) -> Cell {
        let number = self.layer.to_string();
        Cell {
            label: number.clone(),
            brief: number,
            marked,
            ..self.cell((-SIDE, SIDE), (TOP, NUMBER))
        }
    }

    /// The bars of one of the two, in its half of the place.
    fn spectrum(&self, spectrum: &Spectrum, half: usize, cells: &mut Vec<Cell>) {
        let values = spectrum.values();
        let Some(first) = values.first().copied().filter(|first| *first > 0.0) else {
            return;
        };
        let width = SIDE / values.len() as f64;
        let from = -SIDE + SIDE * half as f64;
        let strength = STRENGTHS.get(half).copied().unwrap_or_default();
        for (index, value) in values.iter().enumerate() {
            let left = from + width * index as f64;
            let across = (left + GAP * width / 2.0, left + width * (1.0 - GAP / 2.0));
            let top = BOTTOM + (TOP - BOTTOM) * value / first;
            cells.push(Cell {
                at: (self.layer as f64, index as f64 + 1.0),
                value: Some(value / first),
                strength,
                ..self.cell(across, (BOTTOM, top))
            });
        }
    }
}

/// How many directions more than A each of the `open` layers of B uses: a dot for each, around 0.
pub fn differences(a: &[Spectrum], b: &[Spectrum], open: &[usize], looked_at: usize) -> Plot {
    let layers = a.len().min(b.len());
    let all: Vec<(usize, f64)> = a
        .iter()
        .zip(b)
        .zip(1..)
        .filter_map(|((a, b), layer)| Some((layer, more(a, b)?)))
        .collect();
    // Of all, so that the axis stays as it is while they open.
    let reach = all.iter().map(|(_, value)| value.abs());
    let reach = reach.fold(LEAST_REACH, f64::max) * HEADROOM;
    let shown = all.iter().filter(|(layer, _)| open.contains(layer));
    let points: Vec<(f64, f64)> = shown
        .map(|(layer, value)| (*layer as f64, *value))
        .collect();
    let here = points.iter().find(|point| point.0 == looked_at as f64);
    let numbers: Vec<f64> = (1..=layers).map(|layer| layer as f64).collect();
    Plot {
        rules: vec![Rule {
            value: 0.0,
            label: "as many as A".into(),
        }],
        spots: here.copied().into_iter().collect(),
        summary: format!("{} of {layers} layers are open.", points.len()),
        ..Plot::new(
            Axis::listed_values("layer", &numbers).column("layer"),
            Axis::span("directions of B − directions of A", -reach, reach),
            vec![Curve {
                name: "b_minus_a".into(),
                label: "B − A".to_owned(),
                named: false,
                tone: Tone::Neutral,
                strength: 1.0,
                stroke: Stroke::Unjoined,
                dots: true,
                points,
            }],
        )
    }
}
