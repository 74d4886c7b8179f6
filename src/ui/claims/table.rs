//! Measurements as tables. Their ids and `data-` attributes are a public contract.

use yew::{Html, html};

use crate::widgets::figure::readout::tone;
use crate::widgets::value_cell::value_cell;
use rankscope_app::pretrained::tables::{Row, Table};
use rankscope_chart::measured::{MeasuredColumn, MeasuredFigure, Place};
use rankscope_params::number::significant;

/// Digits shown; `data-value` has all of them.
const DIGITS: usize = 4;

/// A figure as a table: a row for each place.
pub(super) fn figure_table(figure: &MeasuredFigure) -> Html {
    let rankscope_chart::Named { name, title } = figure.named;
    let head = |column: &MeasuredColumn| {
        html! { <th scope="col" class={tone(column.tone)}>{ column.heading.clone() }</th> }
    };
    let row = |place: usize| {
        let written = figure.place.written(place);
        // Each attribute where it is the name of the places.
        let at = |kind: Place| (figure.place == kind).then(|| written.clone());
        html! {
            <tr data-rank={at(Place::Rank)} data-rate={at(Place::Rate)}>
                <th scope="row">{ &written }</th>
                { for figure.columns.iter().map(|column| cell(&column.name, column.at(place), figure.empty)) }
            </tr>
        }
    };
    html! {
        <div class="table figure-table" role="region" tabindex="0"
            aria-label={format!("{title} as a table")}
        >
            <table id={format!("values-{name}")}>
                <caption>{ format!("{title}: {}", figure.plot.y.title) }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ figure.place.heading() }</th>
                        { for figure.columns.iter().map(head) }
                    </tr>
                </thead>
                <tbody>{ for figure.rows().into_iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A table of runs, or of what was derived from them.
pub(super) fn table(table: &Table) -> Html {
    let head =
        |&(_, heading): &(&'static str, &'static str)| html! { <th scope="col">{ heading }</th> };
    let row = |row: &Row| {
        let cells = table.columns.iter().zip(&row.values);
        html! {
            <tr data-row={row.name.clone()}>
                <th scope="row">{ row.heading.clone() }</th>
                { for cells.map(|(&(name, _), &value)| cell(name, value, "–")) }
            </tr>
        }
    };
    html! {
        <div class="table figure-table" role="region" tabindex="0" aria-label={table.caption.clone()}>
            <table id={table.id}>
                <caption>{ table.caption.clone() }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ table.of }</th>
                        { for table.columns.iter().map(head) }
                    </tr>
                </thead>
                <tbody>{ for table.rows.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A value, or what stands where there is none.
pub(super) fn cell(name: &str, value: Option<f64>, otherwise: &'static str) -> Html {
    let text = value.map(|value| significant(value, DIGITS).replace('-', "−"));
    let text = text.unwrap_or_else(|| otherwise.to_owned());
    value_cell(name.to_owned(), value, text)
}
