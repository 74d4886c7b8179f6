//! The way to the page for teachers.

use yew::{Html, html};

use crate::store::Dispatch;
use crate::widgets::link::{PageLink, page_link};
use rankscope_app::classroom::lesson::OpenLesson;
use rankscope_app::classroom::words;
use rankscope_app::state::{Action, State};
use rankscope_params::View;
use rankscope_params::query;

/// A link to it below the course; nothing below an assignment, which is a student's.
pub(super) fn to_teach(open: &OpenLesson, state: &State, dispatch: &Dispatch<State>) -> Html {
    if open.fragment() != Some("") {
        return html! {};
    }
    let mut link = state.link.in_view(View::Teach);
    link.exercise.clear();
    let href = format!("?{}", query::write(&link)).into();
    let dispatch = dispatch.clone();
    let link = page_link(PageLink {
        class: "",
        id: Some("to-teach".into()),
        href,
        current: false,
        follow: (move |_| dispatch.dispatch(Action::Follow(link.clone()))).into(),
        content: html! { { words::TO_TEACH } },
    });
    html! { <p>{ link }</p> }
}
