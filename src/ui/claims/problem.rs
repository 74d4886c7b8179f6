//! What stands where measurements will: that they are loading, or what is wrong.

use yew::{Callback, Html, MouseEvent, html};

use rankscope_app::measured::{Loading, Measurements};
use rankscope_app::transformer::words;

/// What stands there until the numbers do. `section` begins the ids.
pub(super) fn loading_status<T: Measurements>(
    section: &'static str,
    loading: &Loading<T>,
    retry: &Callback<MouseEvent>,
) -> Html {
    html! {
        if let Some(problem) = loading.problem() {
            <div id={format!("{section}-problem")} class="adapter-problems" role="alert">
                <p>{ problem }</p>
                <button id={format!("{section}-retry")} type="button" onclick={retry}>{ "Try again" }</button>
            </div>
        } else if matches!(loading, Loading::Requested) {
            <p role="status">{ words::LOADING }</p>
        }
    }
}
