//! The map of the model, as a table of buttons.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, TargetCast, html};

use rankscope_adapter::Column;
use rankscope_app::adapter::column::{label, named};
use rankscope_app::adapter::heat::{HeatCell, HeatColumn, HeatMap};
use rankscope_app::adapter::words;

/// Up to so many columns share the whole width.
const FEW_COLUMNS: usize = 8;

/// The map, with the choice of its quantity.
pub(super) fn heat_map(
    map: &HeatMap,
    quantity: Column,
    chosen: Option<&str>,
    switch: &Callback<Column>,
    choose: &Callback<String>,
) -> Html {
    let on_switch = {
        let switch = switch.clone();
        move |event: Event| {
            let field: HtmlSelectElement = event.target_unchecked_into();
            if let Some(column) = named(&field.value()) {
                switch.emit(column);
            }
        }
    };
    let head = |column: &HeatColumn| {
        let tall = column.tall.then_some("tall");
        html! {
            <th scope="col" class={tall} title={column.title.clone()}>
                <span>{ column.label.clone() }</span>
            </th>
        }
    };
    let cell = |cell: &Option<HeatCell>| match cell {
        Some(cell) => one_cell(cell, chosen, choose),
        None => html! { <td /> },
    };
    html! {
        <section id="adapter-map" class="card" aria-labelledby="heading-map">
            <div class="section-head">
                <h2 id="heading-map">{ words::MAP }</h2>
                <label for="adapter-quantity">{ "Show" }</label>
                <select id="adapter-quantity" onchange={on_switch}>
                    { for Column::ALL.iter().map(|column| html! {
                        <option value={column.name()} selected={*column == quantity}>{ label(*column) }</option>
                    }) }
                </select>
            </div>
            { for map.notes.iter().map(|note| html! { <p class="how-to-read">{ note.clone() }</p> }) }
            <div class="table adapter-map" role="region" tabindex="0" aria-label="Map of the model">
                <table class={(map.columns.len() <= FEW_COLUMNS).then_some("few")}>
                    <thead><tr><td />{ for map.columns.iter().map(head) }</tr></thead>
                    <tbody>
                        { for map.kinds.iter().map(|(kind, cells)| html! {
                            <tr>
                                <th scope="row">{ kind.clone() }</th>
                                { for cells.iter().map(cell) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn one_cell(cell: &HeatCell, chosen: Option<&str>, choose: &Callback<String>) -> Html {
    let (choose, path) = (choose.clone(), cell.row.path().to_owned());
    let pressed = chosen == Some(cell.row.path());
    html! {
        <td>
            <button
                type="button"
                class={format!("adapter-heat-{}", cell.step)}
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
