//! One layer: its shape and scale, its spectrum and energy laid over the simulated updates.

use crate::store::Handle;
use std::rc::Rc;

use yew::{Html, html};

use crate::browser::display::Display;
use crate::widgets::figure::FigureView;
use rankscope_adapter::{RankRule, Report, Thresholds};
use rankscope_app::cursor::Cursor;
use rankscope_chart::Named;
use rankscope_chart::Plot;
use rankscope_chart::adapter::{LayerScene, SPECTRUM, VARIANCE};
use rankscope_params::SigmaAxis;
use rankscope_params::number::significant;
use rankscope_sim::Spectra;

/// The two figures of a layer.
pub(super) struct Figures {
    spectrum: Rc<Plot>,
    variance: Rc<Plot>,
    kept: usize,
}

impl Figures {
    pub(super) fn of(
        report: &Report,
        simulated: Option<&Spectra>,
        thresholds: Thresholds,
        sigma_axis: SigmaAxis,
    ) -> Self {
        let kept = report.kept(RankRule::Peft, thresholds);
        let scene = LayerScene {
            spectrum: &report.spectrum,
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
    report: &Report,
    figures: &Figures,
    switch: Html,
    cursor: &Handle<Cursor>,
    display: Display,
) -> Html {
    let layer = &report.layer;
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
            <h2 id="heading-layer">{ layer.module_path().to_owned() }</h2>
            <p class="how-to-read">
                { format!(
                    "ΔW is {} × {}, from r = {} with α = {}: γ = {}.",
                    layer.rows,
                    layer.columns,
                    layer.rank,
                    significant(report.scale.alpha, 4),
                    significant(report.scale.gamma, 4),
                ) }
            </p>
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
