//! Figures of an exercise as plots, from what has been measured so far.

use std::rc::Rc;

use super::drag::DragTarget;
use super::explored;
use super::look::{look, looks};
use crate::state::Shown;
use rankscope_chart::lesson::{
    Bar, CurvesFigure, MapFigure, MapPlot, Mark, Places, Reduction, ScaleErrorFigure, Series, bars,
    curves, map, reduced, scale_error,
};
use rankscope_chart::{Plot, Tone, View};
use rankscope_lesson::{
    Axis, Exercise, ExploreFigure, Figure, FigureData, Findings, Line, Name, Present,
};
use rankscope_params::Key;

/// A figure, ready to be drawn and read.
#[derive(Clone, Debug, PartialEq)]
pub enum FigurePlot {
    /// Curves or bars.
    Plot(Rc<Plot>),
    /// A map.
    Map(MapPlot),
}

/// A figure at a state, from what is known. `shown` are the singular values of the page, older ones while
/// newer are computed; `moved` is what can be dragged. None before there is anything to draw, and of the
/// figures that train live or show the two adapters.
pub fn plot(
    exercise: &Exercise,
    figure: &Figure,
    present: &Present,
    (found, shown): (&Findings, Option<&Shown>),
    moved: Option<&DragTarget>,
) -> Option<FigurePlot> {
    let grip = moved.is_some();
    if let Some((of, to)) = explored(figure) {
        let spectra = found.spectra(&present.params.update());
        let spectra = spectra.or(shown.map(|shown| &*shown.spectra))?;
        let mut reading = present.params.reading();
        // What is dragged need not be a control.
        if let Some(rank) = moved.and_then(|moved| moved.mark.here) {
            reading.rank_low = rank;
        }
        let view = View {
            spectra,
            reading: &reading,
        };
        let locked = exercise.controls.locked.iter();
        let is_said = locked.into_iter().any(|name| name.0 == Key::RankLow);
        let plot = reduced(of, view, &reduction(to, grip, is_said || grip));
        return Some(FigurePlot::Plot(Rc::new(plot)));
    }
    let data = exercise.figure_data(figure, present, found)?;
    let plot = match (figure, data) {
        (
            Figure::Curves(figure),
            FigureData::Curves {
                curves: values,
                lines,
                ..
            },
        ) => {
            let places = places(exercise, &figure.over, &figure.x_label);
            let looks = looks(&figure.curves);
            let series = values.into_iter().zip(looks);
            // What cannot be moved is no place of the student's.
            let here = moved.and_then(|moved| moved.mark.here);
            Rc::new(curves(&CurvesFigure {
                y: figure.y_label.clone(),
                log: figure.log,
                series: series
                    .map(|((label, values), look)| Series {
                        label,
                        look,
                        values,
                    })
                    .collect(),
                lines: known(lines),
                present: here,
                x: places,
                grip,
            }))
        }
        (
            Figure::ScaleError { update, .. },
            FigureData::Curves {
                x,
                curves: values,
                lines,
                present,
            },
        ) => {
            let errors = values.into_iter().flat_map(|(_, values)| values);
            let points = x.into_iter().zip(errors);
            Rc::new(scale_error(&ScaleErrorFigure {
                points: points
                    .filter_map(|(scale, error)| Some((scale, error?)))
                    .collect(),
                lines: known(lines),
                tone: Tone::from(update.0),
                present,
                grip,
            }))
        }
        (
            Figure::Map(figure),
            FigureData::Map {
                cells,
                present: (column, row),
                ..
            },
        ) => {
            let columns = places(exercise, &figure.columns, &figure.x_label);
            let rows = places(exercise, &figure.rows, &figure.y_label);
            let percent = figure.value_label.ends_with('%');
            return Some(FigurePlot::Map(map(&MapFigure {
                present: (
                    column.and_then(|column| columns.index_of(column)),
                    row.and_then(|row| rows.index_of(row)),
                ),
                columns,
                rows,
                quantity: figure.value_label.clone(),
                enough: figure.enough,
                values: cells,
                tone: look(&figure.value).tone,
                largest: percent.then_some(100.0),
                grip,
            })));
        }
        (Figure::Bars { bars: of }, FigureData::Bars(values)) => Rc::new(bars_of(of, values)),
        _ => return None,
    };
    Some(FigurePlot::Plot(plot))
}

fn bars_of(of: &[Line], values: Vec<(String, Option<f64>)>) -> Plot {
    let looks = looks(of);
    let values = values.into_iter().zip(looks);
    let of: Vec<Bar> = values
        .map(|((label, value), look)| Bar { label, look, value })
        .collect();
    bars("", &of, &[])
}

fn reduction(to: &ExploreFigure, grip: bool, marked: bool) -> Reduction {
    Reduction {
        show: to.show.iter().map(|update| update.0).collect(),
        rules: to.rules.iter().map(|rule| rule.0).collect(),
        points: to.points,
        axis_max: to.axis_max,
        log: to.log,
        mark: match (marked, grip) {
            (_, true) => Mark::Movable,
            (true, false) => Mark::Shown,
            (false, false) => Mark::Hidden,
        },
    }
}

/// The level lines that have a value.
fn known(lines: Vec<(String, Option<f64>)>) -> Vec<(String, f64)> {
    let known = |(label, value): (String, Option<f64>)| Some((label, value?));
    lines.into_iter().filter_map(known).collect()
}

fn places(exercise: &Exercise, axis: &Axis, title: &str) -> Places {
    Places {
        title: title.to_owned(),
        column: match &axis.parameter {
            Name::Parameter(Key::RankLow | Key::RankHigh) => "rank".to_owned(),
            Name::Parameter(key) => key.declaration().label.to_owned(),
            Name::Own(own) => {
                let mut controls = exercise.controls.own.iter();
                let control = controls.find(|control| control.name == *own);
                // A name without a control has only the axis to be called by.
                without_symbol(control.map_or(title, |control| &control.label))
            }
        },
        values: axis.values.clone(),
    }
}

/// "learning rate" of "learning rate η": in "learning rate 0.004" the number takes the symbol's place.
fn without_symbol(label: &str) -> String {
    let parts = label.rsplit_once(' ');
    let words = parts.filter(|(_, symbol)| symbol.chars().count() == 1);
    words.map_or(label, |(words, _)| words).to_owned()
}
