//! What a figure draws, and what is read off it.

use std::rc::Rc;

use yew::Html;

use super::readout::{DIGITS, head_readout, readout, value_text};
use super::table::figure_table;
use rankscope_chart::{Named, Plot};

/// The plot of a figure with its readout, table and file.
pub(crate) trait FigureSource: Clone + PartialEq + 'static {
    fn plot(&self) -> &Rc<Plot>;

    /// The plot whose curves are marked at the rank pointed at.
    fn crosshair(&self) -> &Rc<Plot>;

    /// The ranks, or steps, at which there is something to read, in order.
    fn stops(&self) -> Rc<Vec<usize>>;

    /// What the figure's slider says at a stop.
    fn value_text(&self, stop: usize) -> String;

    /// The values at a stop, on the side of the crosshair with more room.
    fn readout(&self, id: String, stop: usize, side: &'static str) -> Html;

    /// The same in a line for the figure's head; none where they need the room of [`Self::readout`].
    fn head_readout(&self, _id: String, _stop: usize) -> Option<Html> {
        None
    }

    fn table(&self, figure: Named) -> Html;

    /// Every value with all its digits, as comma-separated values.
    fn csv(&self) -> String;
}

impl FigureSource for Rc<Plot> {
    fn plot(&self) -> &Rc<Plot> {
        self
    }

    fn crosshair(&self) -> &Rc<Plot> {
        self
    }

    fn stops(&self) -> Rc<Vec<usize>> {
        Plot::stops(self).into()
    }

    fn value_text(&self, stop: usize) -> String {
        value_text(self, stop, DIGITS)
    }

    fn readout(&self, id: String, stop: usize, side: &'static str) -> Html {
        readout(id, self, stop, (side, DIGITS))
    }

    fn head_readout(&self, id: String, stop: usize) -> Option<Html> {
        head_readout(id, self, stop)
    }

    fn table(&self, figure: Named) -> Html {
        figure_table(figure, self, DIGITS)
    }

    fn csv(&self) -> String {
        Plot::csv(self)
    }
}
