//! One figure alone, in somebody else's page: its controls, its height, and a way to the whole.

pub(super) mod messages;

use crate::browser::fragment;
use crate::store::Dispatch;
use rankscope_app::embed::of_the_page;
use yew::{Html, html};

use crate::widgets::control::control;
use rankscope_app::state::State;
use rankscope_params::query::{self, Link};

/// A figure with the controls its link asks for.
pub(super) fn embedded(figure: Html, link: &Link, dispatch: &Dispatch<State>) -> Html {
    // The fragment may hold an exercise of a teacher's own.
    let address = format!("?{}{}", query::write(&of_the_page(link)), fragment::read());
    html! {
        <div class="embedded">
            <h1 class="unseen">{ "Rankscope" }</h1>
            { figure }
            if !link.controls.is_empty() {
                <section id="controls" class="some" aria-label="Controls">
                    { for link.controls.iter().map(|&key| control(key.into(), link.params.value(key), dispatch)) }
                </section>
            }
            <p class="to-the-whole">
                <a href={address} target="_blank" rel="noopener">{ "Open in Rankscope" }</a>
            </p>
        </div>
    }
}
