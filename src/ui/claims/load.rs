//! Files of measurements: each requested once, when the view is first opened.

use std::cell::RefCell;
use std::rc::Rc;
use std::thread::LocalKey;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::{Callback, MouseEvent, hook, use_callback, use_effect_with, use_state};

use crate::browser::fetch::{self, FetchError};
use crate::store::{Dispatch, Handle, use_store};
use rankscope_app::measured::{LoadAction, LoadError, Loading, Measurements, SLOW_AFTER_MS};
use rankscope_sim::pretrained::Pretrained;
use rankscope_sim::transformer::Transformer;

/// Where measurements are kept while the page is open: leaving the view and coming back fetches nothing.
type Kept<T> = RefCell<Option<Rc<T>>>;

/// Measurements that are fetched.
pub(super) trait Fetched: Measurements {
    /// The element that holds them inside the single file: see `src/bundle/single_file.rs`.
    const ELEMENT: &'static str;

    fn kept() -> &'static LocalKey<Kept<Self>>;
}

thread_local! {
    static PRETRAINED: Kept<Pretrained> = const { RefCell::new(None) };
    static TRANSFORMER: Kept<Transformer> = const { RefCell::new(None) };
}

impl Fetched for Pretrained {
    const ELEMENT: &'static str = "pretrained-data";

    fn kept() -> &'static LocalKey<Kept<Self>> {
        &PRETRAINED
    }
}

impl Fetched for Transformer {
    const ELEMENT: &'static str = "transformer-data";

    fn kept() -> &'static LocalKey<Kept<Self>> {
        &TRANSFORMER
    }
}

/// The measurements, requested when the view is first opened; and how to request them again.
#[hook]
pub(super) fn use_measurements<T: Fetched>() -> (Handle<Loading<T>>, Callback<MouseEvent>) {
    let loading = use_store(|| {
        T::kept()
            .with_borrow(Clone::clone)
            .map_or_else(Loading::default, Loading::Ready)
    });
    let attempt = use_state(|| 0_u32);
    let dispatch = loading.dispatcher();
    use_effect_with(*attempt, move |_| {
        let needed = T::kept().with_borrow(Option::is_none);
        let timer = needed.then(|| request(dispatch));
        move || drop(timer)
    });
    let retry = use_callback(attempt, |_: MouseEvent, attempt| {
        attempt.set(**attempt + 1);
    });
    (loading, retry)
}

/// Requests the file. The timer that says that it is late ends with what is returned.
fn request<T: Fetched>(dispatch: Dispatch<Loading<T>>) -> Timeout {
    dispatch.dispatch(LoadAction::Request);
    let timer = {
        let dispatch = dispatch.clone();
        Timeout::new(SLOW_AFTER_MS, move || dispatch.dispatch(LoadAction::Late))
    };
    spawn_local(async move {
        let outcome = read().await.map(Rc::new);
        if let Ok(measured) = &outcome {
            T::kept().set(Some(Rc::clone(measured)));
        }
        dispatch.dispatch(LoadAction::Answer(outcome));
    });
    timer
}

async fn read<T: Fetched>() -> Result<T, LoadError> {
    let text = match fetch::embedded_text(T::ELEMENT) {
        Some(text) => text,
        None => fetch::text(T::FILE).await.map_err(|error| match error {
            FetchError::Unreachable => LoadError::Unreachable,
            FetchError::Refused(status) => LoadError::Refused(status),
        })?,
    };
    T::from_json(&text).map_err(LoadError::Damaged)
}
