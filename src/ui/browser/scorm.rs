//! The learning platform around the page: SCORM 1.2's `API`, in a window around this one or in the one
//! that opened it.

use js_sys::{Array, Function, Object, Reflect};
use rankscope_app::teach::package::MARK;
use rankscope_app::teach::scorm::ScormApi;
use wasm_bindgen::{JsCast, JsValue};

use super::console::{OrLog, describe};

/// Windows that are looked at, one around the other: platforms nest a few.
const MOST_WINDOWS: usize = 10;

/// Whether this page is that of a package.
pub(crate) fn is_packaged() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let mark = document.and_then(|document| {
        let selector = format!("meta[name=\"{MARK}\"]");
        document
            .query_selector(&selector)
            .or_log("the mark of a package")
    });
    mark.flatten().is_some()
}

/// The platform's object.
#[derive(Debug)]
pub(crate) struct Api(JsValue);

impl Api {
    /// The nearest there is.
    pub(crate) fn find() -> Option<Self> {
        let window = JsValue::from(web_sys::window()?);
        let opener = property(&window, "opener");
        around(window).or_else(|| around(opener?)).map(Self)
    }
}

/// The `API` of a window, or of one around it.
fn around(mut window: JsValue) -> Option<JsValue> {
    for _ in 0..MOST_WINDOWS {
        if let Some(api) = property(&window, "API") {
            return Some(api);
        }
        let parent = property(&window, "parent")?;
        if Object::is(&parent, &window) {
            return None;
        }
        window = parent;
    }
    None
}

/// A property that is there; a window of another origin shows none, which is no error here.
fn property(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &JsValue::from_str(name)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

impl ScormApi for Api {
    fn call(&self, function: &str, arguments: &[&str]) -> Option<String> {
        let called = property(&self.0, function)?.dyn_into::<Function>().ok()?;
        let arguments: Array = arguments
            .iter()
            .map(|text| JsValue::from_str(text))
            .collect();
        match called.apply(&self.0, &arguments) {
            // Some platforms answer with a truth value where the standard has its name.
            Ok(answer) => answer
                .as_string()
                .or_else(|| answer.as_bool().map(|answer| answer.to_string())),
            Err(error) => {
                log::warn!("the platform's {function} failed: {}", describe(&error));
                None
            }
        }
    }
}
