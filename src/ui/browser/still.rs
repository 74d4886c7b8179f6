//! A picture of the first screen that stays over the live one until that has been painted: the document's, which
//! is there before any script, or what the module before this one showed.

use std::cell::RefCell;

use rankscope_params::Params;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element};
use yew::{Html, hook, use_effect_with};

use super::console::OrLog;

/// The picture's id in the document.
const ID: &str = "still";
/// What is pictured, on a live page.
const LIVE: &str = ".hero .instrument";

/// A picture, and what it is of.
#[derive(Clone)]
enum Still {
    /// The document's: of the defaults.
    Document(Element),
    /// Of the state in which the module before was left, and which the address holds.
    Before(Element),
}

impl Still {
    const fn element(&self) -> &Element {
        match self {
            Self::Document(element) | Self::Before(element) => element,
        }
    }
}

thread_local! {
    static STILL: RefCell<Option<Still>> = const { RefCell::new(None) };
}

/// Whether a picture of these parameters, in which the page is opened, waits for the live one.
pub(crate) fn shows(params: &Params) -> bool {
    STILL.with_borrow(|still| match still {
        None => false,
        Some(Still::Document(_)) => *params == Params::default(),
        Some(Still::Before(_)) => true,
    })
}

/// Takes the picture out of the document, before the page is put in its place.
pub(crate) fn keep() {
    let document = web_sys::window().and_then(|window| window.document());
    let still = document.and_then(|document| {
        let pictured = document.get_element_by_id(ID).map(Still::Document);
        pictured.or_else(|| live(&document).map(Still::Before))
    });
    if let Some(still) = &still {
        still.element().remove();
        let named = still.element().remove_attribute("id");
        named.or_log("the first picture");
    }
    STILL.set(still);
}

/// Lets go of what the module before showed, where another view is opened.
pub(crate) fn drop_before() {
    STILL.with_borrow_mut(|still| {
        still.take_if(|still| matches!(still, Still::Before(_)));
    });
}

/// What a page shows that is about to end: a picture from now on.
fn live(document: &Document) -> Option<Element> {
    let shown = document.query_selector(LIVE).ok()??;
    shown.set_attribute("inert", "").or_log("the first picture");
    // The live one has the same.
    let named = shown.query_selector_all("[id]").ok()?;
    for index in 0..named.length() {
        let element = named
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok());
        if let Some(element) = element {
            element.remove_attribute("id").or_log("the first picture");
        }
    }
    Some(shown)
}

/// The picture, until it is `replaced`. It is there with what it lies over, not an effect later.
#[hook]
pub(crate) fn use_still(replaced: bool) -> Html {
    use_effect_with(replaced, |replaced| {
        if *replaced {
            STILL.take();
        }
        // Who comes back may come back to another state.
        drop_before
    });
    let waiting = STILL.with_borrow(|still| {
        let still = still.as_ref().filter(|_| !replaced);
        still.map(|still| still.element().clone())
    });
    waiting.map_or_else(Html::default, |picture| Html::VRef(picture.into()))
}
