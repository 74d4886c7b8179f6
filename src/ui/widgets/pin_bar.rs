//! What is set aside to compare with: pin, see what differs, take away.

use yew::{Callback, Html, MouseEvent, html};

use rankscope_params::PIN_LETTERS;

/// What the bar says and does.
pub(crate) struct PinBar<U: Fn(usize) -> Callback<MouseEvent>> {
    /// What the button that pins says, and what it does.
    pub(crate) label: &'static str,
    pub(crate) about: &'static str,
    /// What the list of pins is called.
    pub(crate) list: &'static str,
    /// Whether there is something to pin.
    pub(crate) ready: bool,
    /// Whether no more can be pinned.
    pub(crate) full: bool,
    /// Of each pin its slot, and what differs in it.
    pub(crate) pins: Vec<(usize, String)>,
    pub(crate) pin: Callback<MouseEvent>,
    pub(crate) unpin: U,
    pub(crate) unpin_all: Callback<MouseEvent>,
}

/// The bar over the figures.
pub(crate) fn pin_bar<U: Fn(usize) -> Callback<MouseEvent>>(bar: &PinBar<U>) -> Html {
    let chip = |(slot, differs): &(usize, String)| {
        let letter = PIN_LETTERS.get(*slot).copied().unwrap_or_default();
        html! {
            <li key={*slot} id={format!("pin-{}", letter.to_ascii_lowercase())}>
                <b>{ letter }</b>
                <span>{ differs }</span>
                <button
                    type="button"
                    class="plain"
                    aria-label={format!("Take away pin {letter}")}
                    onclick={(bar.unpin)(*slot)}
                >
                    { "×" }
                </button>
            </li>
        }
    };
    let title = if bar.full {
        "Take one away first: three can be compared."
    } else {
        bar.about
    };
    html! {
        <div class="pins">
            <button id="pin" type="button" disabled={!bar.ready || bar.full} {title} onclick={bar.pin.clone()}>
                { bar.label }
            </button>
            <ul role="list" aria-label={bar.list}>{ for bar.pins.iter().map(chip) }</ul>
            if !bar.pins.is_empty() {
                <button id="unpin-all" type="button" onclick={bar.unpin_all.clone()}>{ "Clear pins" }</button>
            }
        </div>
    }
}
