//! That something is being computed, how far it is, and a way out.

use yew::{Callback, Html, MouseEvent, html};

/// The style sheet shows the words after a fifth of a second, so that quick changes do not
/// flicker, and bar and button after a second. Their place is kept meanwhile.
pub(crate) fn progress(
    id: &'static str,
    computing: bool,
    share: f64,
    cancel: Option<Callback<MouseEvent>>,
) -> Html {
    html! {
        <div class="progress">
            if computing {
                <label for={id}>{ "Computing…" }</label>
                <progress {id} max="1" value={share.to_string()} />
                if let Some(cancel) = cancel {
                    <button id={format!("cancel-{id}")} type="button" onclick={cancel}>
                        { "Cancel" }
                    </button>
                }
            }
        </div>
    }
}
