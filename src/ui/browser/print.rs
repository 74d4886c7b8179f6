//! Printing one part of the page.

use super::console::OrLog;

/// The attribute of the part that is printed: see `static/views/teacher-paper.css`.
const PRINTED: &str = "data-printed";

/// Prints the element of this id and nothing else of the page.
pub(crate) fn print_only(id: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let element = window
        .document()
        .and_then(|document| document.get_element_by_id(id));
    let Some(element) = element else {
        log::warn!("there is no element {id} to print");
        return;
    };
    element.set_attribute(PRINTED, "").or_log("what is printed");
    // The browser's dialog ends before this returns.
    window.print().or_log("the printer's dialog");
    element.remove_attribute(PRINTED).or_log("what was printed");
}
