//! A map as a table: a row for each of its fields.

use yew::{Html, html};

use crate::widgets::value_cell::value_cell;
use rankscope_chart::{Cell, Plot};
use rankscope_params::number::significant;

/// Digits shown; `data-value` has all of them.
const DIGITS: usize = 6;

/// The table of a map with this name and title.
pub(super) fn map_table(name: &str, title: &str, plot: &Plot) -> Html {
    html! {
        <div class="table figure-table" role="region" tabindex="0"
            aria-label={format!("{title} as a table")}
        >
            <table id={format!("values-{name}")}>
                <caption>{ format!("{title}, field by field") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "rank r" }</th>
                        <th scope="col">{ "learning rate η" }</th>
                        <th scope="col">{ "error" }</th>
                    </tr>
                </thead>
                <tbody>{ for plot.cells.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn row(cell: &Cell) -> Html {
    let text = cell.value.map(|value| significant(value, DIGITS));
    let text = text.unwrap_or_else(|| "diverged".to_owned());
    html! {
        <tr data-rank={cell.at.0.to_string()} class={cell.marked.then_some("inspected")}>
            <th scope="row">{ cell.at.0 }</th>
            <td>{ significant(cell.at.1, 3) }</td>
            { value_cell("error", cell.value, text) }
        </tr>
    }
}
