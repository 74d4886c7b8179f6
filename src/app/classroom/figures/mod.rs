//! The figures beside an exercise: what is measured for them, how they are drawn, what is moved in them.

mod collection;
mod drag;
mod layers;
mod live;
mod look;
mod plots;
mod stops;

pub use collection::{Collection, CollectionAction, answered};
pub use drag::{DragTarget, label as axis_label, target};
pub use layers::{LayerAction, OpenLayers, layer};
pub use live::{lowest_error, recall_plans, training_plans};
pub use plots::{FigurePlot, plot};
pub use stops::{place_of_own, slider_stops};

use rankscope_chart::lesson::Kind;
use rankscope_chart::{Figure as Explored, Named};
use rankscope_lesson::{Exercise, ExploreFigure, Figure};

/// The figure of Explore that a figure is, reduced, if it is one.
pub const fn explored(figure: &Figure) -> Option<(Explored, &ExploreFigure)> {
    match figure {
        Figure::Spectrum(reduced) => Some((Explored::Spectrum, reduced)),
        Figure::Variance(reduced) => Some((Explored::Variance, reduced)),
        Figure::Scaling(reduced) => Some((Explored::Scaling, reduced)),
        Figure::Error(reduced) => Some((Explored::Error, reduced)),
        _ => None,
    }
}

fn kind(figure: &Figure) -> Kind {
    match figure {
        Figure::Spectrum(_) | Figure::Variance(_) | Figure::Scaling(_) | Figure::Error(_) => {
            Kind::Explored(explored(figure).map_or(Explored::Spectrum, |(figure, _)| figure))
        }
        Figure::Training { .. } => Kind::Training,
        Figure::Recall => Kind::Recall,
        Figure::Adapters => Kind::Pairs,
        Figure::ScaleError { .. } => Kind::ScaleError,
        Figure::Curves(_) => Kind::Curves,
        Figure::Map(_) => Kind::Map,
        Figure::Bars { .. } => Kind::Bars,
    }
}

/// What each figure of an exercise is called: two of one kind differ in their names.
pub fn named(exercise: &Exercise) -> Vec<Named> {
    let kinds: Vec<Kind> = exercise.figures.iter().map(kind).collect();
    let name = |(number, of): (usize, &Kind)| {
        let before = kinds.iter().take(number).filter(|other| *other == of);
        of.named(before.count())
    };
    kinds.iter().enumerate().map(name).collect()
}

#[cfg(test)]
mod tests;
