//! The measurements: fetched once from beside the page when the section is opened, or found inside
//! the page where it is a single file.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::{Callback, MouseEvent, UseStateHandle, hook, use_callback, use_effect_with, use_state};

use rankscope_sim::transformer::{Transformer, TransformerError};

/// Beside the page.
const ADDRESS: &str = "transformer.json";
/// Inside the single file: see `src/bin/bundle/single_file.rs`.
const ELEMENT: &str = "transformer-data";
/// A file of some kilobytes that has not come by then is worth a word.
const PATIENCE_MS: u32 = 8_000;

thread_local! {
    /// Kept while the page is open: leaving the view and coming back fetches nothing.
    static KEPT: RefCell<Option<Rc<Transformer>>> = const { RefCell::new(None) };
}

/// Why the measurements are not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum LoadError {
    /// No answer at all.
    Unreachable,
    /// The server has no such file, or will not give it.
    Refused(u16),
    /// What came is not what it should be.
    Damaged(TransformerError),
}

/// How far the measurements are.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Loading {
    /// On their way.
    Asked,
    /// Still on their way, after a long while.
    Slow,
    /// Not coming.
    Failed(LoadError),
    /// There.
    Here(Rc<Transformer>),
}

impl Loading {
    /// Its name in `data-state`.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Asked => "loading",
            Self::Slow => "slow",
            Self::Failed(_) => "failed",
            Self::Here(_) => "ready",
        }
    }

    /// The measurements, once they are there.
    pub(super) fn measurements(&self) -> Option<Rc<Transformer>> {
        match self {
            Self::Here(measured) => Some(measured.clone()),
            Self::Asked | Self::Slow | Self::Failed(_) => None,
        }
    }

    /// What is wrong, and what to do about it.
    pub(super) fn problem(&self) -> String {
        match self {
            Self::Asked | Self::Here(_) => String::new(),
            Self::Slow => format!(
                "What was measured has not come within {} seconds. It is shown as soon as it comes; if \
                 it does not, check the connection and try again.",
                PATIENCE_MS / 1000,
            ),
            Self::Failed(LoadError::Unreachable) => {
                "What was measured could not be fetched. Check the connection and try again."
                    .to_owned()
            }
            Self::Failed(LoadError::Refused(status)) => format!(
                "What was measured could not be fetched: the server answered {status}. Try again later, or \
                 tell who runs this page that transformer.json is missing.",
            ),
            Self::Failed(LoadError::Damaged(error)) => {
                let what = error.to_string();
                let mut letters = what.chars();
                let first = letters
                    .next()
                    .map(|letter| letter.to_uppercase().to_string());
                format!(
                    "{}{}. {}",
                    first.unwrap_or_default(),
                    letters.as_str(),
                    error.advice()
                )
            }
        }
    }
}

/// The measurements, asked for when the section is first opened; and how to ask again.
#[hook]
pub(super) fn use_measurements(open: bool) -> (Loading, Callback<MouseEvent>) {
    let loading = use_state(|| {
        KEPT.with_borrow(Clone::clone)
            .map_or(Loading::Asked, Loading::Here)
    });
    let attempt = use_state(|| 0_u32);
    {
        let loading = loading.clone();
        use_effect_with((open, *attempt), move |(open, _)| {
            let asked = *open && KEPT.with_borrow(Option::is_none);
            let timer = asked.then(|| ask(loading));
            move || drop(timer)
        });
    }
    let retry = use_callback(attempt.clone(), |_: MouseEvent, attempt| {
        attempt.set(**attempt + 1);
    });
    ((*loading).clone(), retry)
}

/// Asks, and says so when it takes long. The timer ends with what is returned.
fn ask(loading: UseStateHandle<Loading>) -> Timeout {
    loading.set(Loading::Asked);
    let answered = Rc::new(Cell::new(false));
    let slow = {
        let (loading, answered) = (loading.clone(), answered.clone());
        Timeout::new(PATIENCE_MS, move || {
            if !answered.get() {
                loading.set(Loading::Slow);
            }
        })
    };
    spawn_local(async move {
        let outcome = found().await.map(Rc::new);
        answered.set(true);
        loading.set(match outcome {
            Ok(measured) => {
                KEPT.set(Some(measured.clone()));
                Loading::Here(measured)
            }
            Err(error) => match KEPT.with_borrow(Clone::clone) {
                // Another attempt was answered meanwhile.
                Some(measured) => Loading::Here(measured),
                None => Loading::Failed(error),
            },
        });
    });
    slow
}

async fn found() -> Result<Transformer, LoadError> {
    let text = match inside() {
        Some(text) => text,
        None => fetched().await?,
    };
    Transformer::from_json(&text).map_err(LoadError::Damaged)
}

/// What the single file brings along.
fn inside() -> Option<String> {
    let document = web_sys::window()?.document()?;
    document.get_element_by_id(ELEMENT)?.text_content()
}

async fn fetched() -> Result<String, LoadError> {
    let unreachable = || LoadError::Unreachable;
    let window = web_sys::window().ok_or_else(unreachable)?;
    let response = JsFuture::from(window.fetch_with_str(ADDRESS)).await;
    let response = response.map_err(|_| LoadError::Unreachable)?;
    let response: Response = response.dyn_into().map_err(|_| LoadError::Unreachable)?;
    if !response.ok() {
        return Err(LoadError::Refused(response.status()));
    }
    let text = response.text().map_err(|_| LoadError::Unreachable)?;
    let text = JsFuture::from(text)
        .await
        .map_err(|_| LoadError::Unreachable)?;
    text.as_string().ok_or_else(unreachable)
}
