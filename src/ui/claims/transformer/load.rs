//! The file of the measurements: requested once, when the view is first opened.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, MouseEvent, hook, use_callback, use_effect_with, use_state};

use crate::browser::fetch::{self, FetchError};
use crate::store::{Dispatch, Handle, use_store};
use rankscope_app::transformer::load::{LoadAction, LoadError, Loading, SLOW_AFTER_MS};
use rankscope_sim::transformer::Transformer;

/// Beside the page.
const ADDRESS: &str = "transformer.json";
/// Inside the single file: see `src/bundle/single_file.rs`.
const ELEMENT: &str = "transformer-data";

thread_local! {
    /// Kept while the page is open: leaving the view and coming back fetches nothing.
    static KEPT: RefCell<Option<Rc<Transformer>>> = const { RefCell::new(None) };
}

/// The measurements, requested when the view is first opened; and how to request them again.
#[hook]
pub(in crate::claims) fn use_measurements() -> (Handle<Loading>, Callback<MouseEvent>) {
    let loading = use_store(|| {
        KEPT.with_borrow(Clone::clone)
            .map_or_else(Loading::default, Loading::Ready)
    });
    let attempt = use_state(|| 0_u32);
    let dispatch = loading.dispatcher();
    use_effect_with(*attempt, move |_| {
        let needed = KEPT.with_borrow(Option::is_none);
        let timer = needed.then(|| request(dispatch));
        move || drop(timer)
    });
    let retry = use_callback(attempt, |_: MouseEvent, attempt| {
        attempt.set(**attempt + 1);
    });
    (loading, retry)
}

/// Requests the file. The timer that says that it is late ends with what is returned.
fn request(dispatch: Dispatch<Loading>) -> Timeout {
    dispatch.dispatch(LoadAction::Request);
    let timer = {
        let dispatch = dispatch.clone();
        Timeout::new(SLOW_AFTER_MS, move || dispatch.dispatch(LoadAction::Late))
    };
    spawn_local(async move {
        let outcome = read().await.map(Rc::new);
        if let Ok(measured) = &outcome {
            KEPT.set(Some(Rc::clone(measured)));
        }
        dispatch.dispatch(LoadAction::Answer(outcome));
    });
    timer
}

async fn read() -> Result<Transformer, LoadError> {
    let text = match fetch::embedded_text(ELEMENT) {
        Some(text) => text,
        None => fetch::text(ADDRESS).await.map_err(|error| match error {
            FetchError::Unreachable => LoadError::Unreachable,
            FetchError::Refused(status) => LoadError::Refused(status),
        })?,
    };
    Transformer::from_json(&text).map_err(LoadError::Damaged)
}
