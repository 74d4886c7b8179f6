//! One layer: its shape and scale, its spectrum and energy laid over the simulated updates.

use crate::store::Handle;
use std::rc::Rc;

use yew::{Html, html};

use crate::browser::display::Display;
use crate::widgets::figure::FigureView;
use rankscope_app::adapter::derived::Row;
use rankscope_app::adapter::words;
use rankscope_app::cursor::Cursor;
use rankscope_chart::Named;
use rankscope_chart::Plot;
use rankscope_chart::adapter::{LayerScene, SPECTRUM, VARIANCE};
use rankscope_params::SigmaAxis;
use rankscope_sim::Spectra;

/// The two figures of a layer.
pub(super) struct Figures {
    spectrum: Rc<Plot>,
    variance: Rc<Plot>,
    kept: usize,
}

impl Figures {
    pub(super) fn of(row: &Row, simulated: Option<&Spectra>, sigma_axis: SigmaAxis) -> Self {
        let kept = row.measures.kept_by_peft();
        let scene = LayerScene {
            spectrum: &row.report.spectrum,
            simulated,
            kept,
            sigma_axis,
        };
        Self {
            spectrum: scene.spectrum().into(),
            variance: scene.variance().into(),
            kept,
        }
    }
}

/// The layer that is looked at. `switch` chooses the spectrum's axis.
pub(super) fn layer(
    row: &Row,
    figures: &Figures,
    switch: Html,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    let figure = |named: Named, plot: &Rc<Plot>, switch: Option<Html>, note: &'static str| {
        html! {
            <FigureView
                figure={named}
                note={html! { <p class="how-to-read">{ note }</p> }}
                plot={plot.clone()}
                {switch}
                cursor={***cursor}
                start={figures.kept}
                point={cursor.dispatcher()}
                {display}
            />
        }
    };
    html! {
        <section id="adapter-layer" aria-labelledby="heading-layer">
            <h2 id="heading-layer">{ row.module().to_owned() }</h2>
            <p class="how-to-read">{ words::layer(row) }</p>
            <div class="figures">
                { figure(
                    SPECTRUM,
                    &figures.spectrum,
                    Some(switch),
                    "Each curve relative to its own first value. Like style it falls off a cliff, like facts it goes on.",
                ) }
                { figure(
                    VARIANCE,
                    &figures.variance,
                    None,
                    "What any matrix of rank r can hold of it. The simulated updates are Explore’s, at its settings.",
                ) }
            </div>
        </section>
    }
}
