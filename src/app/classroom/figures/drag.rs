//! What is moved in a figure: its mark stands at the value of a parameter, or of a control of the exercise's
//! own, and goes from stop to stop.

use super::super::exercise::dragged_answer;
use super::{explored, stops};
use crate::grip::MarkStops;
use rankscope_chart::lesson::{Places, SCALE_WORTH};
use rankscope_lesson::{Axis, Exercise, Expression, Figure, Name, Present};
use rankscope_params::number;
use rankscope_params::{Input, Key};

/// The mark of a figure that can be moved.
#[derive(Clone, Debug, PartialEq)]
pub struct DragTarget {
    /// What it moves.
    pub name: Name,
    /// Where it stands on the figure's axis, and where it can go.
    pub mark: MarkStops,
    /// The value that each place stands for.
    pub values: Vec<f64>,
    /// Whether that is a control too; if not, it is an answer alone.
    pub is_control: bool,
}

impl DragTarget {
    /// The value of a place.
    pub fn value(&self, place: usize) -> Option<f64> {
        let number = self.mark.places.iter().position(|other| *other == place)?;
        self.values.get(number).copied()
    }

    /// The parameter of the page that it moves, with what its slider would give for a value.
    pub fn input(&self, value: f64) -> Option<(Key, Input)> {
        match &self.name {
            Name::Parameter(key) if self.is_control => {
                Some((*key, Input::Position(key.numeric().position(value))))
            }
            _ => None,
        }
    }
}

/// What can be moved in a figure at a state; none where nothing can. `typed` is the text of the answer.
pub fn target(
    exercise: &Exercise,
    figure: &Figure,
    present: &Present,
    typed: &str,
) -> Option<DragTarget> {
    let (name, stops) = match figure {
        Figure::Curves(curves) => along(exercise, &curves.over),
        Figure::Map(map) => {
            let places = 1..=map.columns.values.len();
            let stops = places.zip(map.columns.values.iter().copied());
            (map.columns.parameter.clone(), stops.collect())
        }
        Figure::ScaleError {
            scale,
            drag: Some(name),
            ..
        } => (name.clone(), scales(exercise, scale, name, present)),
        figure => {
            let (_, reduced) = explored(figure)?;
            let largest = present.params.max_rank();
            let last = reduced.axis_max.unwrap_or(largest).min(largest);
            let ranks = (1..=last).map(|rank| (rank, rank as f64));
            (Name::Parameter(Key::RankLow), ranks.collect())
        }
    };
    let is_control = exercise.movable().contains(&name);
    let is_answer = dragged_answer(exercise) == Some(&name);
    if stops.len() < 2 || !(is_control || is_answer) {
        return None;
    }
    let value = if is_control {
        exercise.value_of(&name, present)
    } else {
        number::read(typed)
    };
    let here = value.and_then(|value| place(figure, exercise, present, value, &stops));
    let label = label(exercise, &name);
    let (places, values) = stops.into_iter().unzip();
    Some(DragTarget {
        name,
        mark: MarkStops {
            label,
            places,
            here,
        },
        values,
        is_control,
    })
}

/// Where a value stands on a figure's axis.
fn place(
    figure: &Figure,
    exercise: &Exercise,
    present: &Present,
    value: f64,
    stops: &[(usize, f64)],
) -> Option<usize> {
    match figure {
        Figure::ScaleError { scale, .. } => {
            scale_at(exercise, scale, present).map(|scale| (scale / SCALE_WORTH).round() as usize)
        }
        figure if explored(figure).is_some() => Some(value as usize),
        _ => {
            let near = |stop: &&(usize, f64)| (stop.1 - value).abs() <= 1e-9 * value.abs();
            stops.iter().find(near).map(|stop| stop.0)
        }
    }
}

/// What is moved along an axis, with its stops: those of the exercise's own control where its values are
/// places of the axis, else the points of the figure.
fn along(exercise: &Exercise, axis: &Axis) -> (Name, Vec<(usize, f64)>) {
    let places = |values: &[f64]| Places {
        title: String::new(),
        column: String::new(),
        values: values.to_vec(),
    };
    let points = places(&axis.values);
    let mut controls = exercise.controls.own.iter();
    let control = controls.find(|control| control.name.as_str() == axis.parameter.as_str());
    let stops = match control {
        Some(control) if points.are_whole() && places(&control.values).are_whole() => {
            let values = control.values.iter().copied();
            values.map(|value| (value as usize, value)).collect()
        }
        Some(control) => {
            let numbered = points
                .numbers()
                .into_iter()
                .zip(axis.values.iter().copied());
            let own = places(&control.values);
            numbered
                .filter(|(_, value)| own.index_of(*value).is_some())
                .collect()
        }
        None => points
            .numbers()
            .into_iter()
            .zip(axis.values.iter().copied())
            .collect(),
    };
    let (first, last) = (axis.values.first(), axis.values.last());
    let inside = |stop: &(usize, f64)| Some(&stop.1) >= first && Some(&stop.1) <= last;
    let stops: Vec<(usize, f64)> = stops;
    (
        axis.parameter.clone(),
        stops.into_iter().filter(inside).collect(),
    )
}

/// The scale that each value of a parameter gives, at its place; ascending, each place once.
fn scales(
    exercise: &Exercise,
    scale: &Expression,
    name: &Name,
    present: &Present,
) -> Vec<(usize, f64)> {
    let values = stops::values(exercise, name, present);
    let stop = |value: f64| {
        let at = exercise.with(present, name, value);
        let scale = scale_at(exercise, scale, &at)?;
        Some(((scale / SCALE_WORTH).round() as usize, value))
    };
    let mut stops: Vec<(usize, f64)> = values.into_iter().filter_map(stop).collect();
    stops.sort_by_key(|stop| stop.0);
    stops.dedup_by_key(|stop| stop.0);
    stops.retain(|stop| stop.0 as f64 * SCALE_WORTH <= LARGEST_SCALE);
    stops
}

/// What lies beyond this scale is off the figure.
const LARGEST_SCALE: f64 = 3.0;

fn scale_at(exercise: &Exercise, scale: &Expression, at: &Present) -> Option<f64> {
    scale
        .value(&exercise.context(at))
        .filter(|scale| *scale >= 0.0)
}

/// What a parameter or control is called.
pub fn label(exercise: &Exercise, name: &Name) -> String {
    match name {
        Name::Parameter(key) => key.declaration().label.to_owned(),
        Name::Own(own) => {
            let mut controls = exercise.controls.own.iter();
            let control = controls.find(|control| control.name == *own);
            control.map_or_else(|| own.as_str().to_owned(), |control| control.label.clone())
        }
    }
}
