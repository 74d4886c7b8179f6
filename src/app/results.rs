//! Everything that follows from the singular values and how they are read.

use std::rc::Rc;

use crate::state::Shown;
use rankscope_chart::{Axes, Figure, Plot, Scene, View};
use rankscope_params::{Params, Reading};
use rankscope_sim::article;

/// The four figures and the five tables.
pub struct Results {
    plots: [Rc<Plot>; 4],
    pub tables: [article::Table; 5],
}

impl Results {
    /// Of what is shown, with the pinned states that can be drawn behind it.
    pub fn of(
        shown: &Shown,
        reading: &Reading,
        pinned: &[(char, Params, Shown)],
        axes: Axes,
    ) -> Self {
        let readings: Vec<Reading> = pinned.iter().map(|pin| pin.1.reading()).collect();
        let ghosts: Vec<(char, View<'_>)> = pinned
            .iter()
            .zip(&readings)
            .map(|((letter, _, shown), reading)| {
                let spectra = &*shown.spectra;
                (*letter, View { spectra, reading })
            })
            .collect();
        let scene = Scene {
            live: View {
                spectra: &shown.spectra,
                reading,
            },
            pinned: &ghosts,
            axes,
        };
        Self {
            plots: Figure::ALL.map(|figure| figure.plot(&scene).into()),
            tables: article::tables(&shown.update, reading, &shown.spectra),
        }
    }

    /// One figure.
    pub fn plot(&self, figure: Figure) -> Rc<Plot> {
        let [spectrum, variance, scaling, error] = &self.plots;
        match figure {
            Figure::Spectrum => spectrum,
            Figure::Variance => variance,
            Figure::Scaling => scaling,
            Figure::Error => error,
        }
        .clone()
    }

    /// What each figure shows, in a sentence that names it.
    pub fn summaries(&self) -> Vec<String> {
        let figures = Figure::ALL.into_iter().zip(&self.plots);
        figures
            .map(|(figure, plot)| format!("{}, {}.", figure.title(), plot.summary))
            .collect()
    }
}
