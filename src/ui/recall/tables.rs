//! Recall and capacity as tables. Their ids and `data-` attributes are a public contract.

use yew::{Html, html};

use crate::widgets::value_cell::value_cell;
use rankscope_app::recall::table::{CAPACITY_COLUMNS, RECALL_COLUMNS, TableCell, TableRow};
use rankscope_params::number::Format;

/// Decimals shown of percentages; `data-value` has all digits.
const PERCENT: Format = Format::Decimals(1);
/// The same of capacities.
const CAPACITY: Format = Format::Decimals(2);

/// `table-recall`.
pub(super) fn recall(rows: &[TableRow], caption: String) -> Html {
    table(
        "table-recall",
        "Recall",
        &RECALL_COLUMNS,
        (rows, PERCENT),
        caption,
    )
}

/// `table-capacity`.
pub(super) fn capacity(rows: &[TableRow], caption: String) -> Html {
    let shown = (rows, CAPACITY);
    table(
        "table-capacity",
        "Capacity",
        &CAPACITY_COLUMNS,
        shown,
        caption,
    )
}

fn table(
    id: &'static str,
    label: &'static str,
    columns: &[(&'static str, &'static str)],
    (rows, format): (&[TableRow], Format),
    caption: String,
) -> Html {
    let cell = |cell: &TableCell| {
        let text = cell.value.map(|value| format.write(value));
        value_cell(
            cell.column,
            cell.value,
            text.unwrap_or_else(|| cell.otherwise.clone()),
        )
    };
    let row = |row: &TableRow| {
        html! {
            <tr data-rank={row.rank.to_string()}>
                <th scope="row">{ row.rank }</th>
                { for row.cells.iter().map(cell) }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label={label}>
            <table {id}>
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "rank r" }</th>
                        { for columns.iter().map(|(_, heading)| html! { <th scope="col">{ *heading }</th> }) }
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
