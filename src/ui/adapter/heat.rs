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
    let cell = |cell: &HeatCell| {
        let face = Face {
            path: cell.row.path(),
            name: &cell.name,
            text: &cell.text,
            step: cell.step,
            value: None,
        };
        face.button(chosen, choose)
    };
    let heads = map.columns.iter().map(head).collect();
    html! {
        <section id="adapter-map" class="card" aria-labelledby="heading-map">
            <div class="section-head">
                <h2 id="heading-map">{ words::MAP }</h2>
                <label for="adapter-quantity">
                    { "Show " }
                    <select id="adapter-quantity" onchange={on_switch}>
                        { for Column::ALL.iter().map(|column| html! {
                            <option value={column.name()} selected={*column == quantity}>{ label(*column) }</option>
                        }) }
                    </select>
                </label>
            </div>
            { for map.notes.iter().map(|note| html! { <p class="how-to-read">{ note.clone() }</p> }) }
            { table("Map of the model", None, heads, &map.kinds, cell) }
        </section>
    }
}

/// A map as a table, with these headings over its columns.
pub(super) fn table<C>(
    label: &'static str,
    id: Option<&'static str>,
    heads: Vec<Html>,
    kinds: &[(String, Vec<Option<C>>)],
    cell: impl Fn(&C) -> Html,
) -> Html {
    let few = (heads.len() <= FEW_COLUMNS).then_some("few");
    let one = |one: &Option<C>| html! { <td>{ for one.as_ref().map(&cell) }</td> };
    html! {
        <div class="table adapter-map" role="region" tabindex="0" aria-label={label}>
            <table {id} class={few}>
                <thead><tr><td />{ for heads }</tr></thead>
                <tbody>
                    { for kinds.iter().map(|(kind, cells)| html! {
                        <tr><th scope="row">{ kind.clone() }</th>{ for cells.iter().map(one) }</tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// What a cell shows.
pub(super) struct Face<'c> {
    /// What it opens.
    pub(super) path: &'c str,
    /// Its value in a sentence.
    pub(super) name: &'c str,
    /// Its value, written.
    pub(super) text: &'c str,
    /// The step of its colour.
    pub(super) step: u32,
    /// Its value to the last digit, where that and what it opens are to be read.
    pub(super) value: Option<String>,
}

impl Face<'_> {
    /// As a button.
    pub(super) fn button(&self, chosen: Option<&str>, choose: &Callback<String>) -> Html {
        let (choose, path) = (choose.clone(), self.path.to_owned());
        let pressed = chosen == Some(self.path);
        html! {
            <button
                type="button"
                class={format!("adapter-heat-{}", self.step)}
                data-layer={self.value.as_ref().map(|_| path.clone())}
                data-value={self.value.clone()}
                aria-label={self.name.to_owned()}
                title={self.name.to_owned()}
                aria-pressed={pressed.to_string()}
                onclick={move |_| choose.emit(path.clone())}
            >
                { self.text.to_owned() }
            </button>
        }
    }
}
