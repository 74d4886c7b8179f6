//! Runs set aside to compare with.

use yew::{Callback, Html, MouseEvent, hook};

use crate::store::{Handle, use_store};
use crate::widgets::pin_bar::{PinBar, pin_bar};
use rankscope_app::recall::pins::{RecallPinAction, RecallPins};
use rankscope_app::recall::words;
use rankscope_sim::recall::RecallResults;

/// The runs that are kept while the view is open.
#[hook]
pub(super) fn use_pins() -> Handle<RecallPins> {
    use_store(RecallPins::default)
}

/// The bar that keeps the run that is shown, once it has ended.
pub(super) fn pins(pinned: &Handle<RecallPins>, present: Option<&RecallResults>) -> Html {
    let act = |action: Option<RecallPinAction>| {
        let pinned = pinned.dispatcher();
        Callback::from(move |_: MouseEvent| {
            if let Some(action) = action.clone() {
                pinned.dispatch(action);
            }
        })
    };
    let differences = present.map(|present| pinned.differences(present));
    pin_bar(&PinBar {
        label: words::PIN,
        about: words::ABOUT_PIN,
        list: words::PINNED,
        ready: present.is_some_and(RecallResults::finished),
        full: pinned.is_full(),
        pins: differences.unwrap_or_default(),
        pin: act(present.cloned().map(RecallPinAction::Pin)),
        unpin: |slot| act(Some(RecallPinAction::Unpin(slot))),
        unpin_all: act(Some(RecallPinAction::UnpinAll)),
    })
}
