//! Curves set aside to compare with: pin, see what differs, take away.

use crate::store::Dispatch;
use yew::{Callback, Html, MouseEvent, html};

use rankscope_app::explore::words::what_differs;
use rankscope_app::state::{Action, State};
use rankscope_params::{PIN_LETTERS, Params, Pins};

/// The bar over the figures. `ready` says that what is shown belongs to the present settings.
pub(super) fn pin_bar(
    params: &Params,
    pins: &Pins,
    ready: bool,
    dispatch: &Dispatch<State>,
) -> Html {
    let act = |action: Action| {
        let dispatch = dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.dispatch(action.clone()))
    };
    let chip = |(slot, pinned): (usize, &Params)| {
        let letter = PIN_LETTERS.get(slot).copied().unwrap_or_default();
        html! {
            <li key={slot} id={format!("pin-{}", letter.to_ascii_lowercase())}>
                <b>{ letter }</b>
                <span>{ what_differs(pinned, params) }</span>
                <button
                    type="button"
                    class="plain"
                    aria-label={format!("Take away pin {letter}")}
                    onclick={act(Action::Unpin(slot))}
                >
                    { "×" }
                </button>
            </li>
        }
    };
    let full = pins.free().is_none();
    html! {
        <div class="pins">
            <button
                id="pin"
                type="button"
                disabled={!ready || full}
                title={if full { "Take one away first: three can be compared." } else { "Keeps the present curves as ghosts behind the live ones." }}
                onclick={act(Action::Pin)}
            >
                { "Pin these curves" }
            </button>
            <ul role="list" aria-label="Pinned curves">{ for pins.iter().map(chip) }</ul>
            if !pins.is_empty() {
                <button id="unpin-all" type="button" onclick={act(Action::UnpinAll)}>
                    { "Clear pins" }
                </button>
            }
        </div>
    }
}
