//! A figure as a table: every curve's value, rank by rank or step by step.

use yew::{Html, html};

use super::readout::{called, tone};
use crate::widgets::value_cell::value_cell;
use rankscope_chart::{Curve, Named, Plot};
use rankscope_params::number::significant;

/// Rows shown at most, about; the file of the numbers has every place.
const MOST_ROWS: usize = 64;

/// The table of a figure, with so many digits; `data-value` has all of them.
pub(crate) fn figure_table(figure: Named, plot: &Plot, digits: usize) -> Html {
    let Named { name, title } = figure;
    let places = plot.places();
    let every = places.len().div_ceil(MOST_ROWS).max(1);
    let column = &plot.x.column;
    let caption = match every {
        1 => format!("{title}, at every {column}"),
        _ if plot.inspected.is_empty() => {
            format!("{title}, at every {every}th {column}; the CSV has all")
        }
        _ => {
            format!("{title}, at every {every}th {column} and the inspected ones; the CSV has all")
        }
    };
    html! {
        <div class="table figure-table" role="region" tabindex="0"
            aria-label={format!("{title} as a table")}
        >
            <table id={format!("values-{name}")}>
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ plot.x.title.to_string() }</th>
                        { for plot.curves.iter().map(|curve| html! {
                            <th scope="col" class={tone(curve.tone)}>{ called(curve, plot) }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for places.into_iter().filter(|&place| listed(place, every, plot)).map(|place| row(place, plot, digits)) }
                </tbody>
            </table>
        </div>
    }
}

/// Whether a place has a row: the first, every so many, and the inspected ones.
fn listed(place: f64, every: usize, plot: &Plot) -> bool {
    let number = place as usize;
    let first = plot.x.range().0;
    number.is_multiple_of(every) || place == first || plot.inspected.contains(&number)
}

fn row(place: f64, plot: &Plot, digits: usize) -> Html {
    let cell = |curve: &Curve| {
        let value = curve.at(place);
        let text = value.map(|value| significant(value, digits));
        let text = text.unwrap_or_else(|| "–".to_owned());
        value_cell(curve.name.to_string(), value, text)
    };
    let number = place as usize;
    let inspected = plot.inspected.contains(&number).then_some("inspected");
    // The attribute of the public contract is the rank's; a step is only a heading.
    let rank = (plot.x.column == "rank").then(|| number.to_string());
    html! {
        <tr data-rank={rank} class={inspected}>
            <th scope="row">{ plot.x.written(place) }</th>
            { for plot.curves.iter().map(cell) }
        </tr>
    }
}
