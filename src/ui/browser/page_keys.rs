//! What the whole page listens to: keys for undo and redo, and whatever closes a menu.

use gloo_events::{EventListener, EventListenerOptions};
use rankscope_app::keys::{Shortcut, shortcut};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};
use yew::{hook, use_effect_with};

use super::address::{redo, undo};
use super::console::OrLog;

/// A menu: a `details` element whose content lies over the page.
const OPEN_MENUS: &str = "details.menu[open]";
/// Where Ctrl+Z is the field's own.
const FIELDS: &str =
    "input:not([type=range], [type=radio], [type=checkbox]), textarea, [contenteditable]";

/// Listens for as long as the page is there.
#[hook]
pub(crate) fn use_page_keys() {
    use_effect_with((), |()| {
        let document = web_sys::window().and_then(|window| window.document());
        let listeners = document.map(|document| {
            let press = EventListener::new(&document, "click", |event| {
                close_menus(target(event).as_ref(), false);
            });
            let options = EventListenerOptions::enable_prevent_default();
            let key = EventListener::new_with_options(&document, "keydown", options, |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                    on_key(event);
                }
            });
            [press, key]
        });
        move || drop(listeners)
    });
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn on_key(event: &KeyboardEvent) {
    let modified = event.ctrl_key() || event.meta_key();
    let in_field = target(event)
        .is_some_and(|element| element.closest(FIELDS).is_ok_and(|field| field.is_some()));
    match shortcut(&event.key(), modified, event.shift_key(), in_field) {
        Some(Shortcut::Undo) => {
            event.prevent_default();
            undo();
        }
        Some(Shortcut::Redo) => {
            event.prevent_default();
            redo();
        }
        Some(Shortcut::Close) => close_menus(None, true),
        None => {}
    }
}

/// Closes the menus that were not pressed, and one in which something was chosen. The keyboard's focus
/// returns to what opened the menu.
fn close_menus(pressed: Option<&Element>, by_key: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    let open = document.and_then(|document| {
        document
            .query_selector_all(OPEN_MENUS)
            .or_log("the open menus")
    });
    let Some(open) = open else { return };
    let menus = (0..open.length()).filter_map(|at| open.item(at)?.dyn_into::<Element>().ok());
    for menu in menus {
        let inside = pressed.filter(|element| menu.contains(Some(element)));
        // The field that picks files is a label and an input; its dialog closes nothing.
        let chosen = |element: &&Element| {
            element
                .closest("button, a")
                .is_ok_and(|found| found.is_some())
        };
        if inside.is_none() || inside.as_ref().is_some_and(chosen) {
            menu.remove_attribute("open").or_log("an open menu");
            let summary = menu
                .query_selector("summary")
                .or_log("the head of a menu")
                .flatten();
            if let Some(summary) = summary.filter(|_| by_key)
                && let Ok(summary) = summary.dyn_into::<HtmlElement>()
            {
                summary.focus().or_log("the head of a menu");
            }
        }
    }
}
