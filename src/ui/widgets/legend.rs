//! The legend of a view's figures: a press on an entry hides its curves, another one shows them.

use rankscope_chart::legend::{Entry, Hidden, Kind};
use rankscope_chart::{Stroke, Tone};
use yew::{Html, MouseEvent, UseStateHandle, classes, html};

use super::figure::readout::{stroke, tone};

/// One button for each entry.
pub(crate) fn legend(entries: &[Entry], hidden: &UseStateHandle<Hidden>) -> Html {
    let button = |entry: &Entry| {
        let kind = entry.kind;
        let press = {
            let hidden = hidden.clone();
            move |_: MouseEvent| hidden.set(hidden.toggled(kind))
        };
        html! {
            <button
                id={format!("legend-{}", entry.name)}
                type="button"
                aria-pressed={(!hidden.hides(kind)).to_string()}
                onclick={press}
            >
                { swatch(kind) }
                { entry.label }
            </button>
        }
    };
    html! {
        <div class="legend" role="group" aria-label="Curves shown">
            { for entries.iter().map(button) }
        </div>
    }
}

/// What the curves of a kind look like.
fn swatch(kind: Kind) -> Html {
    match kind {
        Kind::Tone(update) => html! {
            <svg class={classes!("swatch", tone(update))} width="14" height="14" aria-hidden="true">
                <rect width="14" height="14" rx="4" />
            </svg>
        },
        Kind::Stroke(scale) => line(Tone::Neutral, scale),
    }
}

/// A piece of a curve.
pub(crate) fn line(of: Tone, under: Stroke) -> Html {
    html! {
        <svg class={classes!("swatch", tone(of), stroke(under))} width="26" height="6" aria-hidden="true">
            <line x1="0" y1="3" x2="26" y2="3" />
        </svg>
    }
}
