//! One of the article's tables. Its ids and `data-` attributes are a public contract: every
//! numeric cell carries its full-precision value.

use yew::{AttrValue, Html, classes, html};

use crate::widgets::value_cell::value_cell;
use rankscope_params::Reading;
use rankscope_sim::article::{Table, TableColumn, TableRow};

/// A table.
pub(super) fn table(table: &Table, reading: &Reading) -> Html {
    let Table {
        id,
        caption,
        row_heading,
        columns,
        rows,
    } = table;
    let undefined = rows.iter().flat_map(|row| &row.values).any(Option::is_none);
    html! {
        // Focusable, so that a table wider than a phone can be scrolled by keyboard.
        <div class={classes!("table", *id)} role="region" aria-label={*caption} tabindex="0">
            <table id={*id}>
                <caption>{ *caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ *row_heading }</th>
                        { for columns.iter().map(|column| html! {
                            <th scope="col" class={tone(column)}>{ column.heading }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for rows.iter().map(|row| view_row(row, columns, reading)) }</tbody>
            </table>
            if undefined {
                <p>{ "– undefined: this update is zero." }</p>
            }
        </div>
    }
}

fn view_row(row: &TableRow, columns: &[TableColumn], reading: &Reading) -> Html {
    let inspected = row
        .rank
        .is_some_and(|rank| [reading.rank_low, reading.rank_high].contains(&rank));
    let rank = row.rank.map(|rank| AttrValue::from(rank.to_string()));
    html! {
        <tr data-rank={rank} class={inspected.then_some("inspected")}>
            <th scope="row">{ row.label.clone() }</th>
            { for columns.iter().zip(&row.values).map(|(column, value)| view_cell(column, *value)) }
        </tr>
    }
}

fn view_cell(column: &TableColumn, value: Option<f64>) -> Html {
    let text = value.map_or_else(|| "–".to_owned(), |value| column.format.write(value));
    value_cell(column.name, value, text)
}

/// The colour of the update a column is of.
fn tone(column: &TableColumn) -> Option<&'static str> {
    if column.name.starts_with("style") {
        Some("style")
    } else if column.name.starts_with("facts") {
        Some("facts")
    } else {
        None
    }
}
