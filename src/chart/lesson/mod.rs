//! The figures of exercises that Explore does not have, each as a [`Plot`](crate::Plot).
//!
//! - [`curves`](fn@curves): quantities against one parameter;
//! - [`map`](fn@map): one quantity against two, a cell for each pair of values;
//! - [`bars`](fn@bars): a few quantities beside each other;
//! - [`scale_error`](fn@scale_error): the error of a finished adapter against its scale;
//! - [`training`](fn@training): the error after each step of a few runs;
//! - [`pairs`] and [`differences`]: two real adapters, layer by layer;
//! - [`reduced`](fn@reduced): a figure of Explore with less in it.

mod adapters;
mod bars;
mod curves;
mod map;
mod places;
mod reduced;
mod scale_error;
mod training;

use std::borrow::Cow;

use super::recall::lesson as recall;
use super::{Figure, Named, Rule, Stroke, Tone};

pub use adapters::{differences, more, pairs};
pub use bars::{Bar, bars};
pub use curves::{CurvesFigure, Series, curves};
pub use map::{MapFigure, MapPlot, map};
pub use places::Places;
pub use reduced::{Mark, Reduction, reduced};
pub use scale_error::{SCALE_WORTH, ScaleErrorFigure, scale_error};
pub use training::training;

/// Digits of a value in a figure: those that the readings and the texts of an exercise have.
pub const DIGITS: usize = 4;

/// What is drawn of the same kind in one exercise, at most: each has a name of its own.
pub const MOST_OF_A_KIND: usize = 3;

/// The kinds of figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A figure of Explore, [`reduced`](fn@reduced).
    Explored(Figure),
    /// The boards of [`recall::lesson`](crate::recall::lesson).
    Recall,
    /// [`curves`](fn@curves).
    Curves,
    /// [`map`](fn@map).
    Map,
    /// [`bars`](fn@bars).
    Bars,
    /// [`scale_error`](fn@scale_error).
    ScaleError,
    /// [`training`](fn@training).
    Training,
    /// [`pairs`].
    Pairs,
    /// [`differences`].
    Differences,
}

impl Kind {
    /// What the figure of this kind is called that comes after `before` others; of too many the last name
    /// is taken again.
    pub fn named(self, before: usize) -> Named {
        let (names, title): ([&'static str; MOST_OF_A_KIND], _) = match self {
            Self::Explored(figure) => (explored(figure), figure.title()),
            Self::Recall => ([recall::NAMED.name; MOST_OF_A_KIND], recall::NAMED.title),
            Self::Curves => (
                ["exercise-curves", "exercise-curves-2", "exercise-curves-3"],
                "What was measured",
            ),
            Self::Map => (
                ["exercise-map", "exercise-map-2", "exercise-map-3"],
                "A cell for each adapter",
            ),
            Self::Bars => (
                ["exercise-bars", "exercise-bars-2", "exercise-bars-3"],
                "Side by side",
            ),
            Self::ScaleError => (
                [
                    "exercise-scale-error",
                    "exercise-scale-error-2",
                    "exercise-scale-error-3",
                ],
                "Error against scale",
            ),
            Self::Training => (
                [
                    "exercise-training",
                    "exercise-training-2",
                    "exercise-training-3",
                ],
                "Training error, step by step",
            ),
            Self::Pairs => (
                [
                    "exercise-adapters",
                    "exercise-adapters-2",
                    "exercise-adapters-3",
                ],
                "Singular values of A and B, layer by layer",
            ),
            Self::Differences => (
                [
                    "exercise-differences",
                    "exercise-differences-2",
                    "exercise-differences-3",
                ],
                "Directions that B uses more than A",
            ),
        };
        let [.., last] = names;
        let name = names.get(before).copied().unwrap_or(last);
        Named { name, title }
    }
}

const fn explored(figure: Figure) -> [&'static str; MOST_OF_A_KIND] {
    match figure {
        Figure::Spectrum => ["spectrum", "spectrum-2", "spectrum-3"],
        Figure::Variance => ["variance", "variance-2", "variance-3"],
        Figure::Scaling => ["scaling", "scaling-2", "scaling-3"],
        Figure::Error => ["error", "error-2", "error-3"],
    }
}

/// What an adapter has to beat.
const NO_ADAPTER: Rule = Rule {
    value: 1.0,
    label: Cow::Borrowed("no adapter"),
};

/// How a curve or a bar is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Its colour.
    pub tone: Tone,
    /// How much of the colour, in `0..=1`; the rest is paper.
    pub strength: f64,
    /// Its dashes.
    pub stroke: Stroke,
}

/// How much of its colour the second of two things has that are told apart by it.
pub const SECOND: f64 = 0.5;

impl Look {
    /// The full colour.
    pub const fn full(tone: Tone, stroke: Stroke) -> Self {
        Self {
            tone,
            strength: 1.0,
            stroke,
        }
    }

    /// The same told apart from what is `taken`: dashed where that is free, else paler.
    #[must_use]
    pub fn apart_from(self, taken: &[Self]) -> Self {
        if !taken.contains(&self) {
            return self;
        }
        let dashed = Self {
            stroke: Stroke::Dashed,
            ..self
        };
        if self.stroke == Stroke::Solid && !taken.contains(&dashed) {
            return dashed;
        }
        Self {
            strength: SECOND * self.strength,
            ..self
        }
        .apart_from(taken)
    }
}

#[cfg(test)]
mod tests;
