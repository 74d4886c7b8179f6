//! Which curve is which: its mark, drawn, and its name.

use rankscope_chart::{Curve, Plot, Stroke};
use yew::{Html, classes, html};

use super::figure::readout::tone;

/// An entry for each name of a figure's curves, the front ones first; `further` is said behind them.
pub(crate) fn swatches(plot: &Plot, further: Option<&'static str>) -> Html {
    let mut named: Vec<&Curve> = Vec::new();
    for curve in plot.curves.iter().rev() {
        let known = |other: &&Curve| other.label == curve.label;
        if !curve.label.is_empty() && !named.iter().any(known) {
            named.push(curve);
        }
    }
    html! {
        <ul class="swatches">
            { for named.into_iter().map(entry) }
            if let Some(further) = further {
                <li>{ further }</li>
            }
        </ul>
    }
}

fn entry(curve: &Curve) -> Html {
    let (class, mark) = match curve.stroke {
        Stroke::Solid => ("solid", line()),
        Stroke::Dashed => ("dashed", line()),
        Stroke::Dotted => ("dotted", line()),
        Stroke::Unjoined => ("dot", html! { <circle cx="18" cy="4" r="4" /> }),
    };
    html! {
        <li>
            <svg
                class={classes!(class, tone(curve.tone))}
                viewBox="0 0 36 8"
                opacity={curve.strength.to_string()}
                aria-hidden="true"
            >
                { mark }
            </svg>
            { curve.label.clone() }
        </li>
    }
}

fn line() -> Html {
    html! { <path d="M0 4h36" /> }
}
