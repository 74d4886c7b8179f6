//! The Adapter view: the reader's own weights. What rank does each layer really use, at what scale
//! does it run, and which rank would have been enough?

mod alarm;
mod asks;
mod checkpoints;
mod compare;
pub(super) mod door;
mod exports;
mod health;
mod heat;
mod intake;
mod kinds;
mod layer;
mod opening;
mod overview;
mod parts;
mod pieces;
mod recommendation;
mod runtimes;
mod saving;
mod session;
mod source;
mod table;
mod translator;

use std::rc::Rc;

use yew::{
    Callback, Html, NodeRef, Properties, component, html, use_callback, use_memo, use_mut_ref,
    use_node_ref, use_state_eq,
};

use self::asks::{use_asks, use_sample};
use self::health::use_symptoms;
use self::layer::{Figures, LayerParts};
use self::runtimes::{Runtimes, use_running};
use self::session::Side;
use self::table::LayerTable;

pub(super) use self::source::Adapter;
use crate::browser::display::use_display;
use crate::browser::drops::use_dropped;
use crate::store::{Dispatch, use_store};
use crate::widgets::figure::FigureView;
use crate::widgets::swatches::swatches;
use crate::widgets::switch::switch;
use rankscope_adapter::Column;
use rankscope_app::adapter::derived::{Derivation, Derived};
use rankscope_app::adapter::heat::HeatMap;
use rankscope_app::adapter::looked_at::{name_in_link, named, out_of_sight};
use rankscope_app::adapter::parts::Parts;
use rankscope_app::adapter::running::{self, Picked};
use rankscope_app::adapter::state::{AdapterState, Origin, Progress};
use rankscope_app::adapter::table::Sort;
use rankscope_app::adapter::verdict::Recommendation;
use rankscope_app::adapter::words;
use rankscope_app::cursor::Cursor;
use rankscope_app::state::{Action, State};
use rankscope_chart::adapter::DISTRIBUTION;
use rankscope_params::{AdapterText, Input, SettingKey};

/// What is open in the Adapter view, whichever view is shown.
pub(super) fn opened() -> Rc<AdapterState> {
    Side::First.state()
}

/// Properties of [`Adapter`].
#[derive(Properties, PartialEq)]
pub(super) struct AdapterProps {
    pub(super) state: State,
    pub(super) dispatch: Dispatch<State>,
}

/// What is open, the verdict, what to do about it, and one layer beside them; then rules and tables.
#[component]
fn OneAdapter(props: &AdapterProps) -> Html {
    let link = &props.state.link;
    let choices = link.choices;
    let opened = session::use_adapter();
    use_sample(&opened, choices.sample);
    let thresholds = translator::thresholds(&link.rank_rules);
    let derivation = use_mut_ref(Derivation::default);
    let derived = derivation.borrow_mut().of(&opened, thresholds);
    // Of many layers the map and the table take as long as everything above them: each is drawn by itself.
    let map_rows = parts::use_later(derived.rows.clone());
    let table_rows = parts::use_later(map_rows.clone());
    let behind = derivation.borrow().is_behind() || table_rows != derived.rows;
    parts::use_catching_up(&derivation, &opened, thresholds);
    let results = !derived.rows.is_empty();
    let parts = parts::use_parts(results);

    let quantity = use_state_eq(|| Column::EntropyRank);
    let card = use_node_ref();
    let change = use_callback(props.dispatch.clone(), |(text, input), dispatch| {
        dispatch.dispatch(Action::Change {
            key: SettingKey::Adapter(text),
            input,
            at_ms: 0.0,
        });
    });
    let choose = use_callback(
        (derived.rows.clone(), change.clone(), card.clone()),
        |path: String, (rows, change, card)| {
            if let Some(row) = rows.iter().find(|row| row.path() == path) {
                change.emit((AdapterText::Layer, Input::Text(name_in_link(row))));
                reveal(card);
            }
        },
    );
    let asked = link.adapter(AdapterText::Layer);
    let shown = named(&derived, asked).or_else(|| derived.chosen(None));
    let sort = Sort::of_link(link.adapter(AdapterText::Sort));
    let unknown = unknown(props, &opened, &derived);
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
            (map_rows, *quantity, parts >= Parts::Map),
            move |(rows, quantity, there)| {
                let weights = weights.as_deref().filter(|_| *there);
                weights.map(|weights| HeatMap::of(rows, weights, *quantity))
            },
        )
    };
    let picked = Picked::of_link(link.adapter(AdapterText::Runtimes));
    let running = use_running(&opened, &derived.rows);
    let headline = running
        .as_ref()
        .and_then(|running| running.headline(&picked));
    let cursors = [use_store(Cursor::default), use_store(Cursor::default)];
    let [of_layer, of_all] = &cursors;
    let display = use_display(choices.theme);
    let asks = use_asks(props, &change);
    use_dropped(&asks.files);
    let switch_quantity = {
        let quantity = quantity.clone();
        Callback::from(move |column| quantity.set(column))
    };
    let path = shown.map(|row| row.path().to_owned());
    let recommended = Recommendation::of(&derived, thresholds);
    let symptoms = use_symptoms(&opened, &derived);
    let empty = opened.progress() == Progress::Nothing;
    html! {
        <div
            id="adapter"
            data-open={parts.progress(results, behind, opened.progress()).name()}
        >
            if empty {
                { intake::problems(&opened, &unknown) }
                { intake::zone(&opened, &asks) }
            } else {
                <div class="adapter-desk">
                    <div class="adapter-left">
                        { intake::file_line(&opened, &derived.summary, &asks) }
                        { intake::problems(&opened, &unknown) }
                        { intake::picked(&opened) }
                        { overview::overview(
                            &opened,
                            &derived,
                            (recommended.as_ref(), headline.as_ref()),
                            link,
                            props.state.position,
                        ) }
                        { health::health(&symptoms) }
                        { intake::status(&opened) }
                        if words::asks_for_config(&opened, &derived) {
                            <p id="adapter-ask" class="adapter-ask">
                                { "Add " }<code>{ "adapter_config.json" }</code>{ words::ASK }
                            </p>
                        }
                        { intake::failures(&derived.failures) }
                        if let Some(recommended) = &recommended {
                            { recommendation::recommendation(
                                recommended,
                                &opened,
                                (&derived, thresholds),
                                link,
                                &props.dispatch,
                            ) }
                        }
                        if let Some(map) = map.as_ref().as_ref().filter(|_| !derived.rows.is_empty()) {
                            { heat::heat_map(map, *quantity, path.as_deref(), &switch_quantity, &choose) }
                        }
                    </div>
                    if let Some((row, figures)) = shown.zip(figures.as_ref().as_ref()) {
                        <div class="adapter-right">
                            { layer::layer(LayerParts {
                                row,
                                figures,
                                derived: &derived,
                                switch: switch(choices.sigma_axis, &props.dispatch),
                                cursor: of_layer,
                                display,
                                choose: &choose,
                                card: card.clone(),
                            }) }
                        </div>
                    }
                </div>
            }
            if let Some(running) = running.as_ref().filter(|_| parts >= Parts::Sums) {
                <Runtimes
                    running={running.clone()}
                    broken={words::broken(&derived)}
                    rows={derived.rows.clone()}
                    picked={picked.clone()}
                    dispatch={props.dispatch.clone()}
                />
            }
            if let Some(distribution) = derived.distribution.as_ref().filter(|_| results && parts >= Parts::Sums) {
                if parts >= Parts::Layer {
                    { translator::translator(&opened, &derived, link, &props.dispatch) }
                }
                <section id="adapter-all" class="card">
                    <div>
                    <FigureView
                        figure={DISTRIBUTION}
                        note={html! { <p class="how-to-read">{ words::DISTRIBUTION_NOTE }</p> }}
                        plot={distribution.clone()}
                        cursor={***of_all}
                        start=1
                        point={of_all.dispatcher()}
                        {display}
                    />
                        { swatches(distribution, None) }
                    </div>
                    { kinds::kinds_table(&derived.kinds) }
                </section>
                if parts >= Parts::Table {
                <section id="adapter-table" class="card" aria-labelledby="heading-layers">
                    <div class="section-head">
                        <h2 id="heading-layers">{ words::TABLE }</h2>
                        { exports::exports(&derived, thresholds) }
                    </div>
                    <LayerTable
                        rows={table_rows}
                        around={parts >= Parts::Rows}
                        chosen={path}
                        choose={choose.clone()}
                        sort={sort.unwrap_or_default()}
                        filter={link.adapter(AdapterText::Filter).to_owned()}
                        dispatch={props.dispatch.clone()}
                    />
                </section>
                }
                if parts >= Parts::Rows {
                    { saving::saving(&opened, &derived, link, thresholds, &props.dispatch) }
                    { compare::compare(&opened, &derived, link, thresholds, &props.dispatch) }
                }
            }
            { source::other(&props.dispatch) }
        </div>
    }
}

/// What a link asks for in vain, once everything there is has been analysed.
fn unknown(props: &AdapterProps, opened: &AdapterState, derived: &Derived) -> Vec<String> {
    let link = &props.state.link;
    let layer = Some(link.adapter(AdapterText::Layer)).filter(|name| {
        let settled = opened.progress() == Progress::Ready && opened.origin == Origin::Sample;
        settled && !name.is_empty() && named(derived, name).is_none()
    });
    let sort = Some(link.adapter(AdapterText::Sort)).filter(|text| Sort::of_link(text).is_none());
    let runtimes = Picked::of_link(link.adapter(AdapterText::Runtimes));
    let mut unknown = words::unknown_in_link(layer, sort);
    unknown.extend(running::words::unknown(runtimes.unknown()));
    unknown
}

/// Scrolls the layer's card to the top, where too little of it can be seen to notice a change.
fn reveal(card: &NodeRef) {
    let window = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64());
    if let (Some(card), Some(window)) = (card.cast::<web_sys::Element>(), window) {
        let place = card.get_bounding_client_rect();
        if out_of_sight(place.top(), place.bottom(), window) {
            card.scroll_into_view_with_bool(true);
        }
    }
}
