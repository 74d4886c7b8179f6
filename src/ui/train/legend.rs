//! What the lines of the figures mean, drawn as they are.

use yew::{Html, html};

use rankscope_app::train::words;
use rankscope_chart::training::{family_name, strength};
use rankscope_sim::training::{Family, TrainingConfig};

pub(super) fn legend(config: &TrainingConfig, rival: Family) -> Html {
    let update = config.which.name();
    let ranks = config.ranks.len();
    let rank = |(place, rank): (usize, &usize)| {
        html! { <li class={update}>{ line("solid", strength(place, ranks)) }{ rank }</li> }
    };
    html! {
        <div class="legend-row">
            <ul class="line-legend" role="list">
                <li class={update}>{ line("solid", 1.0) }{ family_name(Family::Lora) }</li>
                <li class={format!("{update} second")}>{ line("dashed", 1.0) }{ family_name(rival) }</li>
                <li class={update}>{ line("dotted", 1.0) }{ words::LOWEST }</li>
                <li class="ranks">
                    <span>{ words::PALER }</span>
                    <ul role="list">{ for config.ranks.iter().enumerate().map(rank) }</ul>
                </li>
            </ul>
        </div>
    }
}

/// A piece of a curve, so much of its colour.
fn line(stroke: &'static str, strength: f64) -> Html {
    let dashes = match stroke {
        "dashed" => Some("7 5"),
        "dotted" => Some("2 4"),
        _ => None,
    };
    html! {
        <svg width="28" height="10" aria-hidden="true">
            <line x1="0" y1="5" x2="28" y2="5" stroke="currentColor" stroke-width="2.5"
                stroke-opacity={format!("{strength:.2}")} stroke-dasharray={dashes} />
        </svg>
    }
}
