//! The capacity map as a figure: its file has its fields, a row each.

use std::rc::Rc;

use yew::Html;

use crate::widgets::figure::FigureSource;
use rankscope_chart::recall::capacity_csv;
use rankscope_chart::{Named, Plot};

/// A map of keys of a width.
#[derive(Clone, PartialEq)]
pub(super) struct MapSource {
    pub(super) plot: Rc<Plot>,
    pub(super) width: usize,
}

impl FigureSource for MapSource {
    fn plot(&self) -> &Rc<Plot> {
        &self.plot
    }

    fn crosshair(&self) -> &Rc<Plot> {
        self.plot.crosshair()
    }

    fn stops(&self) -> Rc<Vec<usize>> {
        FigureSource::stops(&self.plot)
    }

    fn value_text(&self, stop: usize) -> String {
        self.plot.value_text(stop)
    }

    fn readout(&self, id: String, stop: usize, side: &'static str) -> Html {
        self.plot.readout(id, stop, side)
    }

    fn head_readout(&self, id: String, stop: usize) -> Option<Html> {
        self.plot.head_readout(id, stop)
    }

    fn table(&self, figure: Named) -> Html {
        self.plot.table(figure)
    }

    fn csv(&self) -> String {
        capacity_csv(&self.plot, self.width)
    }
}
