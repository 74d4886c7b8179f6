//! The map of what changed, as a table of buttons.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, Properties, TargetCast, component, html, use_memo};

use rankscope_adapter::checkpoint::Grid;
use rankscope_app::adapter::column::exact;
use rankscope_app::checkpoints::heat::{Cell, Map, Quantity};
use rankscope_app::checkpoints::rows::Rows;
use rankscope_app::checkpoints::shared::Shared;
use rankscope_app::checkpoints::words;

/// Up to so many columns share the whole width.
const FEW_COLUMNS: usize = 8;

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
    let cell = |cell: &Option<Cell>| match cell {
        Some(cell) => one(cell, props),
        None => html! { <td /> },
    };
    html! {
        <section id="adapter-map" class="card" aria-labelledby="heading-map">
            <div class="section-head">
                <h2 id="heading-map">{ words::MAP }</h2>
                <label for="checkpoint-quantity">{ "Show" }</label>
                <select id="checkpoint-quantity" onchange={switch}>
                    { for Quantity::ALL.map(|quantity| html! {
                        <option value={quantity.name()} selected={quantity == props.quantity}>
                            { quantity.label(props.rank) }
                        </option>
                    }) }
                </select>
            </div>
            <div class="table adapter-map" role="region" tabindex="0" aria-label="Map of the matrices">
                <table id="map-delta" class={(map.columns.len() <= FEW_COLUMNS).then_some("few")}>
                    <thead>
                        <tr>
                            <td />
                            { for map.columns.iter().map(|(short, whole)| html! {
                                <th scope="col" title={whole.clone()}><span>{ short.clone() }</span></th>
                            }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for map.kinds.iter().map(|(kind, cells)| html! {
                            <tr><th scope="row">{ kind.clone() }</th>{ for cells.iter().map(cell) }</tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn one(cell: &Cell, props: &MapProps) -> Html {
    let (choose, path) = (props.choose.clone(), cell.path.clone());
    let pressed = props.chosen.as_deref() == Some(&*cell.path);
    html! {
        <td>
            <button
                type="button"
                class={format!("adapter-heat-{}", cell.step)}
                data-layer={cell.path.clone()}
                data-value={exact(cell.value)}
                aria-label={cell.name.clone()}
                title={cell.name.clone()}
                aria-pressed={pressed.to_string()}
                onclick={move |_| choose.emit(path.clone())}
            >
                { cell.text.clone() }
            </button>
        </td>
    }
}
