//! The matrix that is looked at: its shape, what changed of it, and its spectrum.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_memo};

use crate::browser::display::use_display;
use crate::store::use_store;
use crate::widgets::figure::FigureView;
use crate::widgets::figure::frame::Level;
use crate::widgets::swatches::swatches;
use rankscope_app::checkpoints::rows::Row;
use rankscope_app::checkpoints::shared::Shared;
use rankscope_app::checkpoints::words;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::State;
use rankscope_chart::Plot;
use rankscope_chart::checkpoint::{DELTA_SPECTRUM, MatrixScene};

/// Properties of [`MatrixCard`].
#[derive(Properties, PartialEq)]
pub(super) struct MatrixProps {
    pub(super) row: Shared<Row>,
    /// The rank of an adapter.
    pub(super) rank: usize,
    pub(super) state: State,
}

/// The card.
#[component]
pub(super) fn MatrixCard(props: &MatrixProps) -> Html {
    let MatrixProps { row, rank, state } = props;
    let cursor = use_store(Cursor::default);
    let display = use_display(state.link.choices.theme);
    let simulated = state.shown.as_ref().map(|shown| shown.spectra.clone());
    let plot = use_memo((row.clone(), simulated), |(row, simulated)| {
        let scene = MatrixScene {
            analysis: &row.analysis,
            rows: row.parameter.rows,
            columns: row.parameter.columns,
            simulated: simulated.as_deref(),
        };
        Rc::new(scene.spectrum())
    });
    let plot: Rc<Plot> = (*plot).clone();
    html! {
        <section id="adapter-layer" class="card" aria-labelledby="heading-layer" data-layer={row.path().to_owned()}>
            <div class="section-head"><h2 id="heading-layer">{ row.path().to_owned() }</h2></div>
            <p class="meta">{ words::matrix(row) }</p>
            <FigureView
                figure={DELTA_SPECTRUM}
                level={Level::Part}
                note={html! { <p class="how-to-read">{ words::floor(row) }</p> }}
                plot={Rc::clone(&plot)}
                cursor={**cursor}
                start={*rank}
                point={cursor.dispatcher()}
                {display}
            />
            { swatches(&plot, None) }
            if let Some(share) = row.energy(*rank) {
                <p id="checkpoint-kept">{ words::energy(*rank, share) }</p>
            }
            if let Some(uncertain) = words::uncertainty(row) {
                <p id="checkpoint-uncertainty" class="how-to-read">{ uncertain }</p>
            }
        </section>
    }
}
