//! The values of a parameter at which a figure has something to show, as an axis.

use super::super::Axis;

/// Values of one parameter, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    /// What is written at the axis.
    pub title: String,
    /// What one of them is called: "rank", as in "rank 8".
    pub column: String,
    /// The values.
    pub values: Vec<f64>,
}

/// From this ratio of the last value to the first on, equal ratios are equally far apart.
const LOGARITHMIC: f64 = 8.0;
/// Room beside the first and the last value, in halves of a doubling.
const MARGIN: f64 = 0.5;
/// Room after the last value, as a ratio.
const AFTER: f64 = 1.03;
/// Whole numbers above this are not places of a figure.
const LARGEST: f64 = 1e6;

impl Places {
    /// The axis, and the place of each value on it. Whole values are their own places; others are numbered.
    pub(super) fn axis(&self) -> (Axis, Vec<usize>) {
        let (first, last) = match (self.values.first(), self.values.last()) {
            (Some(first), Some(last)) => (*first, *last),
            _ => (1.0, 1.0),
        };
        let places = || self.values.iter().map(|value| *value as usize).collect();
        let title = self.title.clone();
        let (axis, places) = if !self.are_whole() {
            return self.listed();
        } else if last / first >= LOGARITHMIC {
            let axis = Axis::doublings(title, first as usize, last as usize, MARGIN);
            (axis, places())
        } else {
            (Axis::linear(title, AFTER * last), places())
        };
        (axis.column(self.column.clone()), places)
    }

    /// The same at equal distances, for the fields of a map.
    pub(super) fn listed(&self) -> (Axis, Vec<usize>) {
        let axis = Axis::listed_values(self.title.clone(), &self.values);
        let places = (1..=self.values.len()).collect();
        (axis.column(self.column.clone()), places)
    }

    /// Whether each value is its own place.
    pub fn are_whole(&self) -> bool {
        let whole = |value: &f64| value.fract() == 0.0 && (1.0..LARGEST).contains(value);
        self.values.iter().all(whole)
    }

    /// The place of each value on an axis of curves.
    pub fn numbers(&self) -> Vec<usize> {
        self.axis().1
    }

    /// Where among the values one stands: exactly there, or nowhere.
    pub fn index_of(&self, value: f64) -> Option<usize> {
        let near = |other: &f64| (other - value).abs() <= 1e-9 * value.abs().max(1e-9);
        self.values.iter().position(near)
    }
}
