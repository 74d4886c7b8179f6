//! What a figure of an exercise draws and says.

use std::rc::Rc;

use yew::{Html, classes, html};

use crate::widgets::figure::FigureSource;
use crate::widgets::legend::line;
use rankscope_app::classroom::figures::FigurePlot;
use rankscope_chart::{Curve, Named, Plot};

/// Names of so many curves have room beside them.
const NAMED_IN_THE_PLOT: usize = 2;

/// A figure of an exercise as a source: of a map, the fields are drawn and the rows are read.
#[derive(Clone, PartialEq)]
pub(super) struct LessonSource(pub(super) FigurePlot);

impl LessonSource {
    /// What each curve is called, where there are too many to be named beside their lines.
    pub(super) fn legend(&self) -> Html {
        let curves = &self.read().curves;
        let named = curves.iter().filter(|curve| curve.named).count();
        let entry = |curve: &Curve| {
            let paler = (curve.strength < 1.0).then_some("paler");
            html! {
                <li><span class={classes!(paler)}>{ line(curve.tone, curve.stroke) }</span>{ curve.label.clone() }</li>
            }
        };
        html! {
            if named > NAMED_IN_THE_PLOT {
                <ul class="curve-names">{ for curves.iter().map(entry) }</ul>
            }
        }
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
        FigureSource::value_text(self.read(), stop)
    }

    fn readout(&self, id: String, stop: usize, side: &'static str) -> Html {
        FigureSource::readout(self.read(), id, stop, side)
    }

    fn head_readout(&self, id: String, stop: usize) -> Option<Html> {
        FigureSource::head_readout(self.read(), id, stop)
    }

    fn table(&self, figure: Named) -> Html {
        FigureSource::table(self.read(), figure)
    }

    fn csv(&self) -> String {
        match &self.0 {
            FigurePlot::Plot(plot) => FigureSource::csv(plot),
            FigurePlot::Map(map) => map.csv.clone(),
        }
    }
}
