//! The map of the model: a row for each kind of layer, a column for each block, and one quantity as
//! colour and number. A cell leads to its layer.

use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, TargetCast, html};

use super::column::{Row, label};
use rankscope_adapter::{Column, Place, natural_order, places};
use rankscope_params::number::significant;

/// Steps of colour: those of `views.css`.
const STEPS: f64 = 9.0;
/// Digits in a cell.
const DIGITS: usize = 2;
/// A block's label of more letters is written upright.
const LONG: usize = 4;

/// The map, with the choice of its quantity.
pub(super) fn heat_map(
    rows: &[Row],
    quantity: Column,
    chosen: Option<&str>,
    switch: &Callback<Column>,
    choose: &Callback<String>,
) -> Html {
    let paths: Vec<&str> = rows.iter().map(|row| row.path.as_str()).collect();
    let places = places(&paths);
    let (mut blocks, mut kinds): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for Place { block, kind } in &places {
        blocks.push(block);
        kinds.push(kind);
    }
    for names in [&mut blocks, &mut kinds] {
        names.sort_by_cached_key(|name| natural_order(name));
        names.dedup();
    }
    let largest = rows.iter().filter_map(|row| row.value(quantity));
    let largest = largest.fold(0.0, f64::max);
    let shared = shared_prefix(&blocks);
    let on_switch = {
        let switch = switch.clone();
        move |event: Event| {
            let field: HtmlSelectElement = event.target_unchecked_into();
            let named = |column: &&Column| column.name() == field.value();
            if let Some(column) = Column::ALL.iter().find(named) {
                switch.emit(*column);
            }
        }
    };
    let head = |block: &&str| {
        let short = block.get(shared..).filter(|short| !short.is_empty());
        let short = short.unwrap_or(if block.is_empty() { "·" } else { block });
        let tall = (short.len() > LONG).then_some("tall");
        html! { <th scope="col" class={tall} title={(*block).to_owned()}><span>{ short.to_owned() }</span></th> }
    };
    let cell = |kind: &str, block: &str| {
        let here = |place: &Place| place.kind == kind && place.block == block;
        let row = places.iter().position(here).and_then(|at| rows.get(at));
        row.map_or_else(
            || html! { <td /> },
            |row| one_cell(row, quantity, largest, chosen, choose),
        )
    };
    html! {
        <section id="adapter-map" aria-labelledby="heading-map">
            <div class="section-head">
                <h2 id="heading-map">{ "Layer by layer" }</h2>
                <label for="adapter-quantity">{ "Show" }</label>
                <select id="adapter-quantity" onchange={on_switch}>
                    { for Column::ALL.iter().map(|column| html! {
                        <option value={column.name()} selected={*column == quantity}>{ label(*column) }</option>
                    }) }
                </select>
            </div>
            <p class="how-to-read">
                { format!("{}: the stronger its colour, the larger, up to {}. A cell opens its layer.",
                    label(quantity), significant(largest, 3)) }
            </p>
            <div class="table adapter-map" role="region" tabindex="0" aria-label="Map of the model">
                <table>
                    <thead><tr><td />{ for blocks.iter().map(head) }</tr></thead>
                    <tbody>
                        { for kinds.iter().map(|kind| html! {
                            <tr>
                                <th scope="row">{ (*kind).to_owned() }</th>
                                { for blocks.iter().map(|block| cell(kind, block)) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn one_cell(
    row: &Row,
    quantity: Column,
    largest: f64,
    chosen: Option<&str>,
    choose: &Callback<String>,
) -> Html {
    let value = row.value(quantity);
    let share = value.map_or(0.0, |value| value / largest);
    let step = if share.is_finite() {
        (share * STEPS).round().clamp(0.0, STEPS) as u32
    } else {
        0
    };
    let text = value.map_or_else(|| "–".to_owned(), |value| significant(value, DIGITS));
    // The name has the text in it, so that who speaks to the page can say what they see.
    let name = format!("{}: {} {text}", row.module, label(quantity));
    let (choose, path) = (choose.clone(), row.path.clone());
    let pressed = chosen == Some(row.path.as_str());
    html! {
        <td>
            <button
                type="button"
                class={format!("adapter-heat-{step}")}
                aria-label={name.clone()}
                title={name}
                aria-pressed={pressed.to_string()}
                onclick={move |_| choose.emit(path.clone())}
            >
                { text }
            </button>
        </td>
    }
}

/// How many bytes all the names begin with, up to and including a separator.
fn shared_prefix(names: &[&str]) -> usize {
    let Some((first, rest)) = names.split_first() else {
        return 0;
    };
    let ends = first.match_indices(['.', '_']).map(|(at, _)| at + 1);
    let shared = |end: &usize| {
        let prefix = first.get(..*end);
        rest.iter().all(|name| name.get(..*end) == prefix)
    };
    ends.take_while(shared).last().unwrap_or(0)
}
