//! Bringing an element into sight that a link has led to, and marking it for a moment.

use gloo_timers::callback::{Interval, Timeout};
use rankscope_app::state::LedTo;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};
use yew::{hook, use_effect_with, use_mut_ref};

use super::console::OrLog;

/// A view that opens has its elements by then, or not at all.
const PATIENCE: u32 = 60;
const LOOK_AGAIN_MS: u32 = 50;
/// As long as the style sheet's animation.
const MARKED_MS: u32 = 1_600;

/// Reveals what a link has led to, once it is there.
#[hook]
pub(crate) fn use_reveal(led_to: Option<LedTo>) {
    let looking = use_mut_ref(|| None::<Interval>);
    use_effect_with(led_to, move |led_to| {
        let element = led_to.map(|led_to| led_to.element);
        *looking.borrow_mut() = element.map(|element| {
            let left = Cell::new(PATIENCE);
            let own = looking.clone();
            Interval::new(LOOK_AGAIN_MS, move || {
                left.set(left.get().saturating_sub(1));
                if reveal(element) || left.get() == 0 {
                    // Dropped after this turn: a timer cannot be dropped from inside itself.
                    let own = own.clone();
                    Timeout::new(0, move || drop(own.take())).forget();
                }
            })
        });
        move || drop(looking.take())
    });
}

/// Scrolls an element to the top and marks it for a moment; whether it was there.
pub(crate) fn reveal(id: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(element) = document.and_then(|document| document.get_element_by_id(id)) else {
        return false;
    };
    element.scroll_into_view();
    let marks = element.class_list();
    marks.add_1("flash").or_log("the mark of a figure");
    Timeout::new(MARKED_MS, move || {
        marks.remove_1("flash").or_log("the mark of a figure");
    })
    .forget();
    true
}

/// Gives an element the focus, where there is one of this id. What is scrolled to stays where it is.
pub(crate) fn focus(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let element = document.and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let stays = FocusOptions::new();
        stays.set_prevent_scroll(true);
        element.focus_with_options(&stays).or_log("the focus");
    }
}

/// The same for what cannot be used yet: it gets the focus as soon as it can, unless the reader has moved it meanwhile.
pub(crate) fn focus_once_enabled(id: &'static str) {
    focus_within(id, PATIENCE);
}

fn focus_within(id: &'static str, looks: u32) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else { return };
    let element = document.get_element_by_id(id);
    let waits = element.is_some_and(|element| element.matches(":disabled").unwrap_or_default());
    if !waits || looks == 0 {
        return focus(id);
    }
    let before = document.active_element();
    Timeout::new(LOOK_AGAIN_MS, move || {
        if document.active_element() == before {
            focus_within(id, looks - 1);
        }
    })
    .forget();
}

/// Scrolls an element of this id to the top and gives it the focus.
pub(crate) fn go_to(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(id)) {
        element.scroll_into_view();
        focus(id);
    }
}
