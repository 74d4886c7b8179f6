//! Undo, redo and share.

use crate::store::Dispatch;
use yew::{Html, MouseEvent, html};

use crate::browser::address;
use rankscope_app::history::Position;
use rankscope_app::state::{Action, State};
use rankscope_params::Sheet;

/// Undo and redo are the browser's Back and Forward, for who does not think of those.
pub(super) fn history_bar(position: Position, dispatch: &Dispatch<State>) -> Html {
    let share = {
        let dispatch = dispatch.clone();
        move |_: MouseEvent| dispatch.dispatch(Action::choose(Sheet::Share))
    };
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
            <button id="open-share" type="button" onclick={share}>{ "Share" }</button>
        </div>
    }
}
