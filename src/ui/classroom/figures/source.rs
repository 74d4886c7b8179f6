//! What a figure of an exercise draws and says.

use std::rc::Rc;

use yew::{Html, classes, html};

use crate::widgets::figure::FigureSource;
use crate::widgets::figure::readout::{readout, value_text};
use crate::widgets::figure::table::figure_table;
use crate::widgets::legend::line;
use rankscope_app::classroom::figures::FigurePlot;
use rankscope_chart::lesson::DIGITS;
use rankscope_chart::{Curve, Named, Plot};

/// Names of so many curves have room beside them, where the figure is not on a phone.
const NAMED_IN_THE_PLOT: usize = 2;

/// A figure of an exercise as a source: of a map, the fields are drawn and the rows are read.
#[derive(Clone, PartialEq)]
pub(in crate::classroom) struct LessonSource(pub(in crate::classroom) FigurePlot);

impl LessonSource {
    pub(super) fn legend(&self) -> Html {
        curve_names(self.read())
    }

    fn drawn(&self) -> &Rc<Plot> {
        match &self.0 {
            FigurePlot::Plot(plot) => plot,
            FigurePlot::Map(map) => &map.drawn,
        }
    }

    fn read(&self) -> &Rc<Plot> {
        match &self.0 {
            FigurePlot::Plot(plot) => plot,
            FigurePlot::Map(map) => &map.read,
        }
    }
}

/// What each curve is called, where there is not room for all names beside their lines: on a phone not for two.
pub(in crate::classroom) fn curve_names(plot: &Plot) -> Html {
    let named = plot.curves.iter().filter(|curve| curve.named).count();
    let entry = |curve: &Curve| {
        html! {
            <li>
                <svg width="26" height="6" opacity={curve.strength.to_string()} aria-hidden="true">
                    { line(curve.tone, curve.stroke) }
                </svg>
                { curve.label.clone() }
            </li>
        }
    };
    let few = (named <= NAMED_IN_THE_PLOT).then_some("few");
    html! {
        if named > 1 {
            <ul class={classes!("curve-names", few)}>{ for plot.curves.iter().map(entry) }</ul>
        }
    }
}

impl FigureSource for LessonSource {
    fn plot(&self) -> &Rc<Plot> {
        self.drawn()
    }

    fn crosshair(&self) -> &Rc<Plot> {
        self.drawn()
    }

    fn stops(&self) -> Rc<Vec<usize>> {
        FigureSource::stops(self.read())
    }

    fn value_text(&self, stop: usize) -> String {
        value_text(self.read(), stop, DIGITS)
    }

    fn readout(&self, id: String, stop: usize, side: &'static str) -> Html {
        readout(id, self.read(), stop, (side, DIGITS))
    }

    fn head_readout(&self, id: String, stop: usize) -> Option<Html> {
        FigureSource::head_readout(self.read(), id, stop)
    }

    fn table(&self, figure: Named) -> Html {
        figure_table(figure, self.read(), DIGITS)
    }

    fn csv(&self) -> String {
        match &self.0 {
            FigurePlot::Plot(plot) => FigureSource::csv(plot),
            FigurePlot::Map(map) => map.csv.clone(),
        }
    }
}
