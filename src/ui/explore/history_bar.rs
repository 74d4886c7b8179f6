//! Undo and redo.

use yew::{Html, MouseEvent, html};

use crate::browser::address;
use rankscope_app::history::Position;

/// Undo and redo are the browser's Back and Forward, for who does not think of those.
pub(crate) fn history_bar(position: Position) -> Html {
    let step = |id: &'static str, label: &'static str, sign: &'static str, left: u32, go: fn()| {
        html! {
            <button {id} type="button" aria-label={label} title={label} disabled={left == 0}
                onclick={move |_: MouseEvent| go()}
            >
                { sign }
            </button>
        }
    };
    html! {
        <div class="history">
            { step("undo", "Undo", "↶", position.behind, address::undo) }
            { step("redo", "Redo", "↷", position.ahead, address::redo) }
        </div>
    }
}
