//! One quantity against two parameters: a field for each pair of values, the fuller its colour the larger
//! its value, which is written in it.

use std::rc::Rc;

use super::super::{Axis, Cell, Curve, Plot, Stroke, Tone};
use super::curves::{capitalised, unit};
use super::{DIGITS, Places};
use rankscope_params::csv;
use rankscope_params::number::significant;

/// A quantity against two parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct MapFigure {
    /// Along the horizontal axis.
    pub columns: Places,
    /// Along the vertical axis, from below.
    pub rows: Places,
    /// What the quantity is called, with its unit.
    pub quantity: String,
    /// From which value on a field counts as enough, which is said in words.
    pub enough: Option<f64>,
    /// Of every row its values, column by column; none where it is undefined, or not known yet.
    pub values: Vec<Vec<Option<f64>>>,
    /// Its colour.
    pub tone: Tone,
    /// The largest value there can be; none where that is the largest there is.
    pub largest: Option<f64>,
    /// The numbers of the present column and row.
    pub present: (Option<usize>, Option<usize>),
    /// Whether the present column can be dragged.
    pub grip: bool,
}

/// The map as it is drawn and as it is read: its fields lie on an axis of rows, its values do not.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlot {
    /// What is drawn.
    pub drawn: Rc<Plot>,
    /// A curve for each row, for who reads values.
    pub read: Rc<Plot>,
    /// Every field with all digits, a row each, as comma-separated values.
    pub csv: String,
}

/// Of the colour, at the largest value: what is written on it can still be read.
const FULLEST: f64 = 0.55;
/// Half of a field, in distances of two places.
const HALF: f64 = 0.485;

/// The map.
pub fn map(of: &MapFigure) -> MapPlot {
    let (x, columns) = of.columns.listed();
    let (y, rows) = of.rows.listed();
    let unit = unit(&of.quantity);
    let all = || of.values.iter().flatten().copied().flatten();
    let largest = of.largest.unwrap_or_else(|| all().fold(0.0, f64::max));
    let cell = |row: usize, column: usize, value: f64| {
        let written = significant(value, DIGITS);
        let across = [-HALF, HALF].map(|beside| x.value_beside(column, beside));
        let up = [-HALF, HALF].map(|beside| y.value_beside(row, beside));
        Cell {
            at: (
                x.value_at((column + 1) as f64),
                y.value_at((row + 1) as f64),
            ),
            across: across.into(),
            up: up.into(),
            value: Some(value),
            label: format!("{written}{unit}"),
            brief: written,
            tone: of.tone,
            strength: FULLEST * (value / largest.max(f64::MIN_POSITIVE)).clamp(0.0, 1.0),
            marked: of.present.0 == Some(column) && of.present.1.unwrap_or(row) == row,
        }
    };
    let known = |row: usize, values: &[Option<f64>]| -> Vec<(usize, usize, f64)> {
        let values = values.iter().enumerate();
        values
            .filter_map(|(column, value)| Some((row, column, (*value)?)))
            .collect()
    };
    let fields: Vec<(usize, usize, f64)> = of
        .values
        .iter()
        .enumerate()
        .flat_map(|(row, values)| known(row, values))
        .collect();
    let cells: Vec<Cell> = fields
        .iter()
        .map(|(row, column, value)| cell(*row, *column, *value))
        .collect();
    let csv = csv(of, &cells);
    let curve = |(row, values): (usize, &Vec<Option<f64>>)| {
        let called = y.called(rows.get(row).copied().unwrap_or_default() as f64);
        Curve {
            name: called.clone().into(),
            label: called,
            named: false,
            tone: of.tone,
            strength: 1.0,
            stroke: Stroke::Solid,
            dots: true,
            points: columns
                .iter()
                .zip(values)
                .filter_map(|(place, value)| Some((*place as f64, (*value)?)))
                .collect(),
        }
    };
    let curves = of.values.iter().enumerate().map(curve).collect();
    let place = of.present.0.and_then(|column| columns.get(column).copied());
    let summary = summary(of, (&x, &y), unit);
    let read = Plot {
        inspected: place.into_iter().collect(),
        summary: summary.clone(),
        ..Plot::new(
            x.clone(),
            Axis::linear(of.quantity.clone(), largest),
            curves,
        )
    };
    let drawn = Plot {
        cells,
        inspected: place.filter(|_| of.grip).into_iter().collect(),
        grips: of.grip,
        summary,
        ..Plot::new(x, y, vec![])
    };
    MapPlot {
        drawn: Rc::new(drawn),
        read: Rc::new(read),
        csv,
    }
}

fn csv(of: &MapFigure, cells: &[Cell]) -> String {
    let mut text = csv::line([&*of.columns.column, &*of.rows.column, &*of.quantity]);
    for cell in cells {
        text += &csv::line([Some(cell.at.0), Some(cell.at.1), cell.value]);
    }
    text
}

/// "Rank 8, facts 256: 100 %. 4 of 7 cells reach 90 %." The second sentence counts what is measured until
/// all is.
fn summary(of: &MapFigure, (x, y): (&Axis, &Axis), unit: &str) -> String {
    let of_one_row = (of.rows.values.len() == 1).then_some(0);
    let here = of.present.0.zip(of.present.1.or(of_one_row));
    let value = here.and_then(|(column, row)| *of.values.get(row)?.get(column)?);
    let place = here.map(|(column, row)| {
        let column = x.called((column + 1) as f64);
        let row = y.called((row + 1) as f64);
        capitalised(&format!("{column}, {row}"))
    });
    let present = place.map(|place| match value {
        Some(value) => format!("{place}: {}{unit}.", significant(value, DIGITS)),
        None => format!("{place}: not measured yet."),
    });
    let all = || of.values.iter().flatten();
    let (count, known) = (all().count(), all().flatten().count());
    let whole = match of.enough {
        _ if known < count => Some(format!("{known} of {count} cells have a value.")),
        Some(enough) => {
            let full = all().flatten().filter(|value| **value >= enough).count();
            let enough = significant(enough, DIGITS);
            Some(format!(
                "{} of the cells reach {enough}{unit}.",
                counted(full, count)
            ))
        }
        None => None,
    };
    let sentences = [present, whole];
    sentences
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

/// "All", "None", or "4 of 7": with the threshold a sentence has no more than two numbers where it can.
fn counted(full: usize, count: usize) -> String {
    match full {
        0 => "None".to_owned(),
        _ if full == count => "All".to_owned(),
        1 => "One".to_owned(),
        _ => full.to_string(),
    }
}
