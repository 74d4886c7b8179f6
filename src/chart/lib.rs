//! The charts: each built once as data, drawn once, on whatever plotters can draw on.
//!
//! A figure becomes a [`Plot`] (axes, curves, marks, what it says in a sentence), and [`draw()`]
//! puts any plot on any `DrawingBackend`: the page's canvas, or SVG.

pub mod adapter;
mod axis;
pub mod checkpoint;
mod draw;
mod drawing;
mod encoding;
pub mod energy;
mod error;
mod export;
pub mod heat;
mod labels;
mod layout;
pub mod legend;
pub mod lesson;
mod lettering;
mod marks;
pub mod measured;
mod plot;
pub mod pretrained;
mod readout;
pub mod recall;
mod scaling;
mod spectrum;
pub mod strengths;
mod surface;
mod svg;
pub mod theme;
mod tokens;
pub mod training;
pub mod transformer;
mod variance;

pub use axis::Axis;
pub use draw::{draw, draw_crosshair};
pub use drawing::UNITS_PER_PIXEL;
pub use encoding::{Stroke, Tone, scaling_column, scaling_name};
pub use export::Export;
pub use layout::Size;
pub use plot::{Cell, Curve, Ghost, Plot, Rule};
pub use readout::Readout;
pub use svg::escape_markup;
pub use theme::Theme;

use rankscope_params::{Choices, RankAxis, Reading, SigmaAxis};
use rankscope_sim::Spectra;

/// The figures of the Explore view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// Singular values against their index.
    Spectrum,
    /// Cumulative variance (energy) against rank.
    Variance,
    /// The two scales against rank.
    Scaling,
    /// Reconstruction error against rank.
    Error,
}

impl Figure {
    /// Every figure, in the order the page shows them.
    pub const ALL: [Self; 4] = [Self::Spectrum, Self::Variance, Self::Scaling, Self::Error];

    /// Its name in element ids and links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Spectrum => "spectrum",
            Self::Variance => "variance",
            Self::Scaling => "scaling",
            Self::Error => "error",
        }
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Spectrum => "Singular values",
            Self::Variance => "Energy kept",
            Self::Scaling => "The scale",
            Self::Error => "Reconstruction error",
        }
    }

    /// What it is called.
    pub const fn named(self) -> Named {
        Named {
            name: self.name(),
            title: self.title(),
        }
    }

    /// The figure as data.
    pub fn plot(self, scene: &Scene<'_>) -> Plot {
        match self {
            Self::Spectrum => spectrum::plot(scene),
            Self::Variance => variance::plot(scene),
            Self::Scaling => scaling::plot(scene),
            Self::Error => error::plot(scene),
        }
    }
}

/// What a figure is called, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named {
    /// In element ids, links and the names of files.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
}

/// What the figures are drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Scene<'a> {
    /// The present state.
    pub live: View<'a>,
    /// Earlier ones, to compare with, by their letters.
    pub pinned: &'a [(char, View<'a>)],
    /// How the axes are divided.
    pub axes: Axes,
}

/// How the axes of the figures are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// The ranks of every figure.
    pub rank: RankAxis,
    /// The spectrum's singular values.
    pub sigma: SigmaAxis,
}

impl From<&Choices> for Axes {
    fn from(choices: &Choices) -> Self {
        Self {
            rank: choices.rank_axis,
            sigma: choices.sigma_axis,
        }
    }
}

/// Singular values, and how they are read.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// Singular values of both updates.
    pub spectra: &'a Spectra,
    /// α and the inspected ranks.
    pub reading: &'a Reading,
}

impl Scene<'_> {
    /// The rank axis all figures share: `1..=m`, of the largest matrix in sight.
    fn rank_axis(&self, title: &'static str) -> Axis {
        let pinned = self.pinned.iter().map(|(_, view)| view.max_rank());
        let largest = pinned.fold(self.live.max_rank(), usize::max);
        match self.axes.rank {
            RankAxis::Log => Axis::log_ranks(title, largest),
            RankAxis::Linear => Axis::ranks(title, largest),
        }
    }

    /// A figure's curves, live and pinned.
    fn curves(&self, of: impl Fn(&View<'_>) -> Vec<Curve>) -> (Vec<Curve>, Vec<Ghost>) {
        let ghost = |(letter, view): &(char, View<'_>)| Ghost {
            letter: *letter,
            curves: of(view),
        };
        (of(&self.live), self.pinned.iter().map(ghost).collect())
    }
}

/// The values of all curves, live and pinned.
fn values<'c>(curves: &'c [Curve], ghosts: &'c [Ghost]) -> impl Iterator<Item = f64> + 'c {
    let ghosts = ghosts.iter().flat_map(|ghost| &ghost.curves);
    let points = curves.iter().chain(ghosts).flat_map(|curve| &curve.points);
    points.map(|point| point.1)
}

impl View<'_> {
    fn max_rank(&self) -> usize {
        self.spectra.style.max_rank()
    }

    /// The inspected ranks, the adapter's own first; once if they are the same.
    fn inspected(&self) -> Vec<usize> {
        let mut ranks = vec![self.reading.rank_low, self.reading.rank_high];
        ranks.dedup();
        ranks.retain(|rank| (1..=self.max_rank()).contains(rank));
        ranks
    }

    /// A curve over the ranks `1..=m`; ranks where `value` is undefined are left out.
    fn curve(
        &self,
        name: &'static str,
        label: &str,
        (tone, stroke): (Tone, Stroke),
        value: impl Fn(usize) -> Option<f64>,
    ) -> Curve {
        let ranks = 1..=self.max_rank();
        Curve {
            name: name.into(),
            label: label.to_owned(),
            tone,
            strength: 1.0,
            stroke,
            named: true,
            dots: false,
            points: ranks
                .filter_map(|rank| Some((rank as f64, value(rank)?)))
                .collect(),
        }
    }
}
