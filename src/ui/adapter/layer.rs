//! One layer: its shape and scale, its spectrum and energy laid over the simulated updates.

use std::rc::Rc;

use yew::{Callback, Html, NodeRef, html};

use crate::browser::display::Display;
use crate::store::Handle;
use crate::widgets::figure::FigureView;
use crate::widgets::figure::frame::Level;
use rankscope_app::adapter::derived::Derived;
use rankscope_app::adapter::looked_at::neighbours;
use rankscope_app::adapter::rows::Row;
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

/// What is shown of the layer that is looked at, and what can be done about it.
pub(super) struct LayerParts<'p> {
    pub(super) row: &'p Row,
    pub(super) figures: &'p Figures,
    pub(super) derived: &'p Derived,
    /// Chooses the spectrum's axis.
    pub(super) switch: Html,
    pub(super) cursor: &'p Handle<Cursor>,
    pub(super) display: Display,
    /// Looks at another layer, by its path.
    pub(super) choose: &'p Callback<String>,
    pub(super) card: NodeRef,
}

/// The card of the layer.
pub(super) fn layer(parts: LayerParts<'_>) -> Html {
    let LayerParts {
        row,
        figures,
        cursor,
        display,
        ..
    } = parts;
    let figure = |named: Named, plot: &Rc<Plot>, switch: Option<Html>, note: &'static str| {
        html! {
            <FigureView
                figure={named}
                level={Level::Part}
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
    let (before, after) = neighbours(parts.derived, row);
    let step = |id: &'static str, label: &'static str, sign: &'static str, to: Option<Rc<Row>>| {
        let choose = parts.choose.clone();
        let none = to.is_none();
        let press = move |_| {
            if let Some(row) = &to {
                choose.emit(row.path().to_owned());
            }
        };
        html! {
            <button {id} type="button" class="icon" aria-label={label} disabled={none} onclick={press}>{ sign }</button>
        }
    };
    html! {
        <section id="adapter-layer" class="card" aria-labelledby="heading-layer" ref={parts.card.clone()}>
            <div class="section-head">
                <h2 id="heading-layer">{ row.module().into_owned() }</h2>
                <span class="steps">
                    { step("layer-before", "Previous layer", "‹", before) }
                    { step("layer-after", "Next layer", "›", after) }
                </span>
            </div>
            <p class="meta">{ words::layer(row) }</p>
            { figure(SPECTRUM, &figures.spectrum, Some(parts.switch), words::SPECTRUM_NOTE) }
            { figure(VARIANCE, &figures.variance, None, words::VARIANCE_NOTE) }
        </section>
    }
}
