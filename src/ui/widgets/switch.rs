//! A choice from a few, as a row of buttons of which one is pressed.

use crate::store::Dispatch;
use yew::{Html, html};

use rankscope_app::state::{Action, State};
use rankscope_params::{Choice, Choices};

/// One button for each option of a choice; `with` puts an option among the other choices.
pub(crate) fn switch<C: Choice>(
    chosen: C,
    with: impl Fn(C) -> Choices,
    dispatch: &Dispatch<State>,
) -> Html {
    let button = |option: C| {
        let (dispatch, choices) = (dispatch.clone(), with(option));
        html! {
            <button
                id={format!("{}-{}", C::NAME, option.name()).replace('_', "-")}
                type="button"
                aria-pressed={(chosen == option).to_string()}
                onclick={move |_| dispatch.dispatch(Action::Choose(choices))}
            >
                { option.label() }
            </button>
        }
    };
    html! {
        <div class="switch" role="group" aria-label={C::HELP}>
            { for C::ALL.iter().copied().map(button) }
        </div>
    }
}
