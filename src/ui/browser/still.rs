//! The picture that the document shows before any script: it stays over the live one until that has
//! been painted.

use std::cell::RefCell;

use web_sys::Element;
use yew::{NodeRef, hook, use_effect_with};

use super::console::OrLog;

/// The picture's id in the document.
const ID: &str = "still";

thread_local! {
    static STILL: RefCell<Option<Element>> = const { RefCell::new(None) };
}

/// Whether the document's picture waits for the live one.
pub(crate) fn waits() -> bool {
    STILL.with_borrow(Option::is_some)
}

/// Takes the picture out of the document, before the page is put in its place.
pub(crate) fn keep() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(still) = document.and_then(|document| document.get_element_by_id(ID)) {
        still.remove();
        still.remove_attribute("id").or_log("the first picture");
        STILL.set(Some(still));
    }
}

/// Puts the picture into `place` until `painted`.
#[hook]
pub(crate) fn use_still(place: NodeRef, painted: bool) {
    use_effect_with(painted, move |painted| {
        let shown = STILL.with_borrow(Option::clone);
        if *painted {
            if let Some(still) = STILL.take() {
                still.remove();
            }
        } else if let (Some(still), Some(place)) = (shown, place.cast::<Element>()) {
            place.append_child(&still).or_log("the first picture");
        }
    });
}
