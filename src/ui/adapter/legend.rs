//! Which curve is which: its line, drawn, and its name.

use rankscope_chart::{Plot, Stroke};
use yew::{Html, html};

/// An entry for each curve of a figure in one colour.
pub(super) fn legend(plot: &Plot) -> Html {
    let entry = |curve: &rankscope_chart::Curve| {
        let class = match curve.stroke {
            Stroke::Dashed => "dashed",
            Stroke::Dotted => "dotted",
            _ => "solid",
        };
        html! {
            <li>
                <svg class={class} viewBox="0 0 36 8" aria-hidden="true"><path d="M0 4h36" /></svg>
                { curve.label.clone() }
            </li>
        }
    };
    html! { <ul class="swatches">{ for plot.curves.iter().rev().map(entry) }</ul> }
}
