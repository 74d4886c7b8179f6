//! A figure as a table: every curve's value, rank by rank.

use yew::{Html, html};

use super::readout::tone;
use crate::chart::{Curve, Named, Plot};
use crate::params::number::{Format, significant};

/// Rows shown at most, about; the file of the numbers has every rank.
const MOST_ROWS: usize = 64;
/// Digits shown; `data-value` has all of them.
const DIGITS: usize = 6;

/// The table of a figure.
pub(super) fn figure_table(figure: Named, plot: &Plot) -> Html {
    let every = plot.max_rank().div_ceil(MOST_ROWS);
    let listed =
        |rank: &usize| rank.is_multiple_of(every) || *rank == 1 || plot.inspected.contains(rank);
    let ranks = (1..=plot.max_rank()).filter(listed);
    let caption = if every == 1 {
        format!("{}, at every rank", figure.title)
    } else {
        format!(
            "{}, at every {every}th rank and the inspected ones; the CSV has all",
            figure.title
        )
    };
    html! {
        <div class="table figure-table" role="region" tabindex="0"
            aria-label={format!("{} as a table", figure.title)}
        >
            <table id={format!("values-{}", figure.name)}>
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ plot.x.title }</th>
                        { for plot.curves.iter().map(|curve| html! {
                            <th scope="col" class={tone(curve.tone)}>{ curve.label.clone() }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>{ for ranks.map(|rank| row(rank, plot)) }</tbody>
            </table>
        </div>
    }
}

fn row(rank: usize, plot: &Plot) -> Html {
    let cell = |curve: &Curve| {
        let value = curve.at(rank as f64);
        let exact = value.map(|value| Format::Exact.write(value));
        let text = value.map(|value| significant(value, DIGITS));
        html! {
            <td data-column={curve.name} data-value={exact.unwrap_or_default()}>
                { text.unwrap_or_else(|| "–".to_owned()) }
            </td>
        }
    };
    let inspected = plot.inspected.contains(&rank).then_some("inspected");
    html! {
        <tr data-rank={rank.to_string()} class={inspected}>
            <th scope="row">{ rank }</th>
            { for plot.curves.iter().map(cell) }
        </tr>
    }
}
