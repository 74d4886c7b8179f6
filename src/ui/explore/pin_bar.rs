//! Curves set aside to compare with.

use crate::store::Dispatch;
use crate::widgets::pin_bar::{self, PinBar};
use yew::{Callback, Html, MouseEvent};

use rankscope_app::explore::words::what_differs;
use rankscope_app::state::{Action, State};
use rankscope_params::{Params, Pins};

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
    let differs = |(slot, pinned): (usize, &Params)| (slot, what_differs(pinned, params));
    pin_bar::pin_bar(&PinBar {
        label: "Pin these curves",
        about: "Keeps the present curves as ghosts behind the live ones.",
        list: "Pinned curves",
        ready,
        full: pins.free().is_none(),
        pins: pins.iter().map(differs).collect(),
        pin: act(Action::Pin),
        unpin: |slot| act(Action::Unpin(slot)),
        unpin_all: act(Action::UnpinAll),
    })
}
