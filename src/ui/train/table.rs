//! The final errors as a table. Its id and `data-` attributes are a public contract.

use yew::{Html, html};

use crate::widgets::value_cell::value_cell;
use rankscope_app::train::words::{self, table_caption};
use rankscope_chart::training::{divergence, family_column, family_name};
use rankscope_params::number::Format;
use rankscope_sim::Spectrum;
use rankscope_sim::training::{Family, Trained, Trajectory};

/// Decimals shown; `data-value` has all digits.
const SHOWN: Format = Format::Decimals(3);

/// A row for each rank. A run that diverged, or still has steps to go, has no number.
pub(super) fn table(trained: &Trained, spectrum: Option<&Spectrum>) -> Html {
    let families = &trained.plan.families;
    let row = |&rank: &usize| {
        html! {
            <tr data-rank={rank.to_string()}>
                <th scope="row">{ rank }</th>
                { for families.iter().map(|&family| cell(trained, family, rank)) }
                { number("floor", spectrum.and_then(|spectrum| spectrum.floor(rank)), "–".to_owned()) }
            </tr>
        }
    };
    let caption = table_caption(&trained.plan.config);
    html! {
        <div class="table" role="region" tabindex="0" aria-label="Final errors">
            <table id="table-train">
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "rank r" }</th>
                        { for families.iter().map(|&family| html! { <th scope="col">{ family_name(family) }</th> }) }
                        <th scope="col">{ words::LOWEST }</th>
                    </tr>
                </thead>
                <tbody>{ for trained.plan.config.ranks.iter().map(row) }</tbody>
            </table>
        </div>
    }
}

fn cell(trained: &Trained, family: Family, rank: usize) -> Html {
    let run = trained.run(family, rank);
    let error = run.and_then(Trajectory::final_error);
    let otherwise = run.and_then(divergence).unwrap_or_else(|| "…".to_owned());
    number(family_column(family), error, otherwise)
}

fn number(column: &'static str, value: Option<f64>, otherwise: String) -> Html {
    let text = value.map_or(otherwise, |value| SHOWN.write(value));
    value_cell(column, value, text)
}
