//! The map of what changed, as a table of buttons.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, Properties, TargetCast, component, html, use_memo};

use super::super::heat::{Face, table};
use rankscope_adapter::checkpoint::Grid;
use rankscope_app::adapter::column::exact;
use rankscope_app::checkpoints::heat::{Cell, Map, Quantity};
use rankscope_app::checkpoints::rows::Rows;
use rankscope_app::checkpoints::shared::Shared;
use rankscope_app::checkpoints::words;

/// Properties of [`DeltaMap`].
#[derive(Properties, PartialEq)]
pub(super) struct MapProps {
    pub(super) rows: Rows,
    pub(super) grid: Shared<Grid>,
    pub(super) rank: usize,
    pub(super) quantity: Quantity,
    pub(super) switch: Callback<Quantity>,
    pub(super) chosen: Option<String>,
    pub(super) choose: Callback<String>,
}

/// The map, with the choice of its quantity.
#[component]
pub(super) fn DeltaMap(props: &MapProps) -> Html {
    // Only one of the quantities follows the rank.
    let rank = if props.quantity == Quantity::Energy {
        props.rank
    } else {
        0
    };
    let map = use_memo(
        (props.rows.clone(), props.grid.clone(), props.quantity, rank),
        |(rows, grid, quantity, rank)| Map::of(rows, grid, *quantity, *rank),
    );
    let switch = {
        let switch = props.switch.clone();
        move |event: Event| {
            let field: HtmlSelectElement = event.target_unchecked_into();
            if let Some(quantity) = Quantity::named(&field.value()) {
                switch.emit(quantity);
            }
        }
    };
    let cell = |cell: &Cell| {
        let face = Face {
            path: &cell.path,
            name: &cell.name,
            text: &cell.text,
            step: cell.step,
            value: Some(exact(cell.value)),
        };
        face.button(props.chosen.as_deref(), &props.choose)
    };
    let head = |(short, whole): &(String, String)| {
        html! { <th scope="col" title={whole.clone()}><span>{ short.clone() }</span></th> }
    };
    let heads = map.columns.iter().map(head).collect();
    html! {
        <section id="adapter-map" class="card" aria-labelledby="heading-map">
            <div class="section-head">
                <h2 id="heading-map">{ words::MAP }</h2>
                <label for="checkpoint-quantity">
                    { "Show " }
                    <select id="checkpoint-quantity" onchange={switch}>
                        { for Quantity::ALL.map(|quantity| html! {
                            <option value={quantity.name()} selected={quantity == props.quantity}>
                                { quantity.label(props.rank) }
                            </option>
                        }) }
                    </select>
                </label>
            </div>
            { table("Map of the matrices", Some("map-delta"), heads, &map.kinds, cell) }
        </section>
    }
}
