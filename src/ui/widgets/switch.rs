//! A choice from a few, as a row of buttons of which one is pressed.

use crate::store::Dispatch;
use yew::{Html, html};

use rankscope_app::state::{Action, State};
use rankscope_params::Choice;

/// One button for each option of a choice.
pub(crate) fn switch<C: Choice>(chosen: C, dispatch: &Dispatch<State>) -> Html {
    switch_of(C::ALL, chosen, dispatch)
}

/// The same with the options in an order of their own.
pub(crate) fn switch_of<C: Choice>(options: &[C], chosen: C, dispatch: &Dispatch<State>) -> Html {
    let row = C::declaration();
    let button = |option: C| {
        let dispatch = dispatch.clone();
        html! {
            <button
                id={format!("{}-{}", row.name, option.name()).replace('_', "-")}
                type="button"
                aria-pressed={(chosen == option).to_string()}
                onclick={move |_| dispatch.dispatch(Action::choose(option))}
            >
                { option.label() }
            </button>
        }
    };
    html! {
        <div class="switch" role="group" aria-label={row.help}>
            { for options.iter().copied().map(button) }
        </div>
    }
}
