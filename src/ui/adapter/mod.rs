//! The Adapter view: the reader's own weights. What rank does each layer really use, at what scale
//! does it run, and which rank would have been enough?

pub(super) mod door;
mod heat;
mod intake;
mod kinds;
mod layer;
mod opening;
mod overview;
mod parts;
mod session;
mod table;
mod translator;

use std::rc::Rc;

use yew::{
    Callback, DragEvent, Html, Properties, component, html, use_callback, use_memo, use_mut_ref,
    use_state_eq,
};

use self::layer::Figures;
use self::table::LayerTable;
use crate::browser::display::use_display;
use crate::browser::save;
use crate::store::{Dispatch, use_store};
use crate::widgets::figure::FigureView;
use crate::widgets::switch::switch;
use rankscope_adapter::{Column, Report, Thresholds, export};
use rankscope_app::adapter::derived::{Derivation, Derived};
use rankscope_app::adapter::heat::HeatMap;
use rankscope_app::adapter::parts::Parts;
use rankscope_app::adapter::words;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::State;
use rankscope_chart::adapter::DISTRIBUTION;

/// Properties of [`Adapter`].
#[derive(Properties, PartialEq)]
pub(super) struct AdapterProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// File field, overview, map, rules, one layer, every layer.
#[component]
pub(super) fn Adapter(props: &AdapterProps) -> Html {
    let link = &props.state.link;
    let choices = link.choices;
    let opened = session::use_adapter();
    let thresholds = translator::thresholds(&link.rank_rules);
    let derivation = use_mut_ref(Derivation::default);
    let derived = derivation.borrow_mut().of(&opened, thresholds);
    let results = !derived.rows.is_empty();
    let parts = parts::use_parts(results);

    let quantity = use_state_eq(|| Column::EntropyRank);
    let chosen = use_state_eq(|| None::<String>);
    let choose = use_callback((), {
        let chosen = chosen.setter();
        move |path: String, ()| chosen.set(Some(path))
    });
    let shown = derived.chosen(chosen.as_deref());
    let simulated = props
        .state
        .shown
        .as_ref()
        .map(|shown| shown.spectra.clone());
    let figures = use_memo(
        (
            shown.filter(|_| parts >= Parts::Layer).cloned(),
            simulated,
            choices.sigma_axis,
        ),
        |(row, simulated, axis)| Some(Figures::of(row.as_ref()?, simulated.as_deref(), *axis)),
    );
    let map = {
        let weights = opened.weights.clone();
        use_memo(
            (derived.rows.clone(), *quantity, parts >= Parts::Map),
            move |(rows, quantity, there)| {
                let weights = weights.as_deref().filter(|_| *there);
                weights.map(|weights| HeatMap::of(rows, weights, *quantity))
            },
        )
    };
    let cursors = [use_store(Cursor::default), use_store(Cursor::default)];
    let [of_layer, of_all] = &cursors;
    let display = use_display(choices.theme);
    let over = use_state_eq(|| false);
    let drag = |now: bool| {
        let over = over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(now);
        }
    };
    let drop = {
        let over = over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            session::open(&intake::dropped(&event));
        }
    };
    let switch_quantity = {
        let quantity = quantity.clone();
        Callback::from(move |column| quantity.set(column))
    };
    let path = shown.map(|row| row.path().to_owned());
    html! {
        <div
            id="adapter"
            class={over.then_some("over")}
            data-open={parts.progress(results, opened.progress()).name()}
            ondragenter={drag(true)}
            ondragover={drag(true)}
            ondragleave={drag(false)}
            ondrop={drop}
        >
            { intake::intake(&opened) }
            { intake::problems(&opened.problems) }
            { overview::overview(&opened, &derived) }
            { intake::status(&opened) }
            if words::asks_for_config(&opened, &derived) {
                <p id="adapter-ask" class="adapter-ask">
                    { "Add " }<code>{ "adapter_config.json" }</code>
                    { ": until then γ = 1 is assumed. Ranks and energies do not depend on it." }
                </p>
            }
            { intake::failures(&derived.failures) }
            if let Some(distribution) = derived.distribution.as_ref().filter(|_| results && parts >= Parts::Sums) {
                <div class="figures">
                    <FigureView
                        figure={DISTRIBUTION}
                        note={html! { <p class="how-to-read">{ "Where a curve has reached 100 %, a larger rank adds nothing by that measure." }</p> }}
                        plot={distribution.clone()}
                        cursor={***of_all}
                        start=1
                        point={of_all.dispatcher()}
                        {display}
                    />
                    { kinds::kinds_table(&derived.kinds) }
                </div>
                if let Some(map) = &*map {
                    { heat::heat_map(map, *quantity, path.as_deref(), &switch_quantity, &choose) }
                }
                if parts >= Parts::Layer {
                    { translator::translator(&opened, &derived, link, &props.dispatch) }
                }
                if let Some((row, figures)) = shown.zip(figures.as_ref().as_ref()) {
                    { layer::layer(
                        row,
                        figures,
                        switch(choices.sigma_axis, &props.dispatch),
                        of_layer,
                        display,
                    ) }
                }
                if parts >= Parts::Table {
                    <section id="adapter-table" aria-labelledby="heading-layers">
                        <div class="section-head">
                            <h2 id="heading-layers">{ "Every layer in numbers" }</h2>
                            { exports(&derived, thresholds) }
                        </div>
                        <LayerTable rows={derived.rows.clone()} chosen={path} choose={choose.clone()} />
                    </section>
                }
            }
        </div>
    }
}

/// Buttons that save the table.
fn exports(derived: &Rc<Derived>, thresholds: Thresholds) -> Html {
    let button = |kind: &'static str, media_type: &'static str, write: Write| {
        // Written when it is asked for, not with each delivery.
        let derived = Rc::clone(derived);
        let save = move |_| {
            let text = write(&derived.reports(), thresholds);
            save::text(&format!("rankscope-adapter.{kind}"), media_type, &text);
        };
        html! {
            <button id={format!("save-adapter-{kind}")} type="button" onclick={save}
                aria-label={format!("{}: save every layer in numbers", kind.to_uppercase())}
            >
                { kind.to_uppercase() }
            </button>
        }
    };
    html! {
        <div class="save">
            { "Save: " }
            { button("csv", "text/csv", export::csv) }
            { button("json", "application/json", export::json) }
        </div>
    }
}

type Write = fn(&[Report], Thresholds) -> String;
