//! The layers of each kind in sum.

use yew::{Html, html};

use rankscope_adapter::Summary;
use rankscope_app::adapter::column::{aligned, decimals, exact};

/// Kinds listed: a file whose layers have no common names has thousands.
const LISTED: usize = 100;

/// The table, with a row for each kind.
pub(super) fn kinds_table(kinds: &[(String, Summary)]) -> Html {
    let shown = || kinds.iter().take(LISTED).map(|(_, summary)| summary);
    let norms = decimals(shown().map(|summary| Some(summary.frobenius)));
    let stable = decimals(shown().map(|summary| summary.stable_rank));
    let entropy = decimals(shown().map(|summary| summary.entropy_rank));
    let row = |(kind, summary): &(String, Summary)| {
        let cell = |column: &'static str, value: Option<f64>, decimals: usize| {
            html! {
                <td data-column={column} data-value={exact(value)}>{ aligned(value, decimals) }</td>
            }
        };
        html! {
            <tr data-kind={kind.clone()}>
                <th scope="row">{ kind.clone() }</th>
                { cell("layers", Some(summary.layers as f64), 0) }
                { cell("frobenius", Some(summary.frobenius), norms) }
                { cell("stable_rank", summary.stable_rank, stable) }
                { cell("entropy_rank", summary.entropy_rank, entropy) }
            </tr>
        }
    };
    html! {
        <div class="table" role="region" tabindex="0" aria-label="By kind of layer">
            <table id="table-kinds" data-rows={kinds.len().to_string()}>
                <caption>{ "By kind of layer: norm of all its ΔW, medians of their ranks" }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "Kind" }</th>
                        <th scope="col">{ "layers" }</th>
                        <th scope="col">{ "‖ΔW‖" }</th>
                        <th scope="col">{ "stable rank" }</th>
                        <th scope="col">{ "effective rank (entropy)" }</th>
                    </tr>
                </thead>
                <tbody>{ for kinds.iter().take(LISTED).map(row) }</tbody>
            </table>
            if kinds.len() > LISTED {
                <p>{ format!("And {} more kinds.", kinds.len() - LISTED) }</p>
            }
        </div>
    }
}
