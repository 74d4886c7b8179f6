//! What is new comes into sight: on a phone between the figure, which stays above, and the strip below.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Document, Element, HtmlElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition,
    Window,
};

use crate::browser::console::OrLog;

/// Pixels that are left free around it.
const GAP: f64 = 8.0;

/// Scrolls as little as it takes to see an element; on a phone, to just below the figure.
pub(super) fn bring_into_sight(element: &Element) {
    let window = web_sys::window();
    let document = window.as_ref().and_then(Window::document);
    let Some((window, document)) = window.zip(document) else {
        return;
    };
    let strip = stuck(&window, &document, ".strip", "bottom");
    let Some(strip) = strip else {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
        return;
    };
    let figure = stuck(&window, &document, ".evidence", "top").unwrap_or_default();
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    let (from, until) = (figure + GAP, height.unwrap_or_default() - strip - GAP);
    let place = element.get_bounding_client_rect();
    if place.top() < from || place.bottom() > until {
        window.scroll_by_with_x_and_y(0.0, place.top() - from);
    }
}

/// Keeps an element in sight for as long as it has the focus, also when the figure above it grows with its legend.
pub(super) struct InSight {
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut()>,
}

impl InSight {
    /// None where there is no figure.
    pub(super) fn of(element: HtmlElement) -> Option<Self> {
        let document = element.owner_document()?;
        // The selector is well formed.
        let figure = document.query_selector(".evidence").ok()??;
        let on_resize = Closure::<dyn FnMut()>::new(move || {
            if document.active_element().as_ref() == Some(element.as_ref()) {
                bring_into_sight(&element);
            }
        });
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref());
        let observer = observer.or_log("the height of the figure")?;
        observer.observe(&figure);
        Some(Self {
            observer,
            _on_resize: on_resize,
        })
    }
}

impl Drop for InSight {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// How far an element that stays at an edge of the window reaches from there; none where it does not stay.
fn stuck(window: &Window, document: &Document, selector: &str, edge: &str) -> Option<f64> {
    // The selector and the properties are well formed.
    let element = document.query_selector(selector).ok()??;
    let style = window.get_computed_style(&element).ok()??;
    let property = |name: &str| style.get_property_value(name).unwrap_or_default();
    if property("position") != "sticky" {
        return None;
    }
    let inset = property(edge).trim_end_matches("px").parse().unwrap_or(0.0);
    Some(element.get_bounding_client_rect().height() + inset)
}
